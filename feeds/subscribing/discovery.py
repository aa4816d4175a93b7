"""Finding feeds: a person gives any address of a site, and is shown the feeds that it has and what they hold."""

import time
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext_noop

from feeds.fetching.asking import Answer, Question, fetch
from feeds.fetching.deciding import Step, decide
from feeds.parsing.killable import parse_killable
from feeds.parsing.links import canonical, web_address
from feeds.parsing.reports import ParsedFeed, Unparsable
from feeds.subscribing.pointers import pointers

# Somebody waits for the page; what was found until then is shown.
SECONDS = 25.0
MOST_CANDIDATES = 6
NOT_AN_ADDRESS = gettext_noop("This is no web address: it begins with http:// or https:// and names a host.")
NO_FEED = gettext_noop("There is no feed at this address, and the page names none.")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A feed that was found, read once."""

    url: str
    feed: ParsedFeed
    moved_to: str = ""  # its server says that it lives elsewhere for good


@dataclass(frozen=True, slots=True)
class Found:
    """What came of looking. ``trouble`` says in words (English, translated where shown) why nothing was found."""

    candidates: tuple[Candidate, ...] = ()
    trouble: str = ""
    evidence: str = ""
    looked_at: tuple[str, ...] = field(default=())


def completed(typed: str) -> str:
    """The address that was meant: ``paper.example/news`` is one, too. Empty where it is none."""
    typed = typed.strip()
    if typed.lower().startswith("feed:"):
        typed = typed[5:].removeprefix("//")
    if typed and "://" not in typed:
        typed = f"https://{typed}"
    return web_address(typed)


def discover(typed: str) -> Found:
    """Look for feeds at an address, then where its page points to, each read once. Never raises on what is there."""
    address = completed(typed)
    if not address:
        return Found(trouble=NOT_AN_ADDRESS)
    until = time.monotonic() + SECONDS
    answer = fetch(Question(address))
    verdict = decide(answer, known_digest="")
    if verdict.step != Step.READ:
        return Found(trouble=verdict.words, looked_at=(address,))
    parsed = parse_killable(answer.body, answer.headers, timezone.now())
    if isinstance(parsed, ParsedFeed):
        return Found((Candidate(answer.url, parsed, answer.moved_to),), looked_at=(address,))
    candidates, looked_at = _followed(answer, until)
    if candidates:
        return Found(tuple(candidates), looked_at=(address, *looked_at))
    return Found(trouble=NO_FEED, evidence=parsed.reason, looked_at=(address, *looked_at))


def _followed(page: Answer, until: float) -> tuple[list[Candidate], list[str]]:
    """The feeds that a page points to; what answers the same as another is one feed."""
    candidates: list[Candidate] = []
    looked_at: list[str] = []
    seen: set[str] = set()
    for address in pointers(page.body.decode("utf-8", "replace"), page.url):
        if len(candidates) >= MOST_CANDIDATES or time.monotonic() > until:
            break
        looked_at.append(address)
        answer = fetch(Question(address))
        if decide(answer, known_digest="").step != Step.READ or {canonical(answer.url), answer.digest} & seen:
            continue
        parsed = parse_killable(answer.body, answer.headers, timezone.now())
        if isinstance(parsed, Unparsable):
            continue
        seen |= {canonical(answer.url), answer.digest}
        candidates.append(Candidate(answer.url, parsed, answer.moved_to))
    return candidates, looked_at
