"""Asking every check of a text, and setting aside what a publisher took upon them."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from articles.checklist import owned, standing, wording
from articles.checklist.finding import Finding, Severity
from articles.checklist.subject import Subject
from articles.models import Revision, Waiver

Check = Callable[[Subject], Iterable[Finding]]

# Those that can keep a text from being published; publishing asks these alone.
GATES: list[Check] = [
    wording.headline,
    wording.body,
    wording.note_to_readers,
    standing.pictures,
    owned.credit,
    owned.pictures_of_others,
    standing.own_and_unsafe_links,
    standing.house_rules,
]
ADVICE: list[Check] = [
    standing.embargo,
    owned.what_follows,
    wording.byline,
    wording.credit,
    wording.quotation_marks,
    wording.names,
    standing.outside_links,
    standing.likeness,
    standing.wire_copy,
    standing.open_notes,
]


# What needs nothing but the text itself: for lists of many.
GLANCE: list[Check] = [
    wording.headline,
    wording.body,
    wording.note_to_readers,
    standing.pictures,
    owned.credit,
    standing.embargo,
    wording.byline,
    wording.credit,
    wording.quotation_marks,
    wording.names,
]


def register(check: Check, *, may_block: bool = False) -> None:
    """Let a higher room advise on texts, or keep one from being published; called from ``AppConfig.ready``."""
    checks = GATES if may_block else ADVICE
    if check not in checks:
        checks.append(check)


def check(revision: Revision) -> list[Finding]:
    """Everything that stands against publishing this text, gravest first."""
    return sorted(_asked(revision, [*GATES, *ADVICE]), key=_gravity)


def glance(revision: Revision) -> list[Finding]:
    """What the text itself shows, gravest first; for a page of many texts, read with their bylines."""
    return sorted(_asked(revision, GLANCE), key=_gravity)


def blocking(revision: Revision) -> list[Finding]:
    """What keeps the text from being published, now."""
    return [finding for finding in _asked(revision, GATES) if finding.blocks]


def blocking_words(revision: Revision) -> str:
    """The same in one text; empty when there is nothing."""
    return " ".join(finding.words for finding in blocking(revision))


def _asked(revision: Revision, checks: Iterable[Check]) -> list[Finding]:
    subject = Subject(revision)
    found = [finding for ask in checks for finding in ask(subject)]
    if not any(finding.may_be_waived for finding in found):
        return found
    rows = Waiver.objects.filter(revision=revision, digest=revision.digest).select_related("waived_by")
    waived = {row.code: str(row.waived_by) for row in rows}
    return [
        replace(finding, waived_by=waived.get(finding.code, "")) if finding.may_be_waived else finding
        for finding in found
    ]


def _gravity(finding: Finding) -> int:
    return (not finding.blocks) + (finding.severity == Severity.ADVISORY)
