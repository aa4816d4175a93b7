"""RSS: the newest of the paper, of a section, of a topic."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.feedgenerator import Rss201rev2Feed, rfc3339_date
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator
from taggit.models import Tag

from articles.models import Article, Correction, Section
from articles.models.article import ArticleQuerySet
from reader.cards import Card
from reader.page_cache import public_page
from reader.rolls import roll

FEED_LENGTH = 30


@dataclass(frozen=True, slots=True)
class Entry:
    """An article as the feed prints it: its card, and the notes to its readers, oldest first."""

    card: Card
    notes: list[Correction]

    @property
    def updated(self) -> datetime:
        """When it last changed in a way that readers were told of."""
        return self.notes[-1].published_at if self.notes else self.card.published


class NewsFeed(Rss201rev2Feed):
    """RSS that says of each item when it was last updated; RSS itself has no word for that, Atom has."""

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item["updateddate"] is not None:
            handler.addQuickElement("atom:updated", rfc3339_date(item["updateddate"]))


def _note(note: Correction) -> str:
    facts = {
        "kind": note.get_kind_display(),
        "when": date_format(localtime(note.published_at), "DATETIME_FORMAT"),
    }
    return _("%(kind)s, %(when)s: %(note)s") % {**facts, "note": note.note}


class PaperFeed(Feed):
    """The newest articles of the whole paper."""

    feed_type = NewsFeed

    def __call__(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = super().__call__(request, *args, **kwargs)
        return public_page(response, {"lists"})

    def articles(self, about: Section | Tag | None) -> ArticleQuerySet:
        return Article.objects.all()

    def title(self, about: Section | Tag | None) -> str:
        return f"{settings.SITE_NAME}: {about.name}" if about else settings.SITE_NAME

    def link(self, about: Section | Tag | None) -> str:
        return "/"

    def description(self, about: Section | Tag | None) -> str:
        return _("The newest articles of %(site)s.") % {"site": settings.SITE_NAME}

    def items(self, about: Section | Tag | None) -> list[Entry]:
        cards = roll(self.articles(about).syndicable(), length=FEED_LENGTH).cards
        notes: dict[int, list[Correction]] = {card.id: [] for card in cards}
        for note in Correction.objects.filter(article__in=notes).order_by("published_at", "pk"):
            notes[note.article_id].append(note)
        return [Entry(card, notes[card.id]) for card in cards]

    def item_title(self, item: Entry) -> str:
        return item.card.headline

    def item_description(self, item: Entry) -> str:
        return " ".join([item.card.deck or item.card.excerpt, *map(_note, item.notes)])

    def item_link(self, item: Entry) -> str:
        return item.card.url

    def item_guid(self, item: Entry) -> str:
        return f"{settings.SITE_URL}/a/{item.card.id}/"

    item_guid_is_permalink = True

    def item_pubdate(self, item: Entry) -> datetime:
        return item.card.published

    def item_updateddate(self, item: Entry) -> datetime:
        return item.updated

    def item_categories(self, item: Entry) -> list[str]:
        return [item.card.section.name]


class SectionFeed(PaperFeed):
    """The newest articles of a section."""

    def get_object(self, request: HttpRequest, section: str) -> Section:
        return get_object_or_404(Section.objects.distinct(), Q(slug=section) | Q(former_slugs__slug=section))

    def articles(self, about: Section | Tag | None) -> ArticleQuerySet:
        return Article.objects.filter(section=about)

    def link(self, about: Section | Tag | None) -> str:
        return f"/{about.slug}/" if about else "/"


class TagFeed(PaperFeed):
    """The newest articles of a topic."""

    def get_object(self, request: HttpRequest, slug: str) -> Tag:
        return get_object_or_404(Tag.objects.distinct(), Q(slug=slug) | Q(synonyms__slug=slug))

    def articles(self, about: Section | Tag | None) -> ArticleQuerySet:
        return Article.objects.filter(tags=about)

    def link(self, about: Section | Tag | None) -> str:
        return f"/tag/{about.slug}/" if about else "/"
