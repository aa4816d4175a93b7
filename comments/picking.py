"""Editors' picks: a comment that the desk recommends. A decision like any other: who picked it stands in its record."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comments import counting
from comments.models import Comment
from moderation.actors import Actor
from moderation.errors import NotAllowed
from moderation.models import Decision
from moderation.transition import transition

ACTS = frozenset({"pick", "unpick"})  # they say nothing of whether a comment may stand


def pick(comment: Comment, *, by: Actor, version: int, now: datetime | None = None) -> Decision:
    """Recommend it. Raises moderation.errors.Refused; it ends by itself when the comment leaves the thread."""
    return _mark(comment, "pick", by, version, now or timezone.now())


def unpick(comment: Comment, *, by: Actor, version: int, now: datetime | None = None) -> Decision:
    """Recommend it no longer. Raises moderation.errors.Refused."""
    return _mark(comment, "unpick", by, version, now or timezone.now())


@transaction.atomic
def _mark(comment: Comment, name: str, by: Actor, version: int, now: datetime) -> Decision:
    article = counting.lock(comment.article_id)
    current = Comment.objects.select_related("author").get(pk=comment.pk)
    current.article = article
    if current.deleted_at is not None:
        raise NotAllowed(_("Its author has deleted this comment."))
    if current.version == version and (name == "pick") == (current.picked_at is not None):
        raise NotAllowed(
            _("It is picked already.")
            if name == "pick"
            else _("It is not picked, so it cannot be taken back.")
        )
    with counting.kept(current):
        picked_at = now if name == "pick" else None
        decision = transition(
            current, name, by=by, version=version, changes={"picked_at": picked_at}, now=now
        )
    comment.version, comment.picked_at = current.version, current.picked_at
    return decision
