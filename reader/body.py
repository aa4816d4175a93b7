"""The live text as the article page prints it: dateline in the first paragraph, no foreign pictures, one h1 per page.

Works on HTML that ``common.html`` has written: attributes quoted, tags closed, so patterns are enough.
"""

import re
from datetime import date

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from common.sentences import number

_IMAGE = re.compile(r"<img\b(?:\"[^\"]*\"|[^\">])*>")
_OWN_SOURCE = re.compile(r" src=\"/(?!/)")
_EMPTY_FIGURE = re.compile(r"<figure>\s*(?:<figcaption>.*?</figcaption>)?\s*</figure>", re.S)
_TOP_HEADING = re.compile(r"<(/?)h1>")
_FIRST_PARAGRAPH = re.compile(r"<p(?: [^>]*)?>")


def dateline(place: str, day: date | None) -> SafeString:
    """“LISBON:”, or with its date “LISBON, 10 June:”, as it stands before the first words."""
    if day is None:
        return format_html('<span class="dateline">{}:</span> ', place)
    return format_html('<span class="dateline">{}, {}:</span> ', place, date_format(day, "MONTH_DAY_FORMAT"))


def printed(html: str, place: str = "", day: date | None = None, *, numbered: bool = False) -> SafeString:
    """The sanitised ``html`` of a live revision as the page shows it; ``numbered`` lets links lead to its sentences."""
    if numbered:
        html = number(html)  # first, as stored: what is taken out below must not change the count
    # Pictures of other hosts would be a request to a third party, which the page promises not to make.
    html = _IMAGE.sub(lambda found: found[0] if _OWN_SOURCE.search(found[0]) else "", html)
    html = _EMPTY_FIGURE.sub("", html)
    html = _TOP_HEADING.sub(r"<\1h2>", html)
    if place:
        first = _FIRST_PARAGRAPH.search(html)
        at = first.end() if first else 0
        html = f"{html[:at]}{dateline(place, day)}{html[at:]}"
    return mark_safe(html)  # noqa: S308 — written by the one sanitiser; what is added here is escaped
