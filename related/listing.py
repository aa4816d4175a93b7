"""Making an article's list: from what is stored of it and of the archive, whatever stood there before."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Article, PageChange
from common.words import base_language
from related import lists
from related.candidates import profiles, search
from related.lists import LEAST_CARDS, Offer
from related.models import Wording
from related.packing import telling_of
from related.profile import Profile
from related.ranking import CARDS, Match, Ranking, rank


@transaction.atomic
def make_list(article_id: int) -> bool:
    """Make the list anew; whether readers see other cards. Doing it twice changes nothing.

    Raises Wording.DoesNotExist where the article is not (or no longer) in the archive.
    """
    lists.while_none_arrives()
    wording = Wording.objects.select_for_update(of=("self",)).select_related("article").get(pk=article_id)
    return settle(wording.article, profiles([article_id])[0])


def settle(article: Article, profile: Profile) -> bool:
    """Store the list that the ranking makes; whether readers see other cards. The caller holds the lists' lock."""
    before = lists.standing([article.pk])[article.pk]
    cards = lists.arranged(before, offered(article, ranked(article, profile)))
    changed = lists.store(article.pk, before, cards)
    is_filled = len(before.pinned) + sum(card.score > 0 for card in cards) < LEAST_CARDS
    Wording.objects.filter(pk=article.pk).update(listed_at=timezone.now(), is_filled=is_filled)
    if changed:
        PageChange.objects.create(article=article, cards_too=False)
    return changed


def ranked(article: Article, profile: Profile) -> Ranking:
    """What the ranking makes of the article, with nothing stored."""
    telling = telling_of(article.language)
    return rank(profile, search(article, profile, telling), telling)


def offered(article: Article, ranking: Ranking) -> list[Offer]:
    """Cards for the list: the matches, and where they are too few the newest of the section."""
    at = article.published_at or timezone.now()
    offers = [
        Offer(
            match.neighbour.id,
            match.neighbour.source,
            round(match.score, 6),
            words_of(match, (at - match.neighbour.published).total_seconds()),
            parts_of(match),
        )
        for match in ranking.matches
    ]
    if len(offers) >= CARDS:
        return offers
    known = {offer.target for offer in offers} | ranking.copies | ranking.folded | {article.pk}
    return offers + _filling(article, known)


def words_of(match: Match, older: float) -> str:
    """Why, in words; ``older`` is by how many seconds the neighbour is the older one."""
    age = _age(older)
    if not match.shared:
        return _("Of the same story · %(age)s") % {"age": age}
    if match.parts.story:
        return _("Of the same story; shares: %(terms)s · %(age)s") % {
            "terms": ", ".join(match.shared),
            "age": age,
        }
    return _("Shares: %(terms)s · %(age)s") % {"terms": ", ".join(match.shared), "age": age}


def parts_of(match: Match) -> dict[str, float]:
    """The parts of the score, to three digits."""
    parts = match.parts
    named = {
        "words": parts.words,
        "meaning": parts.meaning,
        "tags": parts.tags,
        "story": parts.story,
        "freshness": parts.freshness,
    }
    return {name: round(each, 3) for name, each in named.items()}


def section_words() -> str:
    """Why a card stands there that only fills."""
    return _("From the same section")


def _age(older: float) -> str:
    seconds = abs(older)
    if seconds < 3600:
        return _("of the same hour")
    if seconds < 86_400:
        span = _("%(number)d h") % {"number": seconds // 3600}
    else:
        days = int(seconds // 86_400)
        span = ngettext("%(number)d day", "%(number)d days", days) % {"number": days}
    return (_("%(span)s older") if older > 0 else _("%(span)s newer")) % {"span": span}


def _filling(article: Article, known: Collection[int]) -> list[Offer]:
    """The newest of the section; none that is the same report."""
    newest = (
        Article.objects.published()
        .filter(section=article.section_id, language__istartswith=base_language(article.language))
        .exclude(pk__in=known)
        .order_by("-published_at", "-id")
    )
    if not article.is_sensitive:
        newest = newest.filter(is_sensitive=False)
    rows = newest.values_list("pk", "source")[: CARDS * 2]
    return [Offer(target, source, 0, section_words()) for target, source in rows]
