"""What came of one attempt, and what follows from it. Pure: no database, no mail server."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

# With these a message is tried for about fourteen hours: a night in which nobody looks at the mail server.
MAX_ATTEMPTS = 14
FIRST_DELAY = timedelta(seconds=10)
MAX_REFUSALS = 3  # of a mail that was refused for good: a server's own trouble may look like that for an hour
LONGEST_DELAY = timedelta(hours=4)
JITTER = 0.25  # a server that comes back is not met by everything at once

_dice = random.SystemRandom()


@dataclass(frozen=True, slots=True)
class Sent:
    """It left."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """Nothing was left to tell, or the person does not want it."""

    reason: str


@dataclass(frozen=True, slots=True)
class Failed:
    """It did not leave; the reason is fit for an operator to read."""

    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """It was refused for good; ``is_address``: so will be all that goes to the address."""

    reason: str
    is_address: bool = False


Outcome = Sent | Dropped | Failed | Refused


def delay_after(attempts: int, chance: float) -> timedelta:
    """How long to wait after so many failures; ``chance`` from 0 to 1 spreads it."""
    delay = min(FIRST_DELAY * (1 << (attempts - 1)), LONGEST_DELAY)
    return delay * (1 + JITTER * (2 * chance - 1))


def consequences(outcome: Outcome, attempts: int, now: datetime) -> dict[str, Any]:
    """The columns that the outcome changes, after ``attempts`` (this one included)."""
    if isinstance(outcome, Sent):
        return {"attempts": attempts, "sent_at": now, "last_error": ""}
    if isinstance(outcome, Dropped):
        return {"attempts": attempts, "dropped_at": now, "last_error": outcome.reason}
    is_final = isinstance(outcome, Refused) and (outcome.is_address or attempts >= MAX_REFUSALS)
    if is_final or attempts >= MAX_ATTEMPTS:
        return {"attempts": attempts, "dead_at": now, "last_error": outcome.reason}
    wait = delay_after(attempts * 4 if isinstance(outcome, Refused) else attempts, _dice.random())
    return {"attempts": attempts, "next_attempt_at": now + wait, "last_error": outcome.reason}
