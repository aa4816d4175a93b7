"""An article as it stands in lists: one row of the database, ready for a template, and the columns it takes."""

from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Any

from django.conf import settings
from django.db.models.functions import Left
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.text import Truncator

from articles.models import Article
from reader.pictures import Picture

HUES = frozenset({"teal", "ultramarine", "crimson", "ochre", "forest", "plum", "rust", "slate"})
DEFAULT_HUE = "teal"
EXCERPT_WORDS = 40
OPENING_CHARACTERS = 700  # enough text, mark-up included, for EXCERPT_WORDS

CARD_COLUMNS = (
    "id",
    "slug",
    "kind",
    "published_at",
    "original_url",
    "is_sensitive",
    "section__name",
    "section__slug",
    "section__colour",
    "source__name",
    "source__slug",
    "source__is_own",
    "source__credit",
    "live__headline",
    "live__short_headline",
    "live__standfirst",
    "live__credit",
    "live__lead_image__file",
    "live__lead_image__width",
    "live__lead_image__height",
    "live__lead_image__alternative_text",
    "live__lead_image__credit",
    "live__lead_image__renditions",
)


@dataclass(frozen=True, slots=True)
class SectionMark:
    """A section's name, address and colour."""

    name: str
    slug: str
    hue: str

    @property
    def url(self) -> str:
        return f"/{self.slug}/"


@dataclass(frozen=True, slots=True)
class Card:
    """What a list shows of an article."""

    id: int
    url: str
    headline: str
    deck: str
    excerpt: str
    section: SectionMark
    kind: str
    source: str
    source_url: str
    is_own: bool
    credit: str
    published: datetime
    picture: Picture | None


def section_mark(name: str, slug: str, colour: str) -> SectionMark:
    """A section as shown; a colour that the design does not know becomes the paper's own."""
    return SectionMark(name, slug, colour if colour in HUES else DEFAULT_HUE)


def address(section: str, published: datetime, slug: str) -> str:
    """The public address of an article: section, day in the site's zone, slug."""
    return f"/{section}/{timezone.localtime(published):%Y/%m/%d}/{slug}/"


def kind_label(kind: str) -> str:
    """The word printed for analysis and opinion; a report needs none."""
    return "" if kind == Article.Kind.REPORT else str(Article.Kind(kind).label)


def picture(row: dict[str, Any], prefix: str) -> Picture | None:
    """The picture whose columns begin with ``prefix``; None if there is none or its size is unknown."""
    if not row[f"{prefix}file"] or not row[f"{prefix}width"]:
        return None
    return Picture(
        file=row[f"{prefix}file"],
        width=row[f"{prefix}width"],
        height=row[f"{prefix}height"],
        alt=row[f"{prefix}alternative_text"],
        caption=row.get(f"{prefix}caption", ""),
        credit=row.get(f"{prefix}credit", ""),
        made=row.get(f"{prefix}renditions") or {},
    )


def excerpt(html: str) -> str:
    """The first words of a body as plain text; markup cut in half at the end is dropped."""
    whole = html.rpartition("<")[0] if html.rfind("<") > html.rfind(">") else html
    text = unescape(strip_tags(whole.replace("<", " <")))
    return Truncator(" ".join(text.split())).words(EXCERPT_WORDS)


def card(row: dict[str, Any]) -> Card:
    """One row of ``CARD_COLUMNS`` (``opening`` optional) as a card."""
    return Card(
        id=row["id"],
        url=address(row["section__slug"], row["published_at"], row["slug"]),
        headline=row["live__short_headline"] or row["live__headline"],
        deck=row["live__standfirst"],
        excerpt=excerpt(row["opening"]) if row.get("opening") else row["live__standfirst"],
        section=section_mark(row["section__name"], row["section__slug"], row["section__colour"]),
        kind=kind_label(row["kind"]),
        source=settings.SITE_NAME if row["source__is_own"] else row["source__name"],
        source_url="" if row["source__is_own"] else row["original_url"],
        is_own=row["source__is_own"],
        credit=row["live__credit"] or row["source__credit"],
        published=row["published_at"],
        # A picture that needs a warning is not shown where none can stand.
        picture=None if row["is_sensitive"] else picture(row, "live__lead_image__"),
    )


def opening(prefix: str = "") -> Left:
    """The first characters of a live text: what an excerpt is cut from."""
    return Left(f"{prefix}live__body", OPENING_CHARACTERS)
