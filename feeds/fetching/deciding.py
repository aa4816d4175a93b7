"""What an answer means: pure, (answer, what is known) → what to do, in words an editor understands."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_noop

from feeds.fetching.asking import Answer

NOT_MODIFIED = gettext_noop("The server says that nothing has changed.")
SAME_BODY = gettext_noop("The same as last time.")
GONE = gettext_noop("The server says that the feed is gone for good (410). It is no longer polled.")
BY_STATUS = {
    400: gettext_noop("The server does not understand the request (400)."),
    401: gettext_noop("The feed asks for a sign-in (401)."),
    402: gettext_noop("The feed wants to be paid for (402)."),
    403: gettext_noop("The server does not let us read the feed (403)."),
    404: gettext_noop("There is nothing at this address (404)."),
    406: gettext_noop("The server has no feed in a format that we read (406)."),
    408: gettext_noop("The server gave up waiting (408)."),
    429: gettext_noop("The server finds that we ask too often (429)."),
    451: gettext_noop("The feed may not be shown for legal reasons (451)."),
    500: gettext_noop("The server has failed (500)."),
    502: gettext_noop("The server's own server does not answer properly (502)."),
    503: gettext_noop("The server is overloaded or being repaired (503)."),
    504: gettext_noop("The server's own server does not answer in time (504)."),
}
BY_KIND = {
    2: gettext_noop("The server answered without a feed."),
    3: gettext_noop("The server redirects, and does not say where to."),
    4: gettext_noop("The server refuses the request."),
    5: gettext_noop("The server has failed."),
}
NO_HTTP = gettext_noop("The server answered with a status that does not exist.")


class Step(StrEnum):
    """What is to be done with an answer."""

    READ = "read"
    REST = "rest"  # nothing new
    FAIL = "fail"
    MUTE = "mute"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The step and why, in plain words (in English; translated where they are shown)."""

    step: Step
    words: str = ""


def decide(answer: Answer, *, known_digest: str) -> Verdict:
    """Look at an answer before anything is parsed. ``known_digest`` is that of the last body that was read."""
    if answer.trouble:
        return Verdict(Step.FAIL, answer.trouble)
    if answer.status == 304:
        return Verdict(Step.REST, NOT_MODIFIED)
    if answer.status == 410:
        return Verdict(Step.MUTE, GONE)
    # 203 and 226 carry a body like 200; 206 would be a piece that nobody asked for.
    if answer.status in {200, 203, 226}:
        if known_digest and answer.digest == known_digest:
            return Verdict(Step.REST, SAME_BODY)
        return Verdict(Step.READ)
    return Verdict(Step.FAIL, BY_STATUS.get(answer.status) or BY_KIND.get(answer.status // 100, NO_HTTP))
