"""How fast one may write: by account, by block of addresses, and, whatever became of Valkey, by the rows that are there.

A block is what a household or a school shares (IPv4 /24, IPv6 /48). It is kept as a hash under a secret that changes with the
day, in Valkey alone, and is forgotten within a day: it says “the same as just now” and cannot be turned back into an address.
"""

import ipaddress
from datetime import datetime, timedelta

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.models import User
from comments.models import Comment
from comments.refusals import TooSoon
from comments.rendering import links_in
from comments.screening import Reason
from common import limits
from common.limits import Limit

BURST = Limit("comment-burst", count=5, seconds=120)  # a heated exchange, not a flood
DAY = Limit("comment-day", count=150, seconds=86_400)  # more than anybody has to say
NEWCOMER = Limit(
    "comment-newcomer", count=10, seconds=3_600
)  # who came today has not that much to answer yet
BLOCK = Limit("comment-block", count=30, seconds=600)  # a class that discusses one article
BLOCK_DAY = Limit("comment-block-day", count=400, seconds=86_400)
# What the database lets pass on its own: twice the buckets, which refill as they are emptied. (rows, seconds)
ROWS = ((2 * BURST.count, BURST.seconds), (2 * DAY.count, DAY.seconds))
NEW_FOR = timedelta(days=1)
NEWCOMERS_LINKS = 1  # a source, not a catalogue


def require_pace(author: User, block: str = "", now: datetime | None = None) -> None:
    """Count one more text of the author and of their block. Raises TooSoon with the wait."""
    now = now or timezone.now()
    own = [BURST, DAY, NEWCOMER] if is_newcomer(author, now) else [BURST, DAY]
    wait = limits.take(f"block:{block}", BLOCK, BLOCK_DAY) if block else 0
    wait = wait or limits.take(f"user:{author.pk}", *own) or _rows_wait(author, now)
    if wait:
        raise TooSoon(wait)


def _rows_wait(author: User, now: datetime) -> int:
    """Seconds until the database lets the author go on. It holds also where Valkey is away or has been emptied."""
    waits = [0]
    times = Comment.objects.filter(author=author).order_by("-pk").values_list("created_at", flat=True)
    for rows, seconds in ROWS:
        for written in times[rows - 1 : rows]:
            waits.append(seconds - int((now - written).total_seconds()))
    return max(waits)


def is_newcomer(author: User, now: datetime) -> bool:
    """Whether they joined within a day."""
    return author.date_joined > now - NEW_FOR


def newcomers_links(author: User, html: str, now: datetime) -> list[Reason]:
    """A reason to look at the text of somebody who has just come and links to more than one place."""
    if not is_newcomer(author, now) or links_in(html) <= NEWCOMERS_LINKS:
        return []
    why = _("The account is not a day old, and the text has more than %(number)d link.")
    return [{"rule": "newcomers-links", "words": why % {"number": NEWCOMERS_LINKS}}]


def block_of(request: HttpRequest, now: datetime | None = None) -> str:
    """The hash of the block of addresses that the request comes from; it changes with the day."""
    try:
        number = ipaddress.ip_address(get_adapter().get_client_ip(request))
    except (ValueError, PermissionDenied):  # a socket without an address: then it limits nobody
        return ""
    if isinstance(number, ipaddress.IPv6Address) and number.ipv4_mapped:
        number = number.ipv4_mapped
    block = ipaddress.ip_network((number, 24 if number.version == 4 else 48), strict=False)
    day = (now or timezone.now()).date().isoformat()
    return salted_hmac(f"comments.block:{day}", str(block), algorithm="sha256").hexdigest()[:24]
