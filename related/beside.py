"""What stands beside an article, for the editor's page: shown cards, banned ones, and what could be pinned."""

from dataclasses import dataclass, field

from django.db.models import QuerySet

from articles.models import Article
from related.models import Link
from related.ranking import CARDS

FINDS = 12  # articles offered for a question
QUESTION_WORDS = 8


@dataclass(slots=True)
class Beside:
    """The list as the editor sees it."""

    shown: list[Link] = field(default_factory=list)
    banned: list[Link] = field(default_factory=list)
    waiting: list[Link] = field(default_factory=list)  # pinned, but withdrawn by now

    @property
    def pins(self) -> int:
        """How many of the shown cards are pinned."""
        return sum(link.is_pinned for link in self.shown)


def beside(article: Article) -> Beside:
    """The article's links with what their cards show. One query."""
    found = Beside()
    links = (
        Link.objects.filter(article=article)
        .select_related("target__live", "target__source", "target__section")
        .defer("target__live__body")
        .order_by("-is_pinned", "rank", "id")
    )
    for link in links:
        if link.is_banned:
            found.banned.append(link)
        elif not link.target.is_published:
            found.waiting.append(link)
        elif len(found.shown) < CARDS:
            found.shown.append(link)
    return found


def finds(article: Article, question: str, known: Beside) -> QuerySet[Article]:
    """Published articles whose headline has every word of the question, newest first; none that is listed."""
    listed = [link.target_id for link in known.shown if link.is_pinned] + [article.pk]
    found = Article.objects.published().for_list().exclude(pk__in=listed)
    for word in question.split()[:QUESTION_WORDS]:
        found = found.filter(live__headline__icontains=word)
    return found[:FINDS] if question.strip() else found.none()
