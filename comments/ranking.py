"""What a comment's rank is made of, and the ranks that were left a moment ago."""

from datetime import timedelta

from django.utils import timezone

from comments.intervals import wilson
from comments.models import Comment, EarlierRank

REMEMBERED = timedelta(hours=2)  # longer nobody takes from one page of a thread to the next


def lower_bound(ups: int, downs: int) -> float:
    """How large the share of votes for it is at least, as far as so few votes can tell: 0 to 1.

    The lower bound of Wilson's interval: one vote of one does not stand above ninety of a hundred, as it would by the
    share alone.
    """
    return wilson(ups, ups + downs).low if ups else 0.0


def remember(root_id: int) -> None:
    """Note the rank that this beginning of a branch is about to leave. Call it with its article locked."""
    ranks = Comment.objects.filter(pk=root_id, root=None).values_list("article_id", "best", "reply_count")
    now = timezone.now()
    EarlierRank.objects.bulk_create(
        EarlierRank(article_id=article, comment_id=root_id, until=now, best=best, reply_count=replies)
        for article, best, replies in ranks
    )


def forget_earlier() -> int:
    """Sweep the ranks that no page asks for any more; returns how many."""
    gone, _ = EarlierRank.objects.filter(until__lt=timezone.now() - REMEMBERED).delete()
    return gone
