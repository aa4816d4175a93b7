"""How a person stands in the talk: what holds for them now, and whether they may write. One query."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from accounts.models import User
from comments.models import Measure
from moderation.errors import NotAllowed

KINDS = Measure.Kind
HARDEST = (KINDS.BAN, KINDS.SUSPENSION, KINDS.WARNING, KINDS.PREMODERATION)


class Barred(NotAllowed):
    """The person may not write now; ``measure`` is why."""

    def __init__(self, measure: Measure) -> None:
        self.measure = measure
        super().__init__(words(measure))


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds for a person, hardest first."""

    measures: Sequence[Measure] = ()

    @property
    def barring(self) -> Measure | None:
        """What keeps them from writing; None where nothing does."""
        barring = (KINDS.BAN, KINDS.SUSPENSION)
        return next((one for one in self.measures if one.kind in barring or one.needs_acknowledging), None)

    @property
    def reviewing(self) -> Measure | None:
        """Why a person reads what they write before it is shown; None where no measure says so."""
        return next((one for one in self.measures if one.kind == KINDS.PREMODERATION), None)


def standing_of(person: User | AnonymousUser, section: str, now: datetime | None = None) -> Standing:
    """What holds for the person in the section (a slug)."""
    found = (
        Measure.objects.in_force(now or timezone.now()).felt().in_section(section).filter(person=person.pk)
    )
    felt = [one for one in found if one.kind != KINDS.WARNING or one.needs_acknowledging]
    return Standing(sorted(felt, key=lambda one: (HARDEST.index(KINDS(one.kind)), -one.pk)))


def shown_standing(person: User | AnonymousUser, section: str) -> Standing:
    """The same for a page: no query for who is not known to have any."""
    if not isinstance(person, User) or not person.has_measures:
        return Standing()
    return standing_of(person, section)


def require_allowed(person: User, section: str, now: datetime | None = None) -> Standing:
    """What holds for the person who wants to write. Raises Barred."""
    standing = standing_of(person, section, now)
    if standing.barring is not None:
        raise Barred(standing.barring)
    return standing


def reasons(standing: Standing) -> list[dict[str, str]]:
    """Why their comment must wait for a person; none where no measure says so."""
    measure = standing.reviewing
    if measure is None:
        return []
    why = _("Its author's comments are reviewed before they are shown: %(reason)s") % {
        "reason": measure.words
    }
    return [{"rule": "measure", "words": why}]


def words(measure: Measure) -> str:
    """What holds, until when and why, for the person themselves: one or two sentences."""
    return f"{_what(measure)} {_('The reason: %(reason)s') % {'reason': measure.words}}"


def _what(measure: Measure) -> str:
    until = formats.date_format(timezone.localtime(measure.until), "DATETIME_FORMAT") if measure.until else ""
    match measure.kind:
        case KINDS.BAN if until:
            return _("You cannot write comments until %(until)s.") % {"until": until}
        case KINDS.BAN:
            return _("You can no longer write comments.")
        case KINDS.SUSPENSION:
            return _("You cannot write comments until %(until)s.") % {"until": until}
        case KINDS.WARNING:
            return _("You were warned. Confirm on your page that you have read it, then you can write again.")
        case _:
            return (
                _("Until %(until)s a moderator reads your comments before they are shown.") % {"until": until}
                if until
                else _("A moderator reads your comments before they are shown.")
            )
