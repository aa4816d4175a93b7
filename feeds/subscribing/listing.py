"""Whole lists of feeds, in and out."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Section
from feeds.models import Feed
from feeds.subscribing import opml
from feeds.subscribing.adding import add, by_address, outline_of
from feeds.subscribing.opml import Outline


@dataclass
class Taken:
    """What became of a list: the feeds that are new, how many were there, and in words what was left out."""

    new: list[Feed] = field(default_factory=list)
    known: int = 0
    left_out: list[str] = field(default_factory=list)


def take(outlines: Iterable[Outline], *, section: Section | None = None) -> Taken:
    """Make feeds of a list; one that cannot be made stops no other."""
    taken, known = Taken(), by_address()
    for outline in outlines:
        added = add(outline, section=section, known=known)
        if added.why_not:
            taken.left_out.append(added.why_not)
        elif added.feed is not None and added.is_new:
            taken.new.append(added.feed)
        else:
            taken.known += 1
    return taken


def everything() -> bytes:
    """All feeds that are polled on the web, as a list that other readers take in."""
    feeds = Feed.objects.filter(url__startswith="http").select_related("source")
    title = _("Feeds of %(site)s") % {"site": settings.SITE_NAME}
    return opml.written(map(outline_of, feeds), title=title, now=timezone.now())
