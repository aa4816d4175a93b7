"""The same again: the author wrote nearly these words before, here or elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from comments.rules.subject import Alike, Finding, Otherwise, Subject, number


@dataclass(frozen=True, slots=True)
class Repetition:
    """At least ``most`` earlier comments of the author share so much of their word groups with it (of some days)."""

    share: float
    most: int
    looks_at: ClassVar[frozenset[str]] = frozenset({"alike"})

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> "Repetition":
        """Raises BadOption."""
        known = dict(options)
        return cls(number(known, "share", 60, 20, 100) / 100, int(number(known, "times", 1, 1, 20)))

    def find(self, subject: Subject) -> Finding | None:
        """The author wrote as good as this before."""
        count = sum(self._is_again(one, subject) for one in subject.alike)
        if count < self.most:
            return None
        words = _("Its author wrote nearly the same %(count)d times before, within some days.")
        return Finding(words % {"count": count})

    def otherwise(self, subject: Subject, finding: Finding) -> Otherwise:
        """Said once."""
        others = tuple(one for one in subject.alike if not self._is_again(one, subject))
        return Otherwise(
            replace(subject, alike=others), _("if its author had not written nearly the same before")
        )

    def _is_again(self, one: Alike, subject: Subject) -> bool:
        return one.author_id == subject.author_id and one.share >= self.share
