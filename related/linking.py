"""Linking: an article gets its list, and older articles learn of it. Withdrawn ones disappear from every list."""

import logging
from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article, PageChange
from common.words import base_language
from related import lists
from related.candidates import search
from related.lists import LEAST_CARDS, Offer, Standing
from related.models import Link, Term
from related.ranking import CARDS, Found, Match, Ranking, Subject, rank
from related.reading import terms_of
from related.terms import Weighted

log = logging.getLogger(__name__)

BATCH = 50  # articles that one sweep links before it lets others have their turn


def link_due(limit: int = BATCH) -> int:
    """Link what waits, newest first, each in a transaction of its own; returns how many. Two sweeps share the work."""
    done, failed = 0, set[int]()
    for _turn in range(limit):
        with transaction.atomic():
            article = (
                Article.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
                .filter(live__isnull=False, related_at=None)
                .exclude(pk__in=failed)
                .order_by("-id")
                .first()
            )
            if article is None:
                break
            try:
                with transaction.atomic():
                    link(article.pk)
            except DatabaseError:
                failed.add(article.pk)
                log.exception("Article %s could not be linked; the next sweep tries again", article.pk)
            else:
                done += 1
    return done


@transaction.atomic
def link(article_id: int, now: datetime | None = None) -> list[int]:
    """Make the article's list and enter it into the lists of others; returns whose lists changed.

    Doing it twice changes nothing. Raises Article.DoesNotExist.
    """
    article = (
        Article.objects.select_for_update(of=("self",), no_key=True).select_related("live").get(pk=article_id)
    )
    terms = terms_of(article) if article.is_published else []
    lists.one_at_a_time()
    changed = _enter(article, terms) if article.is_published else _leave(article)
    Article.objects.filter(pk=article.pk).update(related_at=now or timezone.now())
    PageChange.objects.bulk_create(PageChange(article_id=each, cards_too=False) for each in changed)
    return changed


def proposed(article: Article, terms: Collection[Weighted]) -> tuple[Ranking, Found]:
    """What the ranking makes of the article, with nothing stored."""
    found = search(article, list(terms))
    published = article.published_at or timezone.now()
    return rank(Subject(article.pk, article.source_id, published, list(terms)), found), found


def _enter(article: Article, terms: Collection[Weighted]) -> list[int]:
    Term.objects.filter(article=article).delete()
    Term.objects.bulk_create(Term(article=article, word=term.stem, weight=term.weight) for term in terms)
    ranking, _found = proposed(article, terms)
    filling = _filling(article, ranking)
    own = [*(_offer(match) for match in ranking.matches), *filling]
    listing = set(Link.objects.filter(target=article).values_list("article", flat=True))
    others = listing | {match.neighbour.id for match in ranking.matches} | {offer.target for offer in filling}
    before = lists.standing({article.pk, *others})
    back = {match.neighbour.id: _offer_back(article, match) for match in ranking.matches}
    filler = Offer(article.pk, article.source_id, 0, _section_words())
    fits = ({offer.target for offer in filling} | _of_section(article, listing)) - ranking.copies
    after = {article.pk: lists.arranged(before[article.pk], own)}
    for other in others:
        offer = back.get(other) or (filler if other in fits else None)
        after[other] = _with_newcomer(before[other], article.pk, offer, ranking.copies)
    return lists.store(before, after)


def _leave(article: Article) -> list[int]:
    """The withdrawn article's terms and computed links go; lists that became short are made anew by the next sweep."""
    Term.objects.filter(article=article).delete()
    listing = set(Link.objects.filter(target=article, is_banned=False).values_list("article", flat=True))
    before = lists.standing({article.pk, *listing})
    after: dict[int, list[Offer]] = {article.pk: []}
    for other in listing:
        after[other] = [card for card in before[other].cards if card.target != article.pk]
    short = [other for other in listing if len(after[other]) + len(before[other].pinned) < LEAST_CARDS]
    # Who is being linked or published this very moment is left alone: the lists are looked at anew there.
    waiting = Article.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
    free = list(waiting.filter(pk__in=short).values_list("pk", flat=True))
    Article.objects.filter(pk__in=free).update(related_at=None)
    lists.store(before, after)
    return [article.pk, *sorted(listing)]


def _with_newcomer(
    stored: Standing, newcomer: int, offer: Offer | None, copies: Collection[int]
) -> list[Offer]:
    """The list with the newcomer at its place; of the same report in two copies the better match stays."""
    others = [card for card in stored.cards if card.target != newcomer]
    if offer is None:
        return lists.arranged(stored, others)
    rivals = [card for card in [*others, *stored.pinned] if card.target in copies]
    if any(card in stored.pinned or card.score >= offer.score for card in rivals):
        return lists.arranged(stored, others)
    return lists.arranged(stored, [*(card for card in others if card not in rivals), offer])


def _offer(match: Match) -> Offer:
    return Offer(match.neighbour.id, match.neighbour.source, match.score, _words(match))


def _offer_back(article: Article, match: Match) -> Offer:
    return Offer(article.pk, article.source_id, match.back, _words(match))


def _words(match: Match) -> str:
    return _("Shares: %(terms)s") % {"terms": ", ".join(match.shared)}


def _section_words() -> str:
    return _("From the same section")


def _filling(article: Article, ranking: Ranking) -> list[Offer]:
    """The newest of the section, for a list that would be too short; none that is the same report."""
    if len(ranking.matches) >= LEAST_CARDS:
        return []
    known = {match.neighbour.id for match in ranking.matches} | ranking.copies | {article.pk}
    newest = (
        Article.objects.published()
        .filter(section=article.section_id)
        .exclude(pk__in=known)
        .filter(language__istartswith=base_language(article.language))
        .order_by("-published_at", "-id")
    )
    rows = newest.values_list("pk", "source")[:CARDS]
    return [Offer(target, source, 0, _section_words()) for target, source in rows]


def _of_section(article: Article, articles: Iterable[int]) -> set[int]:
    same = Article.objects.filter(pk__in=articles, section=article.section_id)
    return set(same.values_list("pk", flat=True))
