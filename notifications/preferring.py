"""What a person wants to be told, by kind and channel. Everything, until they say otherwise.

Obeyed when a message leaves, not when it is written: the latest wish counts, and verbs stay one INSERT.
"""

from collections.abc import Iterable

from accounts.models import User
from notifications.models import Channel, Notification, Preference
from notifications.renderers import Kind, all_kinds, kind_of


def wanted(notification: Notification) -> bool:
    """Whether the recipient wants this kind by this channel."""
    return not Preference.objects.filter(
        person=notification.recipient_id,
        kind=notification.kind,
        channel=notification.channel,
        is_wanted=False,
    ).exists()


def prefer(person: User, kind: str, channel: str, is_wanted: bool) -> None:
    """Note the person's wish."""
    Preference.objects.update_or_create(
        person=person, kind=kind, channel=channel, defaults={"is_wanted": is_wanted}
    )


def kinds_for(person: User) -> list[Kind]:
    """The kinds that the person may meet: the desk's only for those who work there."""
    kinds = [kind_of(name) for name in all_kinds()]
    return [kind for kind in kinds if person.is_staff or not kind.is_staff]


def unwanted_by(person: User, channels: Iterable[str] = Channel.values) -> set[tuple[str, str]]:
    """The (kind, channel) that the person has turned off."""
    off = Preference.objects.filter(person=person, is_wanted=False, channel__in=list(channels))
    return set(off.values_list("kind", "channel"))
