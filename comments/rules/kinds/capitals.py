"""Capitals: shouting."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import regex
from django.utils.translation import gettext as _

from comments.rules.subject import Finding, Otherwise, Subject, Text, merged, number

_UPPER, _LOWER = regex.compile(r"\p{Lu}"), regex.compile(r"\p{Ll}")
_SHOUTED = regex.compile(r"\p{Lu}{2,}(?:[^\p{L}\n]+\p{Lu}{2,})*")


@dataclass(frozen=True, slots=True)
class Capitals:
    """Of at least ``least`` letters more than ``share`` are capitals."""

    share: float
    least: int
    looks_at: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> "Capitals":
        """Raises BadOption."""
        known = dict(options)
        return cls(number(known, "share", 60, 5, 99) / 100, int(number(known, "least", 20, 1, 5_000)))

    def find(self, subject: Subject) -> Finding | None:
        """It shouts."""
        text = subject.text.words
        upper = len(_UPPER.findall(text))
        cased = upper + len(_LOWER.findall(text))
        if cased < self.least or upper <= self.share * cased:
            return None
        words = _("%(share)d %% of its letters are capitals; %(most)d %% may be.") % {
            "share": round(100 * upper / cased),
            "most": round(100 * self.share),
        }
        return Finding(words, merged(found.span() for found in _SHOUTED.finditer(subject.text.raw)))

    def otherwise(self, subject: Subject, finding: Finding) -> Otherwise:
        """The same words in small letters."""
        text = Text(subject.text.raw.lower())
        return Otherwise(replace(subject, text=text), _("in small letters"))
