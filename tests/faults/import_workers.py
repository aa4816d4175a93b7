"""Workers that take feeds in: forked one by one when asked, so that each is at work at once and can be killed at any step.

Run with a database: ``python -m tests.faults.import_workers folder``. A line on the input asks for one more worker; its
number is printed. What a worker does is what a poll does after the fetch, with the same leases.
"""

import os
import signal
import sys
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
django.setup()

from django.utils import timezone  # noqa: E402

from feeds.fetching import polling  # noqa: E402
from feeds.intake.taking_in import take_in_all  # noqa: E402
from feeds.models import Feed  # noqa: E402
from feeds.parsing.document import parse  # noqa: E402
from feeds.parsing.reports import ParsedFeed  # noqa: E402


def work(folder: Path) -> None:
    """Take in whatever is due, until killed."""
    while True:
        feed = polling.claim_now(Feed.objects.filter(next_fetch_at__lte=timezone.now()).order_by("?"))
        if feed is None:
            time.sleep(0.02)
            continue
        parsed = parse((folder / feed.title).read_bytes(), {})
        if isinstance(parsed, ParsedFeed):
            tally = take_in_all(feed, parsed.items, timezone.now())
            if not tally.failures:
                Feed.objects.filter(pk=feed.pk, leased_until=feed.leased_until).update(
                    next_fetch_at=None, leased_until=None
                )


def main() -> None:
    """Fork when told to."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for _line in sys.stdin:
        child = os.fork()
        if not child:
            work(Path(sys.argv[1]))
        print(child, flush=True)


if __name__ == "__main__":
    main()
