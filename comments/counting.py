"""The numbers of visible comments and replies, columns of the article and of each comment: kept by every verb, proved by
``manage.py recount``.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from articles.models import Article, PageChange
from comments import paths, ranking
from comments.models import Comment
from common.recounting import Difference

VISIBLE = Q(state=Comment.State.APPROVED, deleted_at=None)


def lock(article_id: int) -> Article:
    """The article's row, held until the transaction ends: one at a time changes what is visible below it.

    Every verb of this app takes it first, so that none waits for another in a circle.
    """
    return (
        Article.objects.select_for_update(of=("self",), no_key=True)
        .select_related("section")
        .get(pk=article_id)
    )


@contextmanager
def kept(comment: Comment) -> Iterator[None]:
    """Around a change of a fresh comment whose article is locked: the counts follow, and the page is made anew."""
    before = comment.is_visible
    yield
    change = int(comment.is_visible) - int(before)
    if change:
        Article.objects.filter(pk=comment.article_id).update(comment_count=F("comment_count") + change)
        if above := paths.above(comment.path):
            ranking.remember(above[0])
            Comment.objects.filter(pk__in=above).update(reply_count=F("reply_count") + change)
    if change or comment.is_visible:
        # Cards show no count, so the article's own page is all that changes.
        PageChange.objects.create(article_id=comment.article_id, cards_too=False)


class CommentCounts:
    """What ``manage.py recount`` proves and mends."""

    name = "comments"

    def differences(self) -> list[Difference]:
        """Articles whose count is not what is visible."""
        visible = (
            Comment.objects.filter(VISIBLE, article=OuterRef("pk"))
            .order_by()
            .values("article")
            .annotate(number=Count("pk"))
            .values("number")
        )
        wrong = (
            Article.objects.annotate(visible=Coalesce(Subquery(visible, output_field=IntegerField()), 0))
            .exclude(comment_count=F("visible"))
            .order_by("pk")
        )
        return [
            Difference(f"article {pk}", stored, counted)
            for pk, stored, counted in wrong.values_list("pk", "comment_count", "visible")
        ]

    def mend(self) -> list[Difference]:
        """Count each wrong one again with its row locked, and store that."""
        found = self.differences()
        for difference in found:
            with transaction.atomic():
                article = lock(int(difference.of.removeprefix("article ")))
                counted = Comment.objects.filter(VISIBLE, article=article).count()
                Article.objects.filter(pk=article.pk).update(comment_count=counted)
                PageChange.objects.create(article=article, cards_too=False)
        return found
