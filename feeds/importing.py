"""Files and addresses given by hand, through the same pipeline as polls."""

import hashlib
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext_noop

from articles.models import Source
from feeds.fetching import polling
from feeds.fetching.asking import Answer, Question, fetch
from feeds.fetching.deciding import Step, Verdict, decide
from feeds.fetching.gathering import Gathered
from feeds.fetching.keeping import Poll, begin, keep
from feeds.intake.taking_in import take_in_all
from feeds.models import DRAWER, Feed, Fetch
from feeds.parsing.killable import parse_killable
from feeds.parsing.refusing import MAX_BYTES
from feeds.parsing.reports import ParsedFeed, Unparsable
from feeds.subscribing.adding import slug_of

DEFAULT_SOURCE = "Imported files"
UNREADABLE = gettext_noop("The file cannot be read: %s.")
BUSY = gettext_noop("This feed is being polled at this moment.")


def is_web_address(name: str) -> bool:
    """An address, not a file."""
    return name.lower().startswith(("http://", "https://"))


def read_file(name: str) -> tuple[bytes, str]:
    """The bytes, and in words why there are none. One byte more than is parsed tells that there is too much."""
    try:
        with Path(name).open("rb") as file:
            return file.read(MAX_BYTES + 1), ""
    except (OSError, ValueError) as error:
        return b"", UNREADABLE % (getattr(error, "strerror", None) or error)


def parse_file(name: str) -> ParsedFeed | Unparsable:
    """Read one file without storing anything. Never raises on what is in it."""
    body, trouble = read_file(name)
    return Unparsable(trouble) if trouble else parse_killable(body, {})


def import_one(name: str, source_name: str = "") -> Poll | Unparsable:
    """Take one file or address in; Unparsable where nothing could be read and no feed is known to tell it on."""
    if not is_web_address(name):
        body, trouble = read_file(name)
        return Unparsable(trouble) if trouble else _import(name, Answer("", 200, {}, body), source_name)
    known = Feed.objects.filter(url=name)
    if known.exists():
        feed = polling.claim_now(known)
        return polling.poll_safely(feed) if feed else Unparsable(BUSY)
    answer = fetch(Question(name))
    verdict = decide(answer, known_digest="")
    if verdict.step != Step.READ:
        return Unparsable(verdict.words)
    return _import(name, answer, source_name)


def _import(name: str, answer: Answer, source_name: str) -> Poll | Unparsable:
    now = timezone.now()
    parsed = parse_killable(answer.body, answer.headers, now)
    if isinstance(parsed, Unparsable):
        return parsed
    feed = _drawer(parsed.link or parsed.title or Path(name).name, parsed.title, source_name)
    verdict = Verdict(Step.READ, " ".join(parsed.notices))
    fetch = begin(feed, Gathered(now, answer, verdict, parsed), Fetch.Way.BY_HAND)
    # Not watched as a poll is: what a file does not hold may stand in another one.
    tally = take_in_all(feed, parsed.items, now, fetch=fetch)
    result = Poll(feed, now, answer, verdict, tally=tally, way=Fetch.Way.BY_HAND, fetch=fetch)
    keep(result)
    return result


def _drawer(scope: str, title: str, source_name: str) -> Feed:
    """The feed that imports of one origin belong to: what comes twice is the same item, from elsewhere it is not."""
    name = source_name or DEFAULT_SOURCE
    slug = slug_of(name)
    source, _ = Source.objects.get_or_create(slug=slug, defaults={"name": name[:120]})
    address = f"{DRAWER}{slug}:{hashlib.sha256(scope.encode('utf-8', 'replace')).hexdigest()[:16]}"
    feed, _ = Feed.objects.get_or_create(
        url=address,
        defaults={"source": source, "title": (title or scope)[:300], "next_fetch_at": None},
    )
    return feed
