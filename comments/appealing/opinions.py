"""Second opinions on comments: the case as a second person is shown it."""

import hashlib
from collections.abc import Collection, Mapping, Sequence

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments import counting
from comments.models import Comment
from moderation import queue
from moderation.opinions.reviewables import Choice, Sheet
from moderation.workflow import Words

RULE = "second-opinion"


class CommentOpinions:
    """What second opinions know of comments: nothing of their state, and no way to their history."""

    kind = Comment._meta.label_lower
    label: Words = gettext_lazy("Comment")
    template = "comments/opinion.html"
    outcomes: Mapping[str, str] = {
        "approve": "allow",
        "keep": "allow",
        "reject": "refuse",
        "remove": "refuse",
        "spam": "spam",
    }
    choices: Sequence[Choice] = (
        Choice("allow", gettext_lazy("Readers may see it"), "a", "primary"),
        Choice("refuse", gettext_lazy("Readers should not see it"), "r", "danger"),
        Choice("spam", gettext_lazy("Spam"), "s", "danger"),
    )

    def sheets(self, object_ids: Collection[int]) -> dict[int, Sheet]:
        """One query."""
        found = Comment.objects.filter(pk__in=object_ids, deleted_at=None).select_related(
            "author", "parent__author", "article__section", "article__live"
        )
        return {comment.pk: _sheet(comment) for comment in found}

    def look_again(self, object_id: int, words: str) -> None:
        """Two people disagree: it waits like any other, and stays as it is until somebody decides."""
        comment = Comment.objects.select_related("article__section").get(pk=object_id)
        counting.lock(comment.article_id)
        queue.join(
            comment,
            {"rule": RULE, "words": words},
            section=comment.section_slug,
            author_id=comment.author_id,
            language=comment.article.language,
        )

    def path_of(self, object_id: int) -> str:
        """Its page in the admin."""
        return reverse("admin:comments_comment_change", args=[object_id])


def _sheet(comment: Comment) -> Sheet:
    live = comment.article.live
    parent = comment.parent if comment.parent and comment.parent.deleted_at is None else None
    return Sheet(
        title=_("%(name)s on “%(headline)s”")
        % {"name": comment.author, "headline": live.headline if live else comment.article},
        section=comment.section_slug,
        text_digest=hashlib.sha256(comment.text.encode()).hexdigest(),
        author_id=comment.author_id,
        context={
            "text": SafeString(comment.html),
            "at": comment.created_at,
            "standfirst": live.standfirst if live else "",
            "answered": SafeString(parent.html) if parent else "",
            "answered_name": str(parent.author) if parent else "",
        },
    )
