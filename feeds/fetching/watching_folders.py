"""Polling of watched folders: each file is parsed, taken in, and only then moved, so that a killed worker loses nothing.

What it had taken in already is known by its identity when the file is read again.
"""

import logging
import time
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_noop

from feeds.fetching import leasing
from feeds.fetching.asking import Answer
from feeds.fetching.deciding import Step, Verdict
from feeds.fetching.folders import DONE, FAILED, Folder, Resting, Unreachable, opened
from feeds.fetching.keeping import Poll, keep
from feeds.intake.taking_in import Tally, take_in_all
from feeds.models import Feed
from feeds.parsing.killable import parse_killable
from feeds.parsing.reports import Unparsable

log = logging.getLogger(__name__)

# Looking costs nothing, and a wire's flash may not wait.
LOOK_AGAIN = timedelta(seconds=20)
# Of one sweep; feeds of the web wait behind it.
SECONDS = 20.0
FEEDS = 50

NOTHING_NEW = gettext_noop("Nothing new lies in the folder.")
LEFT_OUT = gettext_noop("%(name)s could not be read: %(reason)s")
NOT_TAKEN_IN = gettext_noop("%(name)s was read, but not everything in it could be taken in: %(reason)s")
NOT_MOVED = gettext_noop("%(name)s could not be moved out of the way: %(reason)s")
OUR_FAULT = gettext_noop("%(name)s: Newsroom itself made an error; its log says more.")


@dataclass
class _Look:
    """What one look into a folder brought."""

    files: int = 0
    tallies: list[Tally] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def poll_folders() -> list[Poll]:
    """Look into every folder that is due, until none is left or the time is up."""
    until, polls, now = time.monotonic() + SECONDS, list[Poll](), timezone.now()
    for feed in leasing.claim(leasing.due_folders(now), now, FEEDS):
        if time.monotonic() > until:
            leasing.let_go(feed)
            continue
        poll = poll_folder(feed, until)
        if poll.verdict.step != Step.REST:
            polls.append(poll)
    return polls


def poll_folder(feed: Feed, until: float | None = None) -> Poll:
    """Take in what rests in the folder of a feed that was claimed. Never raises on a file."""
    until = until or time.monotonic() + SECONDS
    started_at, look = timezone.now(), _Look()
    try:
        with opened(feed) as folder:
            for file in folder.resting(started_at):
                if time.monotonic() > until:
                    break
                leasing.renew([feed])
                _take(feed, folder, file, look)
    except (Unreachable, OSError) as trouble:
        look.failures.append(str(trouble))
    next_look = timezone.now() + LOOK_AGAIN
    if not look.files and not look.failures:
        # Thousands of looks a day find nothing; the history is of what came.
        leasing.let_go(feed, next_fetch_at=next_look)
        return Poll(feed, started_at, Answer(feed.url), Verdict(Step.REST, NOTHING_NEW))
    verdict = Verdict(Step.FAIL, " ".join(look.failures)) if look.failures else Verdict(Step.READ)
    poll = Poll(
        feed, started_at, Answer(feed.url, 200 if look.files else 0), verdict, tally=_sum(look.tallies)
    )
    keep(poll)
    Feed.objects.filter(pk=feed.pk, leased_until=None).exclude(health=Feed.Health.MUTED).update(
        next_fetch_at=next_look
    )
    return poll


def _take(feed: Feed, folder: Folder, file: Resting, look: _Look) -> None:
    """Read one file, take in what it holds, and put it out of the way."""
    try:
        why = _taken_in(feed, folder.read(file.name), file, look)
    except OSError as error:
        why = LEFT_OUT % {"name": file.name, "reason": error.strerror or error}
    except Exception:
        log.exception("feed %s: %s could not be taken in", feed.pk, file.name)
        why = OUR_FAULT % {"name": file.name}
    if why is None:
        return
    look.files += 1
    try:
        folder.put(file.name, FAILED if why else DONE, timezone.now(), why)
    except OSError as error:
        # It is read again at every look and taken in once; but somebody should see to the folder.
        reason = NOT_MOVED % {"name": file.name, "reason": error.strerror or error}
        why = f"{why} {reason}".strip()
    if why:
        look.failures.append(why)


def _taken_in(feed: Feed, body: bytes, file: Resting, look: _Look) -> str | None:
    """Why not, or not all of it; empty where it is; None where it shall be looked at again."""
    parsed = parse_killable(body, {})
    if isinstance(parsed, Unparsable):
        if file.is_young:
            return None
        reason = f"{parsed.reason} ({parsed.evidence})" if parsed.evidence else parsed.reason
        return LEFT_OUT % {"name": file.name, "reason": reason}
    tally = take_in_all(feed, parsed.items, timezone.now())
    look.tallies.append(tally)
    if not tally.failures:
        return ""
    return NOT_TAKEN_IN % {"name": file.name, "reason": " ".join(tally.failures)}


def _sum(tallies: list[Tally]) -> Tally:
    return Tally(
        items=sum(tally.items for tally in tallies),
        new=sum(tally.new for tally in tallies),
        updated=sum(tally.updated for tally in tallies),
        folded=sum(tally.folded for tally in tallies),
        known=sum(tally.known for tally in tallies),
        failures=tuple(words for tally in tallies for words in tally.failures),
    )
