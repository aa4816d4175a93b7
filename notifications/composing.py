"""Putting a message into a mail: text and HTML, in the recipient's language, threaded, with the way to be rid of it."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context
from django.template.base import Template
from django.template.loader import select_template
from django.urls import reverse

from notifications.models import Notification
from notifications.renderers import Message
from notifications.unsubscribing import token_for


def compose(notification: Notification, message: Message) -> EmailMultiAlternatives:
    """The mail for one notification; the active language is the recipient's.

    Its Message-ID is the same at every attempt, so that a mail that was accepted twice shows once.
    """
    unsubscribe = absolute(
        reverse("notifications:unsubscribe", args=[token_for(notification.recipient, notification.kind)])
    )
    context = {
        **message.context,
        "title": message.title,
        "url": absolute(message.path),
        "recipient": notification.recipient,
        "unsubscribe_url": unsubscribe,
        "settings_url": absolute(reverse("notifications:settings")),
    }
    headers = {
        "Message-ID": f"<notice-{notification.pk}@{domain()}>",
        "List-Unsubscribe": f"<{unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    if message.thread:
        root = f"<thread-{hashlib.sha256(message.thread.encode()).hexdigest()[:24]}@{domain()}>"
        headers |= {"References": root, "In-Reply-To": root}
    return write(notification.kind, context, notification.recipient.email, headers)


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


def domain() -> str:
    """The house's name in Message-IDs: that of its sender's address."""
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip("> ")


def _render(kind: str, part: str, values: Mapping[str, Any], *, escape: bool) -> str:
    # Django escapes text templates like HTML; a mail's text is no HTML.
    found = select_template([f"emails/{kind}-{part}", f"emails/default-{part}"])
    template: Template = found.template
    return template.render(Context(dict(values), autoescape=escape))
