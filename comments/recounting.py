"""What ``manage.py recount`` proves and mends of comments themselves: their votes, their ranks, their replies."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import Count, Q

from articles.models import PageChange
from comments import counting, paths, ranking
from comments.models import Comment, Vote
from common.recounting import Difference

AT_ONCE = 5_000  # rows in memory
COLUMNS = ("ups", "downs", "best", "reply_count")


class CommentRanks:
    """Votes, rank and visible replies of each comment."""

    name = "ranks"

    def differences(self) -> list[Difference]:
        """Every number of a comment that is not what it counts."""
        return [Difference(f"comment {pk} {name}", *pair) for pk, _, name, pair in _wrong()]

    def mend(self) -> list[Difference]:
        """Count each wrong one again with its article locked, and store that."""
        found = list(_wrong())
        for pk, article_id in sorted({(pk, article_id) for pk, article_id, _, _ in found}):
            with transaction.atomic():
                counting.lock(article_id)
                Comment.objects.filter(pk=pk).update(**_counted(Comment.objects.get(pk=pk)))
                PageChange.objects.create(article_id=article_id, cards_too=False)
        return [Difference(f"comment {pk} {name}", *pair) for pk, _, name, pair in found]


def _counted(comment: Comment) -> dict[str, Any]:
    """The numbers of one comment as they should stand."""
    votes = Counter(Vote.objects.filter(comment=comment).values_list("value", flat=True))
    ups, downs = votes[Vote.Value.UP], votes[Vote.Value.DOWN]
    below = Comment.objects.filter(counting.VISIBLE, article=comment.article_id).filter(
        path__gt=comment.path, path__lt=comment.path + paths.AFTER_ALL
    )
    return {
        "ups": ups,
        "downs": downs,
        "best": ranking.lower_bound(ups, downs),
        "reply_count": below.count(),
    }


def _wrong() -> Iterator[tuple[int, int, str, tuple[float, float]]]:
    """Comment, article, column, and what is stored and counted."""
    each_way = {"ups": Count("pk", filter=Q(value=Vote.Value.UP)), "downs": Count("pk", filter=Q(value=-1))}
    votes = {
        comment: (ups, downs)
        for comment, ups, downs in Vote.objects.order_by().values_list("comment").annotate(**each_way)
    }
    replies: Counter[int] = Counter()
    below = (
        Comment.objects.filter(counting.VISIBLE, depth__gt=0).order_by("pk").values_list("path", flat=True)
    )
    for path in below.iterator(AT_ONCE):
        replies.update(paths.above(path))
    rows = Comment.objects.order_by("pk").values_list("pk", "article_id", *COLUMNS)
    for pk, article_id, *stored in rows.iterator(AT_ONCE):
        ups, downs = votes.get(pk, (0, 0))
        counted = (ups, downs, ranking.lower_bound(ups, downs), replies[pk])
        for name, kept, true in zip(COLUMNS, stored, counted, strict=True):
            if kept != true:
                yield pk, article_id, name, (kept, true)
