"""Giving out work: assign, reassign, begin, finish, drop; and the sweep that reminds of what is due."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from articles import drafting
from articles.models import Article, Assignment, Revision, Section, Source
from moderation.errors import Conflict, NotAllowed
from moderation.recording import latest_decision, record
from notifications.outbox import tell

ASSIGN = "articles.assign_work"
NOTICE = timedelta(hours=1)  # before the hour at which it is due
BATCH = 200
S = Assignment.State
NEW = "new"  # what the record calls the state before the first


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be done, where, by whom and until when."""

    title: str
    section: Section
    assignee: User | None = None
    due_at: datetime | None = None
    due_zone: str = ""
    brief: str = ""


@transaction.atomic
def assign(
    work: Work, *, by: User, article: Article | None = None, now: datetime | None = None
) -> Assignment:
    """Give out work, about an article or, without one, as an idea. The assignee is told.

    Raises NotAllowed: the role of ``by`` does not reach there, the assignee may not write there, no time is named.
    """
    now = now or timezone.now()
    _require_may_assign(by, work, article)
    given = Assignment.objects.create(article=article, assigned_by=by, created_at=now, **_columns(work))
    _record(given, "assign", "", by, now)
    _tell_assignee(given, by)
    return given


@transaction.atomic
def reassign(
    assignment: Assignment, work: Work, *, by: User, version: int, now: datetime | None = None
) -> Assignment:
    """Change what is to be done, by whom or until when; a new assignee is told, a new time is reminded of anew.

    Raises NotAllowed (as ``assign``, or it is closed), Conflict if somebody changed it meanwhile.
    """
    current = _locked(assignment, version)
    _require_open(current)
    _require_may_assign(by, work, current.article)
    if not by.has_perm(ASSIGN, current):
        raise NotAllowed(_("Your role does not allow giving out work in this section."))
    before = {name: getattr(current, name) for name in _columns(work)}
    if before == _columns(work):
        return current
    for name, value in _columns(work).items():
        setattr(current, name, value)
    current.assigned_by = by
    if before["due_at"] != work.due_at:
        current.reminded_at = current.overdue_told_at = None
    _save(current, "reassign", S.OPEN, by, now)
    if before["assignee"] != work.assignee:
        _tell_assignee(current, by)
    return current


@transaction.atomic
def begin(assignment: Assignment, *, by: User, version: int, now: datetime | None = None) -> Revision:
    """Start the article of an idea. Work that nobody had becomes that of who begins it.

    Raises NotAllowed (another person's work, closed, begun already, the role does not allow writing there), Conflict.
    """
    current = _locked(assignment, version)
    _require_open(current)
    if current.article_id is not None:
        raise NotAllowed(_("The article of this assignment is begun already."))
    if current.assignee_id not in (None, by.pk) and not by.has_perm(ASSIGN, current):
        raise NotAllowed(_("This is another person's assignment."))
    source = Source.objects.filter(is_own=True).order_by("pk").first()
    if source is None:
        raise NotAllowed(_("No source is marked as the own desk, so there is none to write for."))
    draft = drafting.create_draft(
        section=current.section, source=source, headline=current.title, body="", by=by
    )
    current.article = draft.article
    current.assignee = current.assignee or by
    _save(current, "begin", S.OPEN, by, now)
    return draft


@transaction.atomic
def finish(assignment: Assignment, *, by: User, version: int, now: datetime | None = None) -> Assignment:
    """The work is done; the assignee says so, or who may give out work. Raises NotAllowed, Conflict."""
    current = _locked(assignment, version)
    _require_open(current)
    if not may_finish(current, by):
        raise NotAllowed(
            _("Only the one who has this assignment, or who may give out work here, can finish it.")
        )
    return _close(current, "finish", S.DONE, by, now)


@transaction.atomic
def drop(assignment: Assignment, *, by: User, version: int, now: datetime | None = None) -> Assignment:
    """The work is not wanted any more. Raises NotAllowed, Conflict."""
    current = _locked(assignment, version)
    _require_open(current)
    if not by.has_perm(ASSIGN, current):
        raise NotAllowed(_("Your role does not allow giving out work in this section."))
    return _close(current, "drop", S.DROPPED, by, now)


def may_finish(assignment: Assignment, person: User) -> bool:
    """The assignee, and who may give out work in the section."""
    return assignment.assignee_id == person.pk or person.has_perm(ASSIGN, assignment)


def remind_due(now: datetime | None = None) -> int:
    """Tell of work that is due within the hour, and once more when its time has passed; returns how many."""
    now = now or timezone.now()
    with transaction.atomic():
        due = (
            Assignment.objects.select_for_update(of=("self",), skip_locked=True)
            .filter(Q(reminded_at=None) | Q(due_at__lte=now), state=S.OPEN, overdue_told_at=None)
            .filter(due_at__lte=now + NOTICE)
            .select_related("assignee", "assigned_by")
            .order_by("due_at")[:BATCH]
        )
        rows = list(due)
        for assignment in rows:
            _remind(assignment, now)
    return len(rows)


def _remind(assignment: Assignment, now: datetime) -> None:
    overdue = assignment.is_overdue(now)
    people = {assignment.assignee or assignment.assigned_by}
    if overdue:
        people.add(assignment.assigned_by)
    due = f"{assignment.due_at:%Y%m%d%H%M}"
    tell(
        people,
        "assignment_due",
        event=f"assignment:{assignment.pk}:{'overdue' if overdue else 'due'}:{due}",
        object_id=assignment.pk,
        context={"overdue": overdue, "due": due},
        now=now,
    )
    assignment.reminded_at = assignment.reminded_at or now
    assignment.overdue_told_at = now if overdue else None
    assignment.save(update_fields=["reminded_at", "overdue_told_at"])


def _columns(work: Work) -> dict[str, object]:
    return {
        "title": " ".join(work.title.split()),
        "section": work.section,
        "assignee": work.assignee,
        "due_at": work.due_at,
        "due_zone": work.due_zone if work.due_at else "",
        "brief": work.brief.strip(),
    }


def _require_may_assign(by: User, work: Work, article: Article | None) -> None:
    if not work.title.strip():
        raise NotAllowed(_("Say in a few words what is to be done."))
    if not by.has_perm(ASSIGN, work.section) or (article is not None and not by.has_perm(ASSIGN, article)):
        raise NotAllowed(_("Your role does not allow giving out work in this section."))
    if work.assignee is not None and not work.assignee.has_perm("articles.write_revision", work.section):
        raise NotAllowed(
            _("%(who)s may not write in the section “%(section)s”.")
            % {"who": work.assignee, "section": work.section}
        )


def _require_open(assignment: Assignment) -> None:
    if not assignment.is_open:
        raise NotAllowed(_("This assignment is closed."))


def _locked(assignment: Assignment, version: int) -> Assignment:
    current = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("section", "article__section", "assignee", "assigned_by")
        .get(pk=assignment.pk)
    )
    if current.version != version:
        raise Conflict(current, latest_decision(current))
    return current


def _close(assignment: Assignment, name: str, state: str, by: User, now: datetime | None) -> Assignment:
    assignment.closed_at, assignment.closed_by = now or timezone.now(), by
    return _save(assignment, name, state, by, now)


def _save(assignment: Assignment, name: str, state: str, by: User, now: datetime | None) -> Assignment:
    before, assignment.state = assignment.state, state
    assignment.version += 1  # the row is locked
    assignment.save()
    _record(assignment, name, before, by, now or timezone.now())
    return assignment


def _record(assignment: Assignment, name: str, before: str, by: User, now: datetime) -> None:
    record(
        assignment,
        name,
        source=before or NEW,
        target=assignment.state,
        by=by,
        version=None,
        reason="",
        text_digest="",
        now=now,
    )


def _tell_assignee(assignment: Assignment, by: User) -> None:
    if assignment.assignee is not None:
        tell(
            [assignment.assignee],
            "assigned",
            event=f"assignment:{assignment.pk}:{assignment.version}",
            object_id=assignment.pk,
            actor=by,
        )
