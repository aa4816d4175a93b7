"""The statement of reasons (Article 17 of Regulation (EU) 2022/2065): read from the record, never written beside it."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import models
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from moderation.models import Decision
from moderation.workflow import Words

EVERYWHERE = _("everywhere on this site")


class Source(models.TextChoices):
    """How it came to the decision."""

    NOTICE = "notice", _("A report of illegal content")
    REPORT = "report", _("A report of a reader")
    OWN = "own", _("Our own look at it")


@dataclass(frozen=True)
class Statement:
    """What one decision restricts, on which facts and ground, by which means, and how far it reaches.

    ``rules`` are the rules that brought it to a person's eyes, in words; none: no automated means were used to find it.
    """

    decision: Decision
    subject: str  # “Your comment on ‘Ferry finds the harbour’”
    restriction: Words
    facts: str
    ground: str
    source: Source = Source.OWN
    is_legal: bool = False  # the ground is a law; else our own rules
    law_reference: str = ""
    category: str = "STATEMENT_CATEGORY_OTHER_VIOLATION_TC"
    rules: tuple[str, ...] = ()
    until: datetime | None = None  # None: without end
    reach: Words = EVERYWHERE
    content: SafeString = field(default=SafeString(""))
    content_at: datetime | None = None
    content_language: str = ""
    person: User | None = None  # whom it restricts
    url: str = ""  # where the subject stands
    desk_title: str = ""  # the same for moderators: “Comment of Rita Reader on ‘Ferry finds the harbour’”

    @property
    def is_automated(self) -> bool:
        """Whether a rule decided, as a person's deputy."""
        return self.decision.by_id is None
