"""What other programs are told of articles: that something happened, and where to look. Words they fetch themselves."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy

from articles.models import Article, Revision
from notifications.composing import absolute
from notifications.webhooks.announcing import announce

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

KINDS: "tuple[tuple[str, StrOrPromise], ...]" = (
    ("article.published", gettext_lazy("An article is published")),
    ("article.changed", gettext_lazy("A published article is changed")),
    ("article.corrected", gettext_lazy("A published article is corrected")),
    ("article.withdrawn", gettext_lazy("An article is withdrawn")),
    ("article.expired", gettext_lazy("An article expires")),
    ("article.alerted", gettext_lazy("Readers are alerted to an article")),
)


def announce_article(name: str, article: Article, *, event: str) -> None:
    """Tell it of one article, in the transaction of the change."""
    data: dict[str, Any] = {
        "article": article.pk,
        "revision": article.live_id,
        "url": absolute(article.get_absolute_url()),
        "section": article.section.slug,
    }
    announce(f"article.{name}", event=event, subject=f"article:{article.pk}", data=data)


def name_of(revision: Revision, *, is_first: bool) -> str:
    """What a publication is to those who read along."""
    if is_first:
        return "published"
    return "corrected" if revision.change == Revision.Change.CORRECTION else "changed"
