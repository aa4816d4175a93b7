"""Length: shorter or longer than a comment of use is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from comments.rules.subject import BadOption, Finding, Otherwise, Subject, Text, number

_FILLER = "…"


@dataclass(frozen=True, slots=True)
class Length:
    """It has fewer than ``least`` or more than ``most`` characters; 0 sets no bound."""

    least: int
    most: int
    looks_at: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> "Length":
        """Raises BadOption where it would never speak, or always."""
        known = dict(options)
        made = cls(int(number(known, "least", 0, 0, 5_000)), int(number(known, "most", 0, 0, 5_000)))
        if not made.least and not made.most:
            raise BadOption("least", _("Set one of the two bounds."))
        if made.most and made.least > made.most:
            raise BadOption("most", _("Longer than the shortest, please: every text would be out of bounds."))
        return made

    def find(self, subject: Subject) -> Finding | None:
        """It is out of bounds."""
        length = len(subject.text.raw.strip())
        if length < self.least:
            words = _("It has %(length)d characters; %(least)d are asked for.")
            return Finding(words % {"length": length, "least": self.least})
        if self.most and length > self.most:
            words = _("It has %(length)d characters; %(most)d may be.")
            return Finding(
                words % {"length": length, "most": self.most}, ((self.most, len(subject.text.raw)),)
            )
        return None

    def otherwise(self, subject: Subject, finding: Finding) -> Otherwise:
        """Longer, or cut off."""
        raw = subject.text.raw.strip()
        if len(raw) < self.least:
            text = Text(raw + _FILLER * (self.least - len(raw)))
            return Otherwise(
                replace(subject, text=text), _("with %(least)d characters") % {"least": self.least}
            )
        text = Text(raw[: self.most].rstrip())
        return Otherwise(
            replace(subject, text=text), _("with at most %(most)d characters") % {"most": self.most}
        )
