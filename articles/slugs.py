"""Slugs: transliterated from the headline, unique in their section, never one of the site's own words."""

import re
from unicodedata import normalize

from django.utils.text import slugify

from articles.models import Article, Section

MAX_LENGTH = 80  # longer ones are cut off in mails and chats
# What Unicode's decomposition does not reach: letters without an accent to drop.
LETTERS = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "Ä": "Ae",
        "Ö": "Oe",
        "Ü": "Ue",
        "ß": "ss",
        "ø": "o",
        "Ø": "O",
        "æ": "ae",
        "Æ": "Ae",
        "œ": "oe",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ı": "i",
    }
)


def slug_from(headline: str) -> str:
    """The headline as part of an address; ``article`` where nothing of it can be written in ASCII."""
    words = slugify(normalize("NFC", headline).translate(LETTERS))
    if len(words) > MAX_LENGTH:
        words = words[:MAX_LENGTH].rsplit("-", 1)[0]
    return words.strip("-_") or "article"


def free_slug(section: Section, wanted: str, *, apart_from: Article | None = None) -> str:
    """``wanted``, or with the next number behind it where the section has it already."""
    taken = Article.objects.filter(section=section, slug__startswith=wanted)
    if apart_from is not None:
        taken = taken.exclude(pk=apart_from.pk)
    slugs = set(taken.values_list("slug", flat=True))
    if wanted not in slugs:
        return wanted
    pattern = re.compile(rf"{re.escape(wanted)}-(\d+)")
    numbers = [int(match[1]) for slug in slugs if (match := pattern.fullmatch(slug))]
    return f"{wanted}-{max(numbers, default=1) + 1}"
