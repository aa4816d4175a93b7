"""What a rule would have said of what is published already: looked at before it is put in force."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from articles.house_rules.reading import concerns, found_in, words_of
from articles.house_rules.searching import BadPattern, Hit
from articles.models import Article, RuleFields

LAST = 500  # published articles: some weeks of a busy paper
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Found:
    """One article in which the rule is found."""

    article: int
    headline: str
    published_at: datetime | None
    hits: list[Hit]


@dataclass(slots=True)
class Replay:
    """How many articles the rule was meant for, and in which it was found (the newest ``SHOWN``)."""

    looked_at: int = 0
    hits: int = 0
    found: list[Found] = field(default_factory=list)
    trouble: str = ""

    @property
    def verdict(self) -> str:
        """What to think of a rule that says nothing, or always something; empty for the others."""
        return verdict(self.looked_at, self.hits)


def verdict(looked_at: int, hits: int) -> str:
    """In words, once enough was looked at to say so."""
    if looked_at >= 20 and hits == 0:
        return _("It was found in none of %(number)s texts: is the pattern right?") % {"number": looked_at}
    if looked_at >= 20 and hits >= 0.9 * looked_at:
        return _("It was found in nearly every text: nobody will read what it says.")
    return ""


def replay(rule: RuleFields, *, since: datetime | None = None, last: int = LAST) -> Replay:
    """Ask the rule of the newest published texts; ``since`` takes all that were published from then on."""
    articles = Article.objects.filter(live__isnull=False, withdrawn_at=None).order_by("-published_at", "-id")
    articles = articles.filter(published_at__gte=since) if since else articles[:last]
    told = Replay()
    for article in articles.select_related("live").iterator(chunk_size=100):
        if article.live is None or not concerns(rule, article.language, article.section_id):
            continue
        told.looked_at += 1
        try:
            places = found_in(rule, words_of(article.live))
        except BadPattern as bad:
            told.trouble = str(bad)
            break
        told.hits += bool(places)
        if places and len(told.found) < SHOWN:
            hits = [hit for found in places.values() for hit in found]
            told.found.append(Found(article.pk, article.live.headline, article.published_at, hits))
    return told
