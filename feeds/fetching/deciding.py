"""What an answer means: pure, (answer, what is known) → what to do, and why: as a code with its facts, and in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext_noop

from common import outbound_errors
from feeds.fetching.asking import Answer

NOT_MODIFIED = gettext_noop("The server says that nothing has changed.")
SAME_BODY = gettext_noop("The same as last time.")

WORDS: Mapping[str, str] = {
    **outbound_errors.WORDS,
    "status-400": gettext_noop("The server does not understand the request (400)."),
    "status-401": gettext_noop("The feed asks for a sign-in (401)."),
    "status-402": gettext_noop("The feed wants to be paid for (402)."),
    "status-403": gettext_noop("The server does not let us read the feed (403)."),
    "status-404": gettext_noop("There is nothing at this address (404)."),
    "status-406": gettext_noop("The server has no feed in a format that we read (406)."),
    "status-408": gettext_noop("The server gave up waiting (408)."),
    "status-410": gettext_noop(
        "The server says that the feed is gone for good (410). It is no longer polled."
    ),
    "status-429": gettext_noop("The server finds that we ask too often (429)."),
    "status-451": gettext_noop("The feed may not be shown for legal reasons (451)."),
    "status-500": gettext_noop("The server has failed (500)."),
    "status-502": gettext_noop("The server's own server does not answer properly (502)."),
    "status-503": gettext_noop("The server is overloaded or being repaired (503)."),
    "status-504": gettext_noop("The server's own server does not answer in time (504)."),
    "status-2xx": gettext_noop("The server answered without a feed (%(status)s)."),
    "status-3xx": gettext_noop("The server redirects, and does not say where to (%(status)s)."),
    "status-4xx": gettext_noop("The server refuses the request (%(status)s)."),
    "status-5xx": gettext_noop("The server has failed (%(status)s)."),
    "status-none": gettext_noop("The server answered with a status that does not exist (%(status)s)."),
    "unreadable": "%(reason)s",  # what the parser said
    "web-page": "%(reason)s",
    "web-page-with-feed": "%(reason)s",
    "our-fault": gettext_noop("Newsroom itself made an error while polling this feed; its log says more."),
}
NO_FACTS: Mapping[str, Any] = MappingProxyType({})


class Step(StrEnum):
    """What is to be done with an answer."""

    READ = "read"
    REST = "rest"  # nothing new
    FAIL = "fail"
    MUTE = "mute"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The step and why, in plain words (in English; translated where they are shown).

    A failure has a ``code`` of ``WORDS`` and its facts beside, from which it is told in any language.
    """

    step: Step
    words: str = ""
    code: str = ""
    params: Mapping[str, Any] = field(default=NO_FACTS)


def failed(code: str, params: Mapping[str, Any] = NO_FACTS, step: Step = Step.FAIL) -> Verdict:
    """The verdict on what could not be read."""
    return Verdict(step, WORDS[code] % params, code, params)


def decide(answer: Answer, *, known_digest: str) -> Verdict:
    """Look at an answer before anything is parsed. ``known_digest`` is that of the last body that was read."""
    if answer.trouble:
        if answer.trouble_code in WORDS:
            return failed(answer.trouble_code, answer.trouble_params)
        return Verdict(Step.FAIL, answer.trouble)
    if answer.status == 304:
        return Verdict(Step.REST, NOT_MODIFIED)
    if answer.status == 410:
        return failed("status-410", step=Step.MUTE)
    # 203 and 226 carry a body like 200; 206 would be a piece that nobody asked for.
    if answer.status in {200, 203, 226}:
        if known_digest and answer.digest == known_digest:
            return Verdict(Step.REST, SAME_BODY)
        return Verdict(Step.READ)
    for code in (f"status-{answer.status}", f"status-{answer.status // 100}xx"):
        if code in WORDS:
            return failed(code, {"status": answer.status})
    return failed("status-none", {"status": answer.status})
