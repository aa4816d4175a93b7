"""RSS: the newest of the paper, of a section, of a topic."""

from datetime import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _
from taggit.models import Tag

from articles.models import Article, Section
from reader.cards import Card
from reader.page_cache import public_page
from reader.rolls import roll

FEED_LENGTH = 30


class PaperFeed(Feed):
    """The newest articles of the whole paper."""

    feed_type = Rss201rev2Feed

    def __call__(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = super().__call__(request, *args, **kwargs)
        return public_page(response, {"lists"})

    def articles(self, about: Section | Tag | None) -> QuerySet[Article]:
        return Article.objects.all()

    def title(self, about: Section | Tag | None) -> str:
        return f"{settings.SITE_NAME}: {about.name}" if about else settings.SITE_NAME

    def link(self, about: Section | Tag | None) -> str:
        return "/"

    def description(self, about: Section | Tag | None) -> str:
        return _("The newest articles of %(site)s.") % {"site": settings.SITE_NAME}

    def items(self, about: Section | Tag | None) -> list[Card]:
        return roll(self.articles(about), length=FEED_LENGTH).cards

    def item_title(self, item: Card) -> str:
        return item.headline

    def item_description(self, item: Card) -> str:
        return item.deck or item.excerpt

    def item_link(self, item: Card) -> str:
        return item.url

    def item_guid(self, item: Card) -> str:
        return f"{settings.SITE_URL}/a/{item.id}/"

    item_guid_is_permalink = True

    def item_pubdate(self, item: Card) -> datetime:
        return item.published

    def item_categories(self, item: Card) -> list[str]:
        return [item.section.name]


class SectionFeed(PaperFeed):
    """The newest articles of a section."""

    def get_object(self, request: HttpRequest, section: str) -> Section:
        return get_object_or_404(Section.objects.distinct(), Q(slug=section) | Q(former_slugs__slug=section))

    def articles(self, about: Section | Tag | None) -> QuerySet[Article]:
        return Article.objects.filter(section=about)

    def link(self, about: Section | Tag | None) -> str:
        return f"/{about.slug}/" if about else "/"


class TagFeed(PaperFeed):
    """The newest articles of a topic."""

    def get_object(self, request: HttpRequest, slug: str) -> Tag:
        return get_object_or_404(Tag.objects.distinct(), Q(slug=slug) | Q(synonyms__slug=slug))

    def articles(self, about: Section | Tag | None) -> QuerySet[Article]:
        return Article.objects.filter(tags=about)

    def link(self, about: Section | Tag | None) -> str:
        return f"/tag/{about.slug}/" if about else "/"
