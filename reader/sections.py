"""What every page's furniture names, sections above and the paper's own pages below: kept for a minute in each process."""

import time
from dataclasses import dataclass

from django.db.models import F, Value
from django.urls import reverse
from django.utils.translation import get_language

from articles.models import Section
from reader.cards import SectionMark, section_mark
from reader.models import Page

KEPT_SECONDS = 30.0  # a renamed section shows everywhere after this and the page cache's own minute at most


@dataclass(frozen=True, slots=True)
class PageLink:
    """One line at the foot; without a ``language`` it is for all."""

    title: str
    url: str
    language: str


Furniture = tuple[list[SectionMark], list[PageLink]]
_kept: tuple[float, Furniture] = (0.0, ([], []))


def section_marks() -> list[SectionMark]:
    """All sections in their order. One query, or none for ``KEPT_SECONDS`` after one."""
    return _furniture()[0]


def page_links() -> list[PageLink]:
    """The published pages of the paper in the reader's language or in none; from the same query."""
    language = (get_language() or "").split("-")[0]
    return [link for link in _furniture()[1] if link.language in ("", language)]


def _furniture() -> Furniture:
    global _kept
    until, furniture = _kept
    if time.monotonic() >= until:
        furniture = _read()
        # An empty paper is being set up: look again at once.
        _kept = (time.monotonic() + (KEPT_SECONDS if furniture[0] else 0), furniture)
    return furniture


def _read() -> Furniture:
    """Both in one query: a page that is made anew has few to spend."""
    all_sections = Section.objects.order_by()
    sections = all_sections.values_list(F("name"), F("slug"), F("colour"), Value(True), F("position"))
    published = Page.objects.filter(is_published=True).order_by()
    pages = published.values_list(F("title"), F("slug"), F("language"), Value(False), F("position"))
    rows = sorted(sections.union(pages, all=True).order_by(), key=lambda row: (row[4], row[0]))
    marks = [section_mark(name, slug, colour) for name, slug, colour, is_section, _ in rows if is_section]
    links = [
        PageLink(title, reverse("reader:page", args=[slug]), language)
        for title, slug, language, is_section, _ in rows
        if not is_section
    ]
    return marks, links


def forget() -> None:
    """Read them anew at the next call (one of them changed; a test begins)."""
    global _kept
    _kept = (0.0, ([], []))
