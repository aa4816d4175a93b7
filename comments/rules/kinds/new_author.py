"""New authors: until some of their comments were approved, or their account is some days old."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from comments.rules.subject import BadOption, Finding, Otherwise, Subject, number

MOST_COMMENTS = 50  # counted no further


@dataclass(frozen=True, slots=True)
class NewAuthor:
    """Fewer than ``comments`` of the author were approved, or the account is younger than ``hours``."""

    comments: int
    hours: int
    looks_at: ClassVar[frozenset[str]] = frozenset({"author"})

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> "NewAuthor":
        """Raises BadOption where it would never speak."""
        known = dict(options)
        made = cls(
            int(number(known, "comments", 0, 0, MOST_COMMENTS)), int(number(known, "hours", 0, 0, 8_760))
        )
        if not made.comments and not made.hours:
            raise BadOption("comments", _("Say how many comments, or how old an account."))
        return made

    def find(self, subject: Subject) -> Finding | None:
        """Its author is new here."""
        if subject.approved_before < self.comments:
            words = _(
                "Of its author %(count)d comments were approved; until %(most)d are, each is looked at."
            )
            return Finding(words % {"count": subject.approved_before, "most": self.comments})
        if self._is_young(subject):
            return Finding(
                _("The account of its author is younger than %(hours)d hours.") % {"hours": self.hours}
            )
        return None

    def otherwise(self, subject: Subject, finding: Finding) -> Otherwise:
        """By somebody who is known."""
        if subject.approved_before < self.comments:
            words = _("after %(count)d approved comments") % {"count": self.comments}
            older = self._older(subject)
            return Otherwise(replace(subject, approved_before=self.comments, joined_at=older), words)
        words = _("from an account older than %(hours)d hours") % {"hours": self.hours}
        return Otherwise(replace(subject, joined_at=self._older(subject)), words)

    def _is_young(self, subject: Subject) -> bool:
        if not self.hours or subject.joined_at is None:
            return False
        return subject.at - subject.joined_at < timedelta(hours=self.hours)

    def _older(self, subject: Subject) -> Any:
        return subject.at - timedelta(hours=self.hours) if self._is_young(subject) else subject.joined_at
