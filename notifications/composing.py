"""Putting a message into a mail: text and HTML, in the recipient's language, threaded, with the way to be rid of it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context
from django.template.base import Template
from django.template.loader import select_template
from django.urls import reverse

from accounts.models import User
from notifications.models import How, Notification
from notifications.naming import domain, message_id
from notifications.renderers import Message, kind_of
from notifications.unsubscribing import ALL, token_for

# Which words of a message stand below its title where several share a mail; the first that it has.
QUOTED = ("words", "note", "reason", "brief")


def compose(
    notification: Notification, message: Message, named_after: Notification | None = None
) -> EmailMultiAlternatives:
    """The mail for one notification; the active language is the recipient's.

    Its Message-ID is the same at every attempt, so that a mail that was accepted twice shows once.
    """
    person = notification.recipient
    context = {**message.context, "title": message.title, "url": absolute(message.path), "recipient": person}
    frame = frame_for(person, notification.kind, (named_after or notification).pk, message.thread)
    return write(notification.kind, {**context, **frame.context}, person.email, frame.headers)


def compose_many(first: Notification, said: Sequence[tuple[Notification, Message]]) -> EmailMultiAlternatives:
    """One mail for several notifications, by kind; named after the one that the others leave with."""
    person, kinds = first.recipient, {row.kind for row, _message in said}
    threads = {message.thread for _row, message in said}
    groups: dict[str, list[dict[str, Any]]] = {}
    for row, message in said:
        words = next((str(message.context[name]) for name in QUOTED if message.context.get(name)), "")
        entry = {"title": message.title, "url": absolute(message.path), "words": words, "at": row.created_at}
        groups.setdefault(str(kind_of(row.kind).label), []).append(entry)
    context = {
        "number": len(said),
        "more": len(said) - 1,
        "first": said[0][1].title,
        "groups": list(groups.items()),
        "way": first.gathering if first.gathering in (How.DAILY, How.HOURLY) else "",
        "url": absolute(reverse("notifications:notices")),
        "recipient": person,
    }
    subject = first.gathering if context["way"] else kinds.pop() if len(kinds) == 1 else ALL
    frame = frame_for(person, subject, first.pk, threads.pop() if len(threads) == 1 else "")
    return write("digest", {**context, **frame.context}, person.email, frame.headers)


@dataclass(frozen=True, slots=True)
class Frame:
    """What every notice by mail has around its words."""

    headers: dict[str, str]
    context: dict[str, str]


def frame_for(person: User, what: str, number: int, thread: str) -> Frame:
    """Name, thread and the ways out. ``what`` is the kind, or the way of telling, that one click stops."""
    unsubscribe = absolute(reverse("notifications:unsubscribe", args=[token_for(person, what)]))
    headers = {
        "Message-ID": message_id("notice", number),
        "List-Unsubscribe": f"<{unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    if thread:
        root = f"<thread-{hashlib.sha256(thread.encode()).hexdigest()[:24]}@{domain()}>"
        headers |= {"References": root, "In-Reply-To": root}
    settings_url = absolute(reverse("notifications:settings"))
    return Frame(headers, {"unsubscribe_url": unsubscribe, "settings_url": settings_url})


def write(kind: str, context: Mapping[str, Any], to: str, headers: dict[str, str]) -> EmailMultiAlternatives:
    """A mail from ``templates/emails/<kind>-*``; a kind without templates of its own gets the plain ones."""
    values = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL, **context}
    subject = " ".join(_render(kind, "subject.txt", values, escape=False).split())
    mail = EmailMultiAlternatives(
        subject, _render(kind, "body.txt", values, escape=False).strip() + "\n", to=[to], headers=headers
    )
    mail.attach_alternative(_render(kind, "body.html", values, escape=True), "text/html")
    return mail


def absolute(path: str) -> str:
    """The address of a path on this site, as a mail must write it."""
    return path if path.startswith(("http://", "https://")) else f"{settings.SITE_URL}{path}"


def _render(kind: str, part: str, values: Mapping[str, Any], *, escape: bool) -> str:
    # Django escapes text templates like HTML; a mail's text is no HTML.
    found = select_template([f"emails/{kind}-{part}", f"emails/default-{part}"])
    template: Template = found.template
    return template.render(Context(dict(values), autoescape=escape))
