"""Feeds that answer from another address for good: followed after three answers in a row that say the same. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop

ENOUGH = 3
_LONGEST = 1_000
_REMEMBERED = 20

SAYS_SO = gettext_noop("The server says that the feed has moved for good to %s.")
FOLLOWED = gettext_noop("The feed has moved for good to %s, and is asked for there from now on.")
TAKEN = gettext_noop(
    "The feed says that it has moved for good to %s, which is another feed here: one of the two can go."
)


@dataclass(frozen=True, slots=True)
class Address:
    """What is known of where a feed lives."""

    url: str
    moved_to: str = ""
    moved_times: int = 0
    former_urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """The feed's columns after an answer, and what is to be said of it in words."""

    changes: dict[str, Any]
    words: str = ""
    alert: str = ""  # "moved", "moved-onto"


def considered(address: Address, says: str, *, is_taken: bool) -> Move:
    """What follows from a good answer that ``says`` where the feed has moved to, if it does.

    Call it only where the new address answered with a feed: a name that was sold answers with something else.
    """
    if not says or says == address.url or len(says) > _LONGEST:
        return Move({"moved_to": "", "moved_times": 0} if address.moved_to else {})
    times = min(address.moved_times + 1, ENOUGH) if says == address.moved_to else 1
    waiting = {"moved_to": says, "moved_times": times}
    if times < ENOUGH:
        return Move(waiting, SAYS_SO % says)
    if is_taken:
        # Told when it comes to that, not at every poll from then on.
        is_told = says == address.moved_to and address.moved_times >= ENOUGH
        return Move(waiting, TAKEN % says, "" if is_told else "moved-onto")
    former = formerly(says, address.url, address.former_urls)
    moved = {"url": says, "moved_to": "", "moved_times": 0, "former_urls": former}
    return Move(moved, FOLLOWED % says, "moved")


def formerly(now: str, left: str, earlier: Iterable[str]) -> list[str]:
    """The former addresses of a feed that left one for another, the latest first."""
    return [url for url in (left, *earlier) if url != now][:_REMEMBERED]
