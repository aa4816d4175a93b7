"""Muting a person: their comments are folded for the one who does not want to read them, and no notice tells of them."""

from django.utils.translation import gettext as _

from accounts.models import User
from comments.models import Mute
from moderation.errors import NotAllowed


def mute(person: User, other: User) -> None:
    """Fold the other's comments for ``person``; twice is once. Raises NotAllowed for oneself."""
    if person.pk == other.pk:
        raise NotAllowed(_("You cannot mute yourself."))
    Mute.objects.get_or_create(person=person, muted=other)


def unmute(person: User, other_id: int) -> None:
    """Read the other again; nothing happens where they were not muted."""
    Mute.objects.filter(person=person, muted=other_id).delete()


def is_muted(person_id: int, other_id: int) -> bool:
    """Whether ``person_id`` does not want to hear of the other."""
    return Mute.objects.filter(person=person_id, muted=other_id).exists()
