"""The sections as every page's navigation shows them: read seldom, kept for a minute in each process."""

import time

from articles.models import Section
from reader.cards import SectionMark, section_mark

KEPT_SECONDS = 30.0  # a renamed section shows everywhere after this and the page cache's own minute at most

_kept: tuple[float, list[SectionMark]] = (0.0, [])


def section_marks() -> list[SectionMark]:
    """All sections in their order. One query, or none for ``KEPT_SECONDS`` after one."""
    global _kept
    until, marks = _kept
    if time.monotonic() >= until:
        marks = [section_mark(*row) for row in Section.objects.values_list("name", "slug", "colour")]
        # An empty paper is being set up: look again at once.
        _kept = (time.monotonic() + (KEPT_SECONDS if marks else 0), marks)
    return marks


def forget() -> None:
    """Read the sections anew at the next call (a section changed; a test begins)."""
    global _kept
    _kept = (0.0, [])
