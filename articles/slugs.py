"""Slugs: transliterated from the headline, unique in their section over all its past."""

import re
from functools import reduce
from operator import or_
from unicodedata import normalize

from django.db.models import Q
from django.utils.text import slugify

from articles.models import Article, Redirect, Section

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
    """``wanted``, or with the next number behind it where the section has, or had, it already."""
    slugs = _known(section, Q(slug__startswith=wanted), apart_from)
    if wanted not in slugs:
        return wanted
    pattern = re.compile(rf"{re.escape(wanted)}-(\d+)")
    numbers = [int(match[1]) for slug in slugs if (match := pattern.fullmatch(slug))]
    return f"{wanted}-{max(numbers, default=1) + 1}"


def is_taken(section: Section, slug: str, *, apart_from: Article | None = None) -> bool:
    """Whether the section's slug means another article, or once did to readers."""
    return bool(_known(section, Q(slug=slug), apart_from))


def _known(section: Section, which: Q, apart_from: Article | None) -> set[str]:
    articles = Article.objects.filter(which, section=section)
    names = [section.slug, *section.former_slugs.values_list("slug", flat=True)]
    beneath = reduce(or_, (Q(path__startswith=f"/{name}/") for name in names))
    redirects = Redirect.objects.filter(which & beneath)
    if apart_from is not None:
        articles, redirects = articles.exclude(pk=apart_from.pk), redirects.exclude(article=apart_from.pk)
    return {*articles.values_list("slug", flat=True), *redirects.values_list("slug", flat=True)}
