"""What follows from an answer, or from none. Pure."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=1)
# An endpoint that failed for so long is paused: its messages wait, nobody is asked in vain.
DEAD_AFTER = timedelta(days=1)
# One message that is refused so often, while others are taken, is given up: it would hold up all about its object.
MOST_ATTEMPTS = 12
JITTER = 0.25
LONGEST_ASKED = timedelta(hours=6)  # by Retry-After

_dice = random.SystemRandom()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: a status, or 0 with why there was none. ``retry_after`` in seconds."""

    status: int
    words: str = ""
    retry_after: int = 0
    is_refused: bool = False  # by our own guard: such an address is never spoken to

    @property
    def is_taken(self) -> bool:
        """Whether the receiver has it."""
        return 200 <= self.status < 300


def wait_after(failures: int, chance: float, answer: Answer) -> timedelta:
    """How long the endpoint is left alone after so many failures in a row; ``chance`` from 0 to 1 spreads it."""
    wait = min(FIRST_WAIT * (1 << min(failures - 1, 16)), LONGEST_WAIT) * (1 + JITTER * (2 * chance - 1))
    asked = min(timedelta(seconds=answer.retry_after), LONGEST_ASKED)
    return max(wait, asked)


def wait_now(failures: int, answer: Answer) -> timedelta:
    """The same with a throw of the dice."""
    return wait_after(failures, _dice.random(), answer)


def must_pause(answer: Answer, failing_since: datetime, now: datetime) -> str:
    """Why the endpoint is paused: "gone", "dead", or empty."""
    if answer.status == 410:
        return "gone"
    return "dead" if answer.is_refused or now - failing_since >= DEAD_AFTER else ""
