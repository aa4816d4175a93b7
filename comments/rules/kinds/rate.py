"""How fast somebody writes: more comments than so many within so many minutes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from comments.rules.subject import Finding, Otherwise, Subject, number

MOST_KNOWN = 100  # earlier comments that are asked for; a rule counts no further


@dataclass(frozen=True, slots=True)
class Rate:
    """It is more than the ``most``-th comment of its author within ``minutes``."""

    most: int
    minutes: int
    looks_at: ClassVar[frozenset[str]] = frozenset({"author"})

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> "Rate":
        """Raises BadOption."""
        known = dict(options)
        most = int(number(known, "most", 10, 1, MOST_KNOWN - 1))
        return cls(most, int(number(known, "minutes", 60, 1, 10_080)))

    def find(self, subject: Subject) -> Finding | None:
        """Its author wrote too many before it."""
        count = 1 + len(self._within(subject))
        if count <= self.most:
            return None
        return Finding(
            _("It is the author’s comment no. %(count)d within %(minutes)d minutes; %(most)d may be.")
            % {"count": count, "minutes": self.minutes, "most": self.most}
        )

    def otherwise(self, subject: Subject, finding: Finding) -> Otherwise:
        """Written when enough time had passed."""
        within = self._within(subject)
        due = within[self.most - 1] + timedelta(minutes=self.minutes)
        wait = max(1, -int((subject.at - due).total_seconds() // 60))
        return Otherwise(
            replace(subject, at=due + timedelta(seconds=1)),
            _("written %(minutes)d minutes later") % {"minutes": wait},
        )

    def _within(self, subject: Subject) -> list[Any]:
        begin = subject.at - timedelta(minutes=self.minutes)
        return [moment for moment in subject.earlier if begin < moment <= subject.at]
