"""Every kind's mail as it would look, with made-up facts: for the desk's page of previews."""

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from notifications.bulletins import copying
from notifications.composing import compose, compose_many, write
from notifications.models import Bulletin, Channel, Copy, How, Notification, Subscriber
from notifications.renderers import Message, all_kinds, kind_of

DIGEST, BREAKING, NEWSLETTER = "digest", "breaking", "newsletter"
OTHERS = (DIGEST, BREAKING, NEWSLETTER, "confirm_subscription", "known_subscription", "invitation", "test")
_DARK = re.compile(r"@media \(prefers-color-scheme: dark\)")


@dataclass(frozen=True, slots=True)
class Preview:
    """One mail. ``light`` and ``dark`` are its HTML as either kind of reader sees it."""

    subject: str
    text: str
    light: str
    dark: str


def choices() -> list[tuple[str, str]]:
    """Every kind of mail with its label."""
    return [(kind, str(kind_of(kind).label)) for kind in all_kinds()] + [
        (kind, _label(kind)) for kind in OTHERS
    ]


def preview(kind: str, person: User, language: str) -> Preview:
    """The mail of that kind to this person. Raises LookupError for a kind that there is not."""
    if kind not in dict(choices()):
        raise LookupError(kind)
    with translation.override(language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        mail = _mail(kind, person)
    html = str(mail.alternatives[0].content)
    light, dark = _DARK.sub("@media not all", html), _DARK.sub("@media all", html)
    scheme = 'name="color-scheme" content="{}"'
    return Preview(
        str(mail.subject),
        str(mail.body),
        light.replace(scheme.format("light dark"), scheme.format("light")).replace("light dark;", "light;"),
        dark.replace(scheme.format("light dark"), scheme.format("dark")).replace("light dark;", "dark;"),
    )


def _mail(kind: str, person: User) -> Any:
    facts = _facts()
    if kind == DIGEST:
        rows = [_notice(person, name, number) for number, name in enumerate(all_kinds()[:4], 1)]
        for row in rows:
            row.gathering = How.DAILY
        return compose_many(rows[0], [(row, _message(row.kind, facts)) for row in rows])
    if kind in (BREAKING, NEWSLETTER):
        bulletin = Bulletin(pk=0, kind=kind, subject=facts["headline"])
        copy = Copy(pk=0, subscriber=Subscriber(pk=0, address=person.email), bulletin=bulletin)
        return copying.copy(copy, Message(facts["headline"], "/", "", facts))
    if kind in OTHERS:
        return write(kind, {**facts, "url": settings.SITE_URL}, person.email, {})
    return compose(_notice(person, kind, 1), _message(kind, facts))


def _notice(person: User, kind: str, number: int) -> Notification:
    return Notification(
        pk=number, kind=kind, event="preview", recipient=person, channel=Channel.EMAIL, object_id=0
    )


def _message(kind: str, facts: dict[str, Any]) -> Message:
    return Message(f"{kind_of(kind).label}: “{facts['headline']}”", "/", "preview", facts)


def _label(kind: str) -> str:
    return {
        DIGEST: _("Several notices in one mail"),
        BREAKING: _("Breaking news"),
        NEWSLETTER: _("Newsletter"),
        "confirm_subscription": _("Confirming an address"),
        "known_subscription": _("Further letters to a known address"),
        "invitation": _("An invitation"),
        "test": _("Test"),
    }[kind]


def _facts() -> dict[str, Any]:
    """What templates may name, made up."""
    words = _(
        "The ferry left at noon with forty people aboard. Nobody noticed the fog until the harbour was gone."
    )
    headline = _("Ferry finds the harbour by its bell")
    story = {"headline": headline, "standfirst": words, "section": _("World"), "url": settings.SITE_URL}
    return {
        "headline": headline,
        "section": _("World"),
        "who": "Ada Editor",
        "author": "Rita Reader",
        "assignee": "Rosa Reporter",
        "name": "Rosa Reporter",
        "feed": "Harbour Wire",
        "role": _("Reporter"),
        "words": words,
        "note": words,
        "quote": _("forty people aboard"),
        "reason": _("Please name the source of the number."),
        "why": _("it did not answer for a day"),
        "answer": "HTTP 503 Service Unavailable",
        "brief": _("Four hundred words, with the captain."),
        "due": "12 May, 17:00",
        "late": 3,
        "minutes": 12,
        "others": 2,
        "waiting": 4,
        "number": 4,
        "unfollow_url": settings.SITE_URL,
        "expires_at": timezone.now(),
        "stories": [story, story],
    }
