"""Linking: an article comes into the archive or leaves it, and whose list that changes gets a new one.

Two columns wait: ``Article.related_at`` for what was published, changed or withdrawn, ``Wording.listed_at`` for lists to be
made anew. A list is always made from the archive as it is, never mended: lists that grew are those made anew.
"""

import logging
from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from articles.models import Article, PageChange
from related import lists, reading
from related.candidates import search
from related.listing import make_list, settle
from related.models import Link, Wording
from related.packing import telling_of
from related.profile import Profile
from related.ranking import is_copy, matches

log = logging.getLogger(__name__)

BATCH = 50  # articles, and lists, that one sweep looks at before it lets others have their turn
FILLED_ANEW = 50  # of the lists that are filled from a section, the newest that learn of a new article there


class Swept(NamedTuple):
    """What one sweep did."""

    articles: int  # that were read and linked
    lists: int  # that were made anew for it

    def __bool__(self) -> bool:
        return self.articles > 0 or self.lists > 0


def link_due(limit: int = BATCH) -> Swept:
    """Link what waits, newest first, each in a transaction of its own. Two sweeps share the work."""
    return Swept(_sweep(_waiting_articles, link, limit), _sweep(_waiting_lists, make_list, limit * 4))


@transaction.atomic
def link(article_id: int) -> None:
    """Take the article into the archive with its list, or out of it; lists that this changes wait to be made anew.

    Doing it twice changes nothing. Raises Article.DoesNotExist.
    """
    article = (
        Article.objects.select_for_update(of=("self",), no_key=True).select_related("live").get(pk=article_id)
    )
    profile = reading.profile_of(article) if article.is_published else None
    lists.one_at_a_time()
    if profile is None:
        _leave(article)
    else:
        _enter(article, profile)
    Article.objects.filter(pk=article.pk).update(related_at=timezone.now())


def _enter(article: Article, profile: Profile) -> None:
    reading.keep(article, profile)
    settle(article, profile)
    _let_be_made({*_listing(article), *_would_list(article, profile), *_filled_from(article)}, article)


def _leave(article: Article) -> None:
    """Out of every list at once; what takes its place is found when those lists are made anew."""
    reading.forget(article)
    listing = _listing(article)
    computed = Link.objects.filter(is_pinned=False, is_banned=False)
    computed.filter(target=article).delete()
    computed.filter(article=article).delete()
    changed = [article.pk, *listing]
    PageChange.objects.bulk_create(PageChange(article_id=each, cards_too=False) for each in changed)
    _let_be_made(listing, article)


def _would_list(article: Article, profile: Profile) -> list[int]:
    """Whose list the article would come to stand in."""
    telling = telling_of(article.language)
    others = search(article, profile, telling, all_of_them=True)
    before = lists.standing([other.id for other in others])
    taking = []
    for other in others:
        if is_copy(profile.terms, other.terms):
            continue
        back = matches(other, [profile], telling)
        if back and before[other.id].would_take(back[0].score):
            taking.append(other.id)
    return taking


def _listing(article: Article) -> list[int]:
    return list(Link.objects.filter(target=article, is_banned=False).values_list("article", flat=True))


def _filled_from(article: Article) -> Iterable[int]:
    """The newest lists that are filled from the article's section."""
    filled = Wording.objects.filter(is_filled=True, article__section=article.section_id)
    return filled.order_by("-article").values_list("article", flat=True)[:FILLED_ANEW]


def _let_be_made(articles: Iterable[int], article: Article) -> None:
    waiting = Wording.objects.filter(article__in=articles).exclude(article=article)
    # In one order, so that no two sweeps wait for each other.
    locked = list(waiting.select_for_update().order_by("pk").values_list("pk", flat=True))
    Wording.objects.filter(pk__in=locked).update(listed_at=None)


def _waiting_articles() -> QuerySet[Article]:
    waiting = Article.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
    return waiting.filter(live__isnull=False, related_at=None).order_by("-id")


def _waiting_lists() -> QuerySet[Wording]:
    # Before the row: who takes an article in holds the lock of all lists, and wants the rows then.
    lists.while_none_arrives()
    waiting = Wording.objects.select_for_update(of=("self",), skip_locked=True)
    return waiting.filter(listed_at=None).order_by("-pk")


def _sweep[M: (Article, Wording)](
    waiting: Callable[[], QuerySet[M]], work: Callable[[int], object], limit: int
) -> int:
    done, failed = 0, set[int]()
    for _turn in range(limit):
        with transaction.atomic():
            number = waiting().exclude(pk__in=failed).values_list("pk", flat=True).first()
            if number is None:
                break
            try:
                with transaction.atomic():
                    work(number)
            except DatabaseError:
                failed.add(number)
                log.exception("Article %s could not be linked; the next sweep tries again", number)
            else:
                done += 1
    return done
