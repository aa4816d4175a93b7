"""What the owner of a text allows and forbids: named restrictions, kept as data with the article and obeyed by all. Pure.

Each stands in ``Article.restrictions`` by its name; how many days ``no_archive`` leaves stands beside it ("days:14").
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

WEB_ONLY = "web_only"
NO_ARCHIVE = "no_archive"
NO_SYNDICATION = "no_syndication"
NO_PICTURE_REUSE = "no_picture_reuse"
CREDIT_REQUIRED = "credit_required"

LABELS = {
    WEB_ONLY: gettext_lazy("On the web only"),
    NO_ARCHIVE: gettext_lazy("Not for the archive"),
    NO_SYNDICATION: gettext_lazy("Not to be passed on"),
    NO_PICTURE_REUSE: gettext_lazy("Pictures with this text only"),
    CREDIT_REQUIRED: gettext_lazy("Credit is a condition"),
}
# What is done about each, told beside its box.
EFFECTS = {
    WEB_ONLY: gettext_lazy(
        "Readers have it on the site; systems of other media (ninjs, NITF) do not get it."
    ),
    NO_ARCHIVE: gettext_lazy("Search engines are kept out, and after its days it expires by itself."),
    NO_SYNDICATION: gettext_lazy(
        "Left out of the feeds, the sitemap, the read API and every export: it stands on the site alone."
    ),
    NO_PICTURE_REUSE: gettext_lazy(
        "A picture of this text keeps another text that shows it from publication."
    ),
    CREDIT_REQUIRED: gettext_lazy("Without a credit line it cannot be published."),
}
# What is not handed on to others at all, and what is not handed on to systems of other media.
NOT_SYNDICATED = (NO_SYNDICATION,)
NOT_EXPORTED = (NO_SYNDICATION, WEB_ONLY)
NOT_INDEXED = (NO_SYNDICATION, NO_ARCHIVE)
MAX_DAYS = 3_650
_DAYS = "days:"


def kept(names: Iterable[object]) -> list[str]:
    """The restrictions among ``names``, each once, in the order of ``LABELS``; of several terms the shortest."""
    given = [str(name) for name in names]
    found = [name for name in LABELS if name in given]
    terms = [days for name in given if (days := _days(name))]
    return [*found, term(min(terms))] if terms and NO_ARCHIVE in found else found


def term(days: int) -> str:
    """How a number of days is stored beside ``no_archive``."""
    return f"{_DAYS}{min(days, MAX_DAYS)}"


def archive_days(restrictions: Iterable[str]) -> int | None:
    """For how many days the text may stand; None where it may stand for good."""
    names = list(restrictions)
    if NO_ARCHIVE not in names:
        return None
    return min((days for name in names if (days := _days(name))), default=settings.ARCHIVE_DAYS)


def own_days(restrictions: Iterable[str]) -> int | None:
    """The number of days that the restrictions name themselves."""
    return min((days for name in restrictions if (days := _days(name))), default=None)


def must_end(restrictions: Iterable[str], published: datetime | None) -> datetime | None:
    """When a text first published then must be off the site; None where nothing says so."""
    days = archive_days(restrictions)
    return published + timedelta(days=days) if days and published else None


def in_words(restrictions: Iterable[str]) -> list[str]:
    """Each restriction as people read it, in the current language."""
    names = list(restrictions)
    return [_worded(name, own_days(names)) for name in LABELS if name in names]


def _worded(name: str, days: int | None) -> str:
    if name != NO_ARCHIVE or not days:
        return str(LABELS[name])
    spoken = ngettext("%(number)s day", "%(number)s days", days) % {"number": days}
    return _("%(restriction)s (%(term)s)") % {"restriction": LABELS[name], "term": spoken}


def _days(given: str) -> int | None:
    number = given.removeprefix(_DAYS) if given.startswith(_DAYS) else ""
    return min(int(number), MAX_DAYS) or None if re.fullmatch("[0-9]{1,5}", number) else None
