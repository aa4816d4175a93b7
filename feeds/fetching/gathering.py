"""One feed from its turn at the host to what the parser read; stores nothing. Many run beside each other in one loop."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils import timezone

from common import outbound
from feeds.fetching.asking import Answer, Question, fetch_beside_others
from feeds.fetching.deciding import Step, Verdict, decide, failed
from feeds.fetching.evidence import seen_in
from feeds.fetching.politeness import Turns
from feeds.fetching.scheduling import retry_after
from feeds.fetching.visiting import Busy, Visit
from feeds.models import Feed
from feeds.parsing.announced import announced_feeds, is_web_page
from feeds.parsing.killable import PARSERS, parse_killable_async
from feeds.parsing.reports import Parsed, ParsedFeed, Unparsable

# Answers that speak for the whole host: it is overrun, whichever of its feeds was asked.
OVERRUN = {429, 503}


@dataclass(frozen=True)
class Gathered:
    """What came of asking one feed. ``parsed`` only where there was something to read."""

    started_at: datetime
    answer: Answer
    verdict: Verdict
    parsed: ParsedFeed | None = None
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class NotNow:
    """The host is busy or wants to be left alone; when to come again."""

    host: str
    wait: timedelta


async def ask_in_turn(
    feed: Feed,
    turns: Turns,
    client: outbound.Client,
    *,
    before_growing: outbound.Grow | None = None,
    by_hand: bool = False,
) -> Answer | NotNow:
    """Ask the feed's server if nobody else of ours does, and tell the others where it wants to be left alone."""
    visit = Visit(turns, by_hand=by_hand)
    question = Question(feed.url, feed.etag, feed.last_modified)
    try:
        await visit.enter(feed.url)
        answer = await fetch_beside_others(question, client, before_growing, visit.enter_led)
        if answer.status in OVERRUN:
            visit.silence(answer.url, retry_after(answer.headers, timezone.now()))
        return answer
    except Busy as busy:
        return NotNow(busy.turn.host, busy.turn.wait)
    finally:
        await visit.end()


async def read_beside_others(feed: Feed, answer: Answer, started_at: datetime) -> Gathered:
    """Decide on the answer, and parse it where there is something to read. Never raises on what strangers send."""
    verdict = decide(answer, known_digest=feed.body_digest)
    if verdict.step != Step.READ:
        return understood(answer, verdict, None, started_at)
    parsed = await parse_killable_async(answer.body, answer.headers, started_at, parsers=PARSERS)
    return understood(answer, verdict, parsed, started_at)


def understood(answer: Answer, verdict: Verdict, parsed: Parsed | None, started_at: datetime) -> Gathered:
    """The last word on an answer, once it was parsed (or was not worth it), with what was seen where it failed."""
    if isinstance(parsed, ParsedFeed):
        read = replace(verdict, words=" ".join(parsed.notices))
        return Gathered(started_at, answer, read, parsed)
    if isinstance(parsed, Unparsable):
        verdict = _unreadable(answer, parsed.reason)
        return Gathered(started_at, answer, verdict, evidence=seen_in(answer, parsed.evidence))
    is_failure = verdict.step in {Step.FAIL, Step.MUTE}
    return Gathered(started_at, answer, verdict, evidence=seen_in(answer) if is_failure else "")


def _unreadable(answer: Answer, reason: str) -> Verdict:
    if found := announced_feeds(answer.body, answer.url):
        return failed("web-page-with-feed", {"reason": reason, "found": found[0]})
    return failed("web-page" if is_web_page(answer.body) else "unreadable", {"reason": reason})
