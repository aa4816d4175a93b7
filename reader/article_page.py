"""What the article page shows, put together from the article that ``queries.find_article`` found."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from articles.models import Article, Revision
from reader.body import printed
from reader.cards import SectionMark, address, kind_label, section_mark
from reader.pictures import Picture

OLD_AFTER = timedelta(
    days=30
)  # older news can mislead who comes from a search; the page then says how old it is
UPDATED_AFTER = timedelta(minutes=5)  # an earlier change is part of publishing


@dataclass(frozen=True, slots=True)
class Note:
    """A correction or an update as printed."""

    label: str
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """The article with all that stands around it, save comments and related reports."""

    model: Article
    url: str
    headline: str
    deck: str
    description: str
    body: SafeString
    credit: str
    section: SectionMark
    kind: str
    language: str
    source: str
    source_slug: str
    source_url: str
    is_own: bool
    published: datetime
    updated: datetime
    picture: Picture | None
    bylines: list[dict[str, str]]
    tags: list[dict[str, str]]
    corrections: list[Note]
    points: list[dict[str, Any]]
    search_title: str = ""  # what search engines are told instead of the headline
    is_sensitive: bool = False
    chosen_canonical: str = ""
    copyright: str = ""

    @property
    def is_wire(self) -> bool:
        """Whether another house published it and we know where."""
        return not self.is_own and bool(self.source_url)

    @property
    def is_updated(self) -> bool:
        return self.updated - self.published > UPDATED_AFTER

    @property
    def is_old(self) -> bool:
        return timezone.now() - self.published > OLD_AFTER

    @property
    def own_url(self) -> str:
        """The full address on this site."""
        return f"{settings.SITE_URL}{self.url}"

    @property
    def canonical(self) -> str:
        """Where search engines shall count it: with who reported it."""
        return self.chosen_canonical or (self.source_url if self.is_wire else self.own_url)

    @property
    def title(self) -> str:
        """What stands in the window's title and in search results."""
        return self.search_title or self.headline

    @property
    def short_url(self) -> str:
        return f"{settings.SITE_URL}/a/{self.model.pk}/"


def _note(row: dict[str, Any]) -> Note:
    at = parse_datetime(row["at"]) or timezone.now()
    return Note(str(Revision.Change(row["kind"]).label), row["note"], at)


def _picture(revision: Revision) -> Picture | None:
    image = revision.lead_image
    if image is None or not image.width:
        return None
    return Picture(
        str(image.file),
        image.width,
        image.height,
        image.alternative_text,
        image.caption,
        image.credit,
        image.renditions,
    )


def _in_text(article: Article) -> dict[str, Picture]:
    """The pictures of the library that the text holds, by the file that it names."""
    rows: list[dict[str, Any]] = getattr(article, "pictures_list", [])
    return {
        row["name"]: Picture(row["file"], row["width"], row["height"], "", made=row["renditions"])
        for row in rows
    }


def article_page(article: Article) -> ArticlePage:
    """The page of a published article with the annotations of ``find_article``. No query."""
    live, section, source = article.live, article.section, article.source
    if live is None or article.published_at is None:
        raise ValueError(f"article {article.pk} is not published")
    points: list[Any] = getattr(article, "points_list", [])
    return ArticlePage(
        model=article,
        url=address(section.slug, article.published_at, article.slug),
        headline=live.headline,
        deck=live.standfirst,
        description=Truncator(live.standfirst or strip_tags(live.body[:600])).words(40),
        body=printed(
            live.body,
            live.dateline_place,
            live.dateline_date,
            numbered=bool(points),
            pictures=_in_text(article),
        ),
        credit=live.credit or source.credit,
        section=section_mark(section.name, section.slug, section.colour),
        kind=kind_label(article.kind),
        language=article.language,
        source=settings.SITE_NAME if source.is_own else source.name,
        source_slug=source.slug,
        source_url=article.original_url,
        is_own=source.is_own,
        published=article.published_at,
        updated=article.updated_at or article.published_at,
        picture=_picture(live),
        bylines=getattr(article, "bylines_list", []),
        tags=getattr(article, "tags_list", []),
        corrections=[_note(row) for row in getattr(article, "corrections_list", [])],
        points=points[0] if points else [],
        search_title=live.seo_title,
        is_sensitive=article.is_sensitive,
        chosen_canonical=article.canonical_url,
        copyright=article.copyright_notice,
    )
