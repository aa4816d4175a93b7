"""An editor's hand on the list beside an article: pin, order, ban. Whatever is computed later keeps to it."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from articles.models import Article, PageChange
from moderation.errors import NotAllowed
from related import lists
from related.linking import link
from related.listing import make_list
from related.models import Link, Wording
from related.ranking import CARDS

PINS = CARDS  # more would never be shown


@dataclass(frozen=True, slots=True)
class Place:
    """Where a link stands: beside ``article``, leading to ``target`` (their ids)."""

    article: int
    target: int


@transaction.atomic
def pin(place: Place, *, by: User) -> None:
    """Put the target at the end of the pinned cards; a ban on it is lifted.

    Raises NotAllowed (role, the article itself, a target that is not published, too many pins).
    """
    article = _open(place, by, "related.add_link")
    pins = _pins(article)
    if place.target in pins:
        return
    if place.target == place.article:
        raise NotAllowed(_("An article is not read beside itself."))
    if not Article.objects.published().filter(pk=place.target).exists():
        raise NotAllowed(_("Only a published article can be pinned."))
    if len(pins) >= PINS:
        raise NotAllowed(_("Eight cards are pinned already; unpin one first."))
    Link.objects.update_or_create(
        article_id=place.article,
        target_id=place.target,
        defaults={"is_pinned": True, "is_banned": False},
    )
    _settle(place.article, [*pins, place.target])
    _compute_anew(article)


@transaction.atomic
def unpin(place: Place, *, by: User) -> None:
    """Leave the card to the computation again. Raises NotAllowed."""
    article = _open(place, by, "related.change_link")
    Link.objects.filter(article=place.article, target=place.target, is_pinned=True).update(is_pinned=False)
    _settle(place.article, _pins(article))
    _compute_anew(article)


@transaction.atomic
def move(place: Place, *, up: bool, by: User) -> None:
    """Let a pinned card change places with the one before or behind it; at the end nothing happens. Raises NotAllowed."""
    pins = _pins(_open(place, by, "related.change_link"))
    if place.target not in pins:
        raise NotAllowed(_("Pin the card first; only pinned cards have an order of their own."))
    at = pins.index(place.target)
    other = at - 1 if up else at + 1
    if 0 <= other < len(pins):
        pins[at], pins[other] = pins[other], pins[at]
        _settle(place.article, pins)


@transaction.atomic
def ban(place: Place, *, by: User) -> None:
    """Never show the target beside the article; the next best takes its place. Raises NotAllowed."""
    article = _open(place, by, "related.change_link")
    if place.target == place.article or not Article.objects.filter(pk=place.target).exists():
        raise NotAllowed(_("There is no such card to ban."))
    Link.objects.update_or_create(
        article_id=place.article,
        target_id=place.target,
        defaults={"is_pinned": False, "is_banned": True},
    )
    _settle(place.article, _pins(article))
    _compute_anew(article)


@transaction.atomic
def lift_ban(place: Place, *, by: User) -> None:
    """Let the target be found again. Raises NotAllowed."""
    article = _open(place, by, "related.delete_link")
    Link.objects.filter(article=place.article, target=place.target, is_banned=True).delete()
    _compute_anew(article)


def _open(place: Place, by: User, permission: str) -> Article:
    # The row before the lists, as the linking does it: the other order could leave both waiting for each other.
    locked = Article.objects.select_for_update(of=("self",), no_key=True)
    article = locked.select_related("section").get(pk=place.article)
    if not by.has_perm(permission, article):
        raise NotAllowed(_("Your role does not allow changing what is read beside this article."))
    lists.one_at_a_time()
    return article


def _pins(article: Article) -> list[int]:
    pinned = Link.objects.filter(article=article, is_pinned=True).order_by("rank", "id")
    return list(pinned.values_list("target", flat=True))


def _settle(article: int, pins: list[int]) -> None:
    for rank, target in enumerate(pins):
        Link.objects.filter(article=article, target=target).update(rank=rank)
    PageChange.objects.create(article_id=article, cards_too=False)


def _compute_anew(article: Article) -> None:
    """At once and not by the sweep, so that the editor sees what came of it."""
    if Wording.objects.filter(pk=article.pk).exists():
        make_list(article.pk)
    elif article.is_published:
        link(article.pk)
