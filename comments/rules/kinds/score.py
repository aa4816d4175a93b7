"""The score of the model in use: how likely people are to refuse it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from comments.rules.subject import Finding, Otherwise, Subject, number


@dataclass(frozen=True, slots=True)
class Score:
    """The score is at least ``least`` percent; silent while no model is in use."""

    least: float
    looks_at: ClassVar[frozenset[str]] = frozenset({"score"})

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> "Score":
        """Raises BadOption."""
        return cls(number(dict(options), "least", 80, 1, 99) / 100)

    def find(self, subject: Subject) -> Finding | None:
        """The model thinks that people would refuse it."""
        if subject.score is None or subject.score < self.least:
            return None
        words = _("The model gives it %(score)d of 100; from %(least)d on it speaks.")
        return Finding(words % {"score": int(100 * subject.score), "least": round(100 * self.least)})

    def otherwise(self, subject: Subject, finding: Finding) -> Otherwise:
        """With a lower score."""
        words = _("with a score below %(least)d of 100") % {"least": round(100 * self.least)}
        return Otherwise(replace(subject, score=max(0.0, self.least - 0.01)), words)
