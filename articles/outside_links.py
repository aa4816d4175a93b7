"""Looking at the outside addresses that texts lead to: noted when a text is saved, asked in the background."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from articles.body_links import links_in
from articles.models import OutsideLink
from common import outbound
from common.outbound_errors import OutboundError, TooLarge

BATCH = 8  # looks that one sweep takes; each at most LIMITS.total seconds
LIMITS = outbound.Limits(connect=3, read=4, total=5, size=64 * 1024, redirects=5)
LEASE = timedelta(minutes=5)  # a look that died is taken up again after this
FRESH = timedelta(hours=12)  # an address that was looked at since is not asked again
AGAIN = (timedelta(minutes=10), timedelta(hours=2), timedelta(hours=24))
GONE = {404, 410}
Ask = Callable[[str], outbound.Response]
MOST = 200  # addresses of one text; past it a text is a directory


def digest_of_address(url: str) -> str:
    """By which an address is found again, however long it is."""
    return hashlib.sha256(url.encode()).hexdigest()


def note(html: str, now: datetime | None = None) -> None:
    """See that the outside addresses of the text are looked at; in the transaction that saves it."""
    now = now or timezone.now()
    urls = [link.url for link in links_in(html) if link.is_outside and len(link.url) <= 2_000][:MOST]
    if not urls:
        return
    OutsideLink.objects.bulk_create(
        [OutsideLink(url=url, url_digest=digest_of_address(url), due_at=now) for url in sorted(set(urls))],
        ignore_conflicts=True,
    )
    stale = Q(due_at=None) & (Q(checked_at=None) | Q(checked_at__lt=now - FRESH))
    OutsideLink.objects.filter(stale, url_digest__in=map(digest_of_address, urls)).update(due_at=now)


def look_due(now: datetime | None = None, ask: Ask | None = None) -> int:
    """Ask the addresses that are due; returns how many. No lock is held while a server thinks."""
    now = now or timezone.now()
    with transaction.atomic():
        due = list(
            OutsideLink.objects.select_for_update(skip_locked=True)
            .filter(due_at__lte=now)
            .order_by("due_at")[:BATCH]
        )
        OutsideLink.objects.filter(pk__in=[link.pk for link in due]).update(due_at=now + LEASE)
    for link in due:
        status, words = _answer(link.url, ask or _ask)
        _store(link, status, words, now)
    return len(due)


def _ask(url: str) -> outbound.Response:
    return outbound.request(url, limits=LIMITS)


def _answer(url: str, ask: Ask) -> tuple[int, str]:
    try:
        return ask(url).status, ""
    except TooLarge:
        return 200, ""
    except OutboundError as error:
        return 0, str(error)[:200]


def _store(link: OutsideLink, status: int, words: str, now: datetime) -> None:
    # Who is refused (401, 403, 429) or asked at a bad moment (503) is there all the same.
    is_bad = status == 0 or status in GONE
    failures = link.failures + 1 if is_bad else 0
    again = AGAIN[failures - 1] if is_bad and failures <= len(AGAIN) else None
    OutsideLink.objects.filter(pk=link.pk).update(
        checked_at=now,
        status=status,
        words=words,
        failures=F("failures") + 1 if is_bad else 0,
        due_at=now + again if again else None,
    )
