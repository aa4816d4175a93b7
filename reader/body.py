"""The live text as the article page prints it: dateline in the first paragraph, no foreign pictures, one h1 per page.

Works on HTML that ``common.html`` has written: attributes quoted, tags closed, so patterns are enough.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from html import unescape

from django.conf import settings
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from common.sentences import number
from reader.embeds import with_cards
from reader.pictures import Picture, tag

_IMAGE = re.compile(r"<img\b(?:\"[^\"]*\"|[^\">])*>")
_OWN_SOURCE = re.compile(r" src=\"/(?!/)")
_SOURCE = re.compile(r" src=\"([^\"]*)\"")
_WORDS = re.compile(r" alt=\"([^\"]*)\"")
_EMPTY_FIGURE = re.compile(r"<figure>\s*(?:<figcaption>.*?</figcaption>)?\s*</figure>", re.S)
_TOP_HEADING = re.compile(r"<(/?)h1>")
_FIRST_PARAGRAPH = re.compile(r"<p(?: [^>]*)?>")


def dateline(place: str, day: date | None) -> SafeString:
    """“LISBON:”, or with its date “LISBON, 10 June:”, as it stands before the first words."""
    if day is None:
        return format_html('<span class="dateline">{}:</span> ', place)
    return format_html('<span class="dateline">{}, {}:</span> ', place, date_format(day, "MONTH_DAY_FORMAT"))


def printed(
    html: str,
    place: str = "",
    day: date | None = None,
    *,
    numbered: bool = False,
    pictures: Mapping[str, Picture] | None = None,
) -> SafeString:
    """The sanitised ``html`` of a live revision as the page shows it; ``numbered`` lets links lead to its sentences.

    ``pictures`` are those of the library that stand in it, by the file that the text names: each is printed as it is
    now, in all its widths, and described as the text describes it.
    """
    if numbered:
        html = number(html)  # first, as stored: what is taken out below must not change the count
    # Pictures of other hosts would be a request to a third party, which the page promises not to make.
    html = _IMAGE.sub(lambda found: _own(found[0], pictures or {}), html)
    html = _EMPTY_FIGURE.sub("", html)
    html = with_cards(_TOP_HEADING.sub(r"<\1h2>", html))
    if place:
        first = _FIRST_PARAGRAPH.search(html)
        at = first.end() if first else 0
        html = f"{html[:at]}{dateline(place, day)}{html[at:]}"
    return mark_safe(html)  # noqa: S308 — written by the one sanitiser; what is added here is escaped


def _own(image: str, pictures: Mapping[str, Picture]) -> str:
    """The picture of our own as it is now; nothing of another's."""
    source = _SOURCE.search(image)
    if source is None or not _OWN_SOURCE.search(image):
        return ""
    found = pictures.get(unescape(source[1]).removeprefix(settings.MEDIA_URL))
    if found is None:
        return image
    words = _WORDS.search(image)
    return tag(replace(found, alt=unescape(words[1]) if words else ""), "text")
