"""Bringing the texts of another system to the desk, by the desk's own verbs: drafts, or published on their old days."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.text import Truncator

from accounts.models import User
from articles import drafting, publishing, reviewing
from articles.models import Article, Author, Redirect, Revision, Section, Source
from articles.models.revision import HEADLINE_LENGTH
from articles.slugs import slug_from
from common.html import plain_text, sanitise
from moderation.errors import Refused
from newsroom.interchange.piece import Piece

STANDFIRST_LENGTH, NAME_LENGTH, PATH_LENGTH = 500, 120, 300
TAG_LENGTH = 100


class Outcome(StrEnum):
    PUBLISHED = "published"
    DRAFT = "draft"
    KNOWN = "known"  # taken in by an earlier run
    HELD = "held"  # was public there; here it waits as a draft, ``words`` say why
    EMPTY = "empty"  # no address, headline or text


@dataclass(frozen=True, slots=True)
class House:
    """Where the texts go, and by whose hand. ``origin`` names the other system in the record."""

    by: User
    section: Section
    source: Source
    origin: str
    publish: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one text."""

    piece: Piece
    outcome: Outcome
    words: str = ""


class _Undone(Exception):
    """Ends a rehearsal."""


def take(pieces: Iterable[Piece], house: House, *, rehearse: bool = False) -> Iterator[Taken]:
    """Take the texts in, each in a transaction of its own; ``rehearse`` undoes each.

    Raises NotAllowed where the house's person may not write in a section.
    """
    known = set(Article.objects.exclude(original_url="").values_list("original_url", flat=True))
    sections = {section.slug: section for section in Section.objects.all()}
    for piece in pieces:
        if piece.address in known:
            yield Taken(piece, Outcome.KNOWN)
            continue
        known.add(piece.address)
        yield _one(piece, house, sections, rehearse)


def _one(piece: Piece, house: House, sections: dict[str, Section], rehearse: bool) -> Taken:
    if not piece.address or not piece.headline or not strip_tags(sanitise(piece.body)).strip():
        return Taken(piece, Outcome.EMPTY)
    taken = Taken(piece, Outcome.DRAFT)
    try:
        with transaction.atomic():
            revision = _drafted(piece, house, sections)
            if house.publish and piece.published_at is not None:
                taken = _published(revision, piece, house)
            if rehearse:
                raise _Undone
    except _Undone:
        pass
    return taken


def _drafted(piece: Piece, house: House, sections: dict[str, Section]) -> Revision:
    filed = [slug for slug, _name in piece.categories if slug in sections]
    section = sections[filed[0]] if filed else house.section
    tags = [name for slug, name in piece.categories if slug not in filed] + list(piece.tags)
    return drafting.create_draft(
        by=house.by,
        section=section,
        source=house.source,
        headline=Truncator(plain_text(piece.headline)).chars(HEADLINE_LENGTH),
        standfirst=Truncator(plain_text(piece.standfirst)).chars(STANDFIRST_LENGTH),
        body=_with_base(piece),
        slug=slug_from(piece.slug or piece.headline),
        original_url=piece.address,
        language=piece.language or settings.LANGUAGE_CODE[:2],
        tags=list(dict.fromkeys(name[:TAG_LENGTH] for name in tags if name)),
        authors=[_author(name) for name in dict.fromkeys(piece.authors)],
        now=piece.published_at,
    )


def _with_base(piece: Piece) -> str:
    """Relative links and pictures are those of the old address."""
    return sanitise(
        piece.body, base=piece.address if urlsplit(piece.address).scheme in ("http", "https") else ""
    )


def _author(name: str) -> Author:
    name = name[:NAME_LENGTH]
    found = Author.objects.filter(name=name).first()
    return found or Author.objects.get_or_create(slug=slug_from(name)[:50], defaults={"name": name})[0]


def _published(revision: Revision, piece: Piece, house: House) -> Taken:
    """Approved without a second person, which stays on record with the reason; on the day that it came out there."""
    if piece.published_at is None or piece.published_at > timezone.now():
        return Taken(piece, Outcome.DRAFT)
    reason = f"Imported from {house.origin} on {timezone.localdate():%Y-%m-%d}: {piece.address}"
    try:
        with transaction.atomic():
            reviewing.override(
                revision, by=house.by, version=revision.version, reason=reason, now=piece.published_at
            )
            publishing.publish(revision, by=house.by, version=revision.version, now=piece.published_at)
    except Refused as refusal:
        return Taken(piece, Outcome.HELD, str(refusal))
    _lead_on(revision.article_id, piece)
    return Taken(piece, Outcome.PUBLISHED)


def _lead_on(article_id: int, piece: Piece) -> None:
    """The path at the old site leads to the article, wherever it stands from now on."""
    article = Article.objects.select_related("section").get(pk=article_id)
    path = unquote(urlsplit(piece.address).path)
    if path.strip("/") and len(path) <= PATH_LENGTH and path != article.get_absolute_url():
        Redirect.objects.get_or_create(path=path, defaults={"article": article})
