"""One thing to mend."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    BLOCKING = "blocking"
    ADVISORY = "advisory"


@dataclass(frozen=True, slots=True)
class Finding:
    """How grave, in words, at which field (empty: at none of the text's), and how to mend it.

    ``code`` names it for good. ``may_be_waived``: a publisher may take it upon them for a reason; ``waived_by`` did.
    ``link`` leads to what it speaks of.
    """

    severity: Severity
    words: str
    field: str
    code: str = ""
    how: str = ""
    link: str = ""
    link_words: str = ""
    may_be_waived: bool = False
    waived_by: str = ""

    @property
    def anchor(self) -> str:
        """The field on the editing page, by its id."""
        return f"id_{self.field}" if "-" in self.field else f"id_text-{self.field}"

    @property
    def blocks(self) -> bool:
        """Whether nothing can be published while it stands."""
        return self.severity == Severity.BLOCKING and not self.waived_by


def must(code: str, field: str, words: str, how: str = "") -> Finding:
    """A blocking finding that nobody can wave through."""
    return Finding(Severity.BLOCKING, words, field, code, how)


def look(code: str, field: str, words: str, how: str = "", link: str = "", link_words: str = "") -> Finding:
    """An advisory finding."""
    return Finding(Severity.ADVISORY, words, field, code, how, link, link_words)
