"""What a signed-in reader has said about a thread and its people: whom they muted, whether they follow it."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef

from accounts.models import User
from comments.models import Follow, Mute


@dataclass(frozen=True, slots=True)
class Marks:
    """Empty for who is not signed in."""

    muted: frozenset[int] = frozenset()
    is_following: bool = False


def marks_of(person: User | AnonymousUser, article_id: int) -> Marks:
    """One query; none for who is not signed in."""
    if not isinstance(person, User):
        return Marks()
    theirs = User.objects.filter(pk=person.pk).values_list(
        ArraySubquery(Mute.objects.filter(person=OuterRef("pk")).order_by().values("muted")),
        Exists(Follow.objects.filter(person=OuterRef("pk"), article=article_id)),
    )
    muted, is_following = theirs.get()
    return Marks(frozenset(muted), is_following)
