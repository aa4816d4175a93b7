"""What may be doubtful about a report: short names that travel with it, and their words for the desk."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NO_GUID = "no-guid"
NO_DATE = "no-date"
UNREADABLE_DATE = "unreadable-date"
NO_ZONE = "no-time-zone"
UNCERTAIN_ZONE = "uncertain-time-zone"
VAGUE_DATE = "vague-date"
FUTURE_DATE = "future-date"
ANCIENT_DATE = "ancient-date"
REFUSED_LINK = "refused-link"
INCOMPLETE = "incomplete"
SHORTENED = "shortened"
RECOVERED = "recovered"
WITHHELD = "withheld"
RESTRICTED = "restricted-in-words"

WORDS: dict[str, Promise] = {
    NO_GUID: _("The feed gives this report no identity of its own."),
    NO_DATE: _("The feed gives no date."),
    UNREADABLE_DATE: _("The date cannot be read."),
    NO_ZONE: _("The date names no time zone; it was read as UTC."),
    UNCERTAIN_ZONE: _("The date's time zone has several meanings."),
    VAGUE_DATE: _("The date is not exact to the day."),
    FUTURE_DATE: _("The date lies in the future."),
    ANCIENT_DATE: _("The date lies before 1990."),
    REFUSED_LINK: _("The link is no web address and was left out."),
    INCOMPLETE: _("The feed breaks off within this report."),
    SHORTENED: _("The text was longer than a report may be and was shortened."),
    RECOVERED: _("The feed is damaged; this report was pieced together from what could be read."),
    WITHHELD: _("Withheld by the wire: it is not to be published as it is."),
    RESTRICTED: _(
        "Its restrictions were read from the words of its terms of use; look whether they are right."
    ),
}


def in_words(names: Iterable[str]) -> list[tuple[str, str]]:
    """Each known name with its words in the current language."""
    return [(name, str(WORDS[name])) for name in names if name in WORDS]
