"""The reasons that are chosen by one key: those that the house brings, and the newsroom's own in their place or beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from moderation.models import Decision, ReasonCode

Words = str | Promise
OTHER = "other"  # no code was chosen, the words are the moderator's own
SPAM = "spam"  # nobody is told why, figures are


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: ``label`` is read by moderators, ``words`` by the author."""

    code: str
    key: str
    label: Words
    words: Words
    kind: str = "comments.comment"


@runtime_checkable
class Coded(Protocol):
    """A card whose ``decide`` takes ``reason_code`` too, for the actions in ``coded``."""

    coded: frozenset[str]

    def decide(
        self, object_id: int, action: str, *, by: User, version: int, reason: str, reason_code: str = ""
    ) -> Decision:
        """Call the verb with the code. Raises moderation.errors.Refused."""


BUILT_IN = (
    Reason(
        "off-topic", "1", _("Off the subject"), _("Your comment does not concern the subject of the article.")
    ),
    Reason("insult", "2", _("Insult"), _("Your comment insults a person. Criticise the matter instead.")),
    Reason(
        "hate",
        "3",
        _("Hatred of a group"),
        _("Your comment disparages people for what they are: their origin, faith, sex or the like."),
    ),
    Reason(
        "personal-data",
        "4",
        _("Private data"),
        _("Your comment names private data of a person: an address, a telephone number or the like."),
    ),
    Reason("advertising", "5", _("Advertising"), _("Your comment advertises something.")),
    Reason(
        "false-claim",
        "6",
        _("Claim without proof"),
        _("Your comment states as a fact what is not proved. Name a source that can be checked."),
    ),
    Reason("illegal", "7", _("Unlawful"), _("We take your comment to be against the law.")),
    Reason("unreadable", "8", _("Not understandable"), _("We could not understand your comment.")),
    Reason("repeated", "9", _("Said already"), _("You have said this already.")),
)


def offered(kind: str) -> list[Reason]:
    """What may be chosen for the kind, in order; one query."""
    return _merged(list(ReasonCode.objects.all()), kind)


def offered_for(kinds: Sequence[str]) -> dict[str, list[Reason]]:
    """The same for several kinds, by kind; one query, none for no kind."""
    stored = list(ReasonCode.objects.all()) if kinds else []
    return {kind: _merged(stored, kind) for kind in kinds}


def find(kind: str, code: str) -> Reason | None:
    """The reason of that code, if it may be chosen for the kind."""
    return next((reason for reason in offered(kind) if reason.code == code), None)


def label_of(code: str) -> str:
    """What the code is called, also where it is offered no longer; one query for one that the house does not bring."""
    stored = ReasonCode.objects.filter(code=code).values_list("label", flat=True).first()
    return stored or labels().get(code, code)


def labels() -> dict[str, str]:
    """Code → what it is called, of every code that there is or was; one query."""
    known: dict[str, str] = {OTHER: str(_("In own words")), SPAM: str(_("Spam"))}
    known |= {reason.code: str(reason.label) for reason in BUILT_IN}
    known |= dict(ReasonCode.objects.values_list("code", "label"))
    return known


def _merged(stored: Sequence[ReasonCode], kind: str) -> list[Reason]:
    """The newsroom's own take the place of the house's with the same code or key."""
    own = [one for one in stored if one.is_active and one.kind in ("", kind)]
    codes, keys = {one.code for one in stored}, {one.key for one in own if one.key}
    chosen = [Reason(one.code, one.key, one.label, one.words, one.kind) for one in own]
    brought = [one for one in BUILT_IN if one.kind == kind and one.code not in codes]
    chosen += [
        Reason(one.code, "" if one.key in keys else one.key, one.label, one.words, one.kind)
        for one in brought
    ]
    return sorted(chosen, key=lambda reason: reason.key or "~")
