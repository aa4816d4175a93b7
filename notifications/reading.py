"""The person's notices on this site: said when they are looked at, marked when they were read."""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from accounts.models import User
from notifications.models import Notification
from notifications.renderers import renderer_of

PAGE_LENGTH = 20

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice in words."""

    id: int
    title: str
    path: str
    at: datetime
    is_unread: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A page of notices, newest first; ``next`` is where the following one begins (0: there is none)."""

    notices: list[Notice]
    next: int
    is_first: bool


def page(person: User, before: int = 0) -> Page:
    """The person's notices older than the row ``before``. What is no longer true is left out, and dropped for good."""
    rows = Notification.objects.on_site(person).select_related("recipient").order_by("-id")
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: PAGE_LENGTH + 1])
    shown = found[:PAGE_LENGTH]
    said = [_said(row) for row in shown]
    untrue = [row.pk for row, notice in zip(shown, said, strict=True) if notice is None]
    if untrue:  # the bell must not count what the page does not show
        Notification.objects.filter(pk__in=untrue).update(dropped_at=timezone.now())
    following = shown[-1].pk if len(found) > PAGE_LENGTH else 0
    return Page([notice for notice in said if notice], following, is_first=not before)


def mark_read(person: User, ids: list[int] | None = None) -> int:
    """Note that the person has seen these notices of theirs, or all of them. Returns how many were unread."""
    unread = Notification.objects.on_site(person).unread()
    if ids is not None:
        unread = unread.filter(pk__in=ids)
    return unread.update(read_at=timezone.now())


def _said(row: Notification) -> Notice | None:
    renderer = renderer_of(row.kind)
    try:
        message = renderer.render(row) if renderer else None
    except Exception:  # one that cannot be said must not take the page with it
        log.exception("notice %s (%s) cannot be said", row.pk, row.kind)
        return None
    if message is None:
        return None
    return Notice(row.pk, message.title, message.path, row.created_at, row.read_at is None)
