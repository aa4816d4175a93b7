"""Making a feed of an address: one verb for the page, for lists and for the command."""

import hashlib
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from articles.models import Section, Source
from feeds.models import Feed
from feeds.models.feed import FOLDER
from feeds.parsing.links import canonical, web_address
from feeds.subscribing.opml import Outline


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one address. ``why_not`` says in words why there is no feed."""

    feed: Feed | None = None
    is_new: bool = False
    why_not: str = ""


def by_address() -> dict[str, Feed]:
    """Every feed by its address, however it is spelled. One query; a whole list is added by one of these."""
    return {canonical(feed.url): feed for feed in Feed.objects.only("id", "url", "title").reverse()}


def feed_at(url: str) -> Feed | None:
    """The feed that has this address, however it is spelled."""
    return by_address().get(canonical(url))


@transaction.atomic
def add(
    outline: Outline,
    *,
    section: Section | None = None,
    source: Source | None = None,
    known: dict[str, Feed] | None = None,
) -> Added:
    """Make a feed, due at once; the one that is there already is left as it is, but for a folder where it has none.

    Without a ``source`` it is the one of the same site, else a new one by the feed's own name. ``known`` is
    ``by_address``, for who adds many; the new feed is put into it.
    """
    known = by_address() if known is None else known
    url = outline.url if outline.url.startswith(FOLDER) else web_address(outline.url)
    if not url or len(url) > 1_000:
        return Added(why_not=_("This is no web address: %(address)s") % {"address": outline.url[:200]})
    there = known.get(canonical(url))
    if there is not None:
        if outline.folder:
            Feed.objects.filter(pk=there.pk, folder="").update(folder=outline.folder)
        return Added(there)
    feed = Feed.objects.create(
        url=url,
        title=outline.title,
        home_url=outline.home_url,
        folder=outline.folder,
        source=source or _source_of(outline),
        section=section,
    )
    known[canonical(url)] = feed
    return Added(feed, is_new=True)


def source_at(outline: Outline) -> Source | None:
    """The source whose site the feed is of, else the one that has its name."""
    site = _host(outline.home_url or outline.url)
    known = Source.objects.filter(is_own=False).exclude(homepage="")
    same_site = next((source for source in known if _host(source.homepage) == site), None)
    return same_site or Source.objects.filter(is_own=False, slug=_named(outline)[1]).first()


def _source_of(outline: Outline) -> Source:
    if there := source_at(outline):
        return there
    name, slug = _named(outline)
    homepage = outline.home_url if len(outline.home_url) <= 200 else ""
    return Source.objects.get_or_create(slug=slug, defaults={"name": name, "homepage": homepage})[0]


def _named(outline: Outline) -> tuple[str, str]:
    """What a source of the feed's own name is called."""
    name = (outline.title or _host(outline.home_url or outline.url))[:120]
    return name, slug_of(name)


def slug_of(name: str) -> str:
    """The slug of a source of that name; of a name in a script that has none, a digest."""
    return slugify(name)[:50] or hashlib.sha256(name.encode()).hexdigest()[:12]


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")


def outline_of(feed: Feed) -> Outline:
    """The feed as a list names it."""
    return Outline(
        feed.url, feed.title or str(feed.source), feed.home_url or feed.source.homepage, feed.folder
    )
