"""Voting on a comment: one vote per person, which can be changed and taken back."""

from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from comments import counting, ranking, screening
from comments.models import Comment, Vote
from comments.refusals import Closed, TooSoon
from common import limits
from common.limits import Limit
from moderation.errors import NotAllowed

PACE = Limit("comment-vote", count=60, seconds=120)  # who reads before voting is slower
NO_VOTE = 0
VALUES = (Vote.Value.UP, NO_VOTE, Vote.Value.DOWN)


class TooManyVotes(TooSoon):
    """The voter is faster than one can read."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.args = (
            ngettext(
                "You can vote again in %(count)d second.", "You can vote again in %(count)d seconds.", seconds
            )
            % {"count": seconds},
        )


def vote(comment: Comment, value: int, *, by: User, now: datetime | None = None) -> Comment:
    """The person's vote is ``value`` from now on: 1, -1, or 0 for none. The same again changes nothing.

    Stored pages are not made anew for it: the numbers on them are a minute old at most, see ``reader.page_store``.

    Raises NotAllowed (one's own comment, no such vote), Closed (not visible, no talk here any more), TooSoon.
    """
    if value not in VALUES:
        raise NotAllowed(_("There is no such vote."))
    if seconds := limits.take(f"user:{by.pk}", PACE):
        raise TooManyVotes(seconds)
    return _vote(comment, value, by, now or timezone.now())


@transaction.atomic
def _vote(comment: Comment, value: int, by: User, now: datetime) -> Comment:
    article = counting.lock(comment.article_id)
    screening.require_open(article)
    current = Comment.objects.get(pk=comment.pk)
    if not current.is_visible:
        raise Closed(_("This comment is no longer there."))
    if current.author_id == by.pk:
        raise NotAllowed(_("Nobody votes on their own comment."))
    if value:
        Vote.objects.update_or_create(comment=current, person=by, defaults={"value": value, "at": now})
    else:
        Vote.objects.filter(comment=current, person=by).delete()
    tally(current)
    return current


@transaction.atomic
def forget(person_id: int) -> int:
    """Take back every vote of a person, wherever it stands; returns how many."""
    votes = Vote.objects.filter(person=person_id).select_related("comment").order_by("comment__article_id")
    gone = list(votes)
    for one in gone:
        counting.lock(one.comment.article_id)
        one.delete()
        tally(one.comment)
    return len(gone)


def tally(comment: Comment) -> None:
    """Count the votes of a comment whose article is locked, and rank it by them."""
    counted = Vote.objects.filter(comment=comment.pk).aggregate(
        ups=Count("pk", filter=Q(value=Vote.Value.UP)), downs=Count("pk", filter=Q(value=Vote.Value.DOWN))
    )
    ups, downs = counted["ups"], counted["downs"]
    best = ranking.lower_bound(ups, downs)
    if (ups, downs, best) != (comment.ups, comment.downs, comment.best):
        if comment.root_id is None:
            ranking.remember(comment.pk)
        Comment.objects.filter(pk=comment.pk).update(ups=ups, downs=downs, best=best)
        comment.ups, comment.downs, comment.best = ups, downs, best
