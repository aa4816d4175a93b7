"""What people are told of work that was given to them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Assignment, Revision
from notifications.models import Notification
from notifications.renderers import Message, Renderer

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

UNDELIVERED = (Revision.State.DRAFT, Revision.State.CHANGES_REQUESTED)


@dataclass(slots=True)
class AssignedNotice:
    """Work was given to the recipient. Dropped where it is somebody else's by now, or closed."""

    kind: str = "assigned"

    def render(self, notification: Notification) -> Message | None:
        """The message, or None where it is no longer true."""
        assignment = _open_assignment(notification)
        if assignment is None or assignment.assignee_id != notification.recipient_id:
            return None
        return _message(_("For you: “%(title)s”") % {"title": assignment.title}, assignment)


@dataclass(slots=True)
class AssignmentDueNotice:
    """Work is due within the hour, or overdue. Dropped where the text was handed in, or the time was changed."""

    kind: str = "assignment_due"

    def render(self, notification: Notification) -> Message | None:
        """The message, or None where it is no longer true."""
        assignment = _open_assignment(notification)
        if assignment is None or assignment.due_at is None or _is_delivered(assignment):
            return None
        if f"{assignment.due_at:%Y%m%d%H%M}" != notification.context.get("due"):
            return None
        overdue = notification.context.get("overdue")
        title = _("Overdue: “%(title)s”") if overdue else _("Due soon: “%(title)s”")
        return _message(title % {"title": assignment.title}, assignment)


RENDERERS: "tuple[tuple[Renderer, StrOrPromise], ...]" = (
    (AssignedNotice(), gettext_lazy("Work is given to you")),
    (AssignmentDueNotice(), gettext_lazy("An assignment is due")),
)


def _open_assignment(notification: Notification) -> Assignment | None:
    return (
        Assignment.objects.select_related("section", "assignee", "assigned_by")
        .filter(pk=notification.object_id, state=Assignment.State.OPEN)
        .first()
    )


def _is_delivered(assignment: Assignment) -> bool:
    """Whether its article has left the writer's hands."""
    if assignment.article_id is None:
        return False
    return not Revision.objects.filter(article=assignment.article_id, state__in=UNDELIVERED).exists()


def _message(title: str, assignment: Assignment) -> Message:
    local = assignment.due_on_its_clock
    due = f"{formats.date_format(local, 'DATETIME_FORMAT')} ({assignment.due_zone})" if local else ""
    context: dict[str, Any] = {
        "headline": assignment.title,
        "section": assignment.section.name,
        "who": str(assignment.assigned_by),
        "assignee": str(assignment.assignee or ""),
        "brief": assignment.brief,
        "due": due,
    }
    path = reverse("desk:assignment", args=[assignment.pk])
    return Message(title, path, f"assignment-{assignment.pk}", context)
