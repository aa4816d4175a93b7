"""Who may do what about whom: by kind, by section, and never against one's equals."""

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.ranking import stands_above
from comments.measures.workflow import PERMISSIONS
from comments.models import Measure
from moderation.errors import NotAllowed
from moderation.reach import sections_of

LOOK = "comments.view_measure"


def sections_for(person: User, kind: str) -> frozenset[str] | None:
    """The sections in which ``person`` may take measures of the kind; None: everywhere."""
    return sections_of(person, frozenset({PERMISSIONS[kind]}))


def kinds_for(person: User) -> list[str]:
    """The kinds that ``person`` may take somewhere, mildest first."""
    return [kind.value for kind in Measure.Kind if sections_for(person, kind) != frozenset()]


def may_take(by: User, kind: str, section: str) -> bool:
    """Whether ``by`` may take, change or lift a measure of the kind there; for the whole site only who is not divided."""
    reach = sections_for(by, kind)
    return reach is None or (section != "" and section in reach)


def require(by: User, them: User, kind: str, section: str) -> None:
    """Raises NotAllowed: a role that does not reach so far, a person who stands too high."""
    if kind not in PERMISSIONS or not may_take(by, kind, section):
        raise NotAllowed(
            _("Your role does not allow “%(kind)s” for the whole site.") % {"kind": label(kind)}
            if not section
            else _("Your role does not allow “%(kind)s” in this section.") % {"kind": label(kind)}
        )
    if them.erased_at is not None:
        raise NotAllowed(_("This account is erased."))
    if by.pk == them.pk:
        raise NotAllowed(_("Nobody takes measures against themselves."))
    if not stands_above(by, them):
        raise NotAllowed(_("%(name)s works here in the same or a higher role.") % {"name": them})


def label(kind: str) -> str:
    """The kind in words; a bare name that nobody knows as it is."""
    return str(Measure.Kind(kind).label) if kind in Measure.Kind.values else kind
