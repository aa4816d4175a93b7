"""What must be in order before a text is published (blocking), and what an editor should look at (advisory)."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from articles.models import Revision
from common.html import plain_text

HEADLINE_COMFORT = 110  # characters; search results and cards cut longer ones
QUOTES = (("“", "”"), ("„", "“"), ("«", "»"))


class Severity(StrEnum):
    BLOCKING = "blocking"
    ADVISORY = "advisory"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend: how grave, in words, and at which field."""

    severity: Severity
    words: str
    field: str


def check(revision: Revision) -> list[Finding]:
    """Everything that stands against publishing this text, gravest first."""
    return sorted(_findings(revision), key=lambda finding: finding.severity != Severity.BLOCKING)


def blocking_words(revision: Revision) -> str:
    """The blocking findings in one text; empty when there are none."""
    return " ".join(finding.words for finding in check(revision) if finding.severity == Severity.BLOCKING)


def _findings(revision: Revision) -> list[Finding]:
    found = []

    def block(words: str, field: str) -> None:
        found.append(Finding(Severity.BLOCKING, words, field))

    def advise(words: str, field: str) -> None:
        found.append(Finding(Severity.ADVISORY, words, field))

    text = plain_text(revision.body)
    if not revision.headline.strip():
        block(_("The headline is missing."), "headline")
    if not text.strip():
        block(_("There is no text yet."), "body")
    picture = revision.lead_image
    if picture is not None and not picture.alternative_text.strip():
        block(_("The lead picture has no alternative text."), "lead_alternative_text")
    if picture is not None and not picture.credit.strip():
        advise(_("The lead picture has no credit."), "lead_credit")
    if (
        revision.change in (Revision.Change.UPDATE, Revision.Change.CORRECTION)
        and not revision.change_note.strip()
    ):
        block(_("An update or correction needs a note to readers."), "change_note")
    if len(revision.headline) > HEADLINE_COMFORT and not revision.short_headline:
        advise(_("The headline is long; cards need a short one."), "short_headline")
    if not revision.standfirst.strip():
        advise(_("There is no standfirst."), "standfirst")
    if not revision.article.source.is_own and not revision.credit.strip():
        advise(_("A text from another source should carry its credit."), "credit")
    if any(
        opening != closing and text.count(opening) != text.count(closing)
        for opening, closing in QUOTES[:1] + QUOTES[2:]
    ):
        advise(_("Quotation marks do not pair up."), "body")
    return found
