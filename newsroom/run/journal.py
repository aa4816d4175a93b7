"""The one log: time, who speaks, what they say; in colour where somebody looks on."""

import contextlib
import os
import sys
from datetime import datetime

OURS = "newsroom"
COLUMN = 9
PALETTE = {
    OURS: "1",
    "web": "36",
    "worker": "33",
    "beat": "35",
    "wire": "34",
    "mail": "32",
    "services": "90",
    "prepare": "90",
}
PLAIN_COLOUR = "37"


def in_colour() -> bool:
    """Colour only on a terminal, and never where ``NO_COLOR`` asks for none (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


class Journal:
    """Writes lines of many processes so that a person can tell them apart."""

    def __init__(self, colour: bool | None = None) -> None:
        self.colour = in_colour() if colour is None else colour

    def paint(self, text: str, code: str) -> str:
        """The text in a colour, or as it is."""
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour else text

    def write(self, who: str, line: str) -> None:
        """One line. A terminal that has gone away is no reason to stop."""
        clock = datetime.now().astimezone().strftime("%H:%M:%S")
        name = self.paint(f"{who:<{COLUMN}}", PALETTE.get(who, PLAIN_COLOUR))
        with contextlib.suppress(OSError, ValueError):
            print(f"{self.paint(clock, '90')} {name} │ {line}", flush=True)

    def say(self, line: str) -> None:
        """A line of our own."""
        self.write(OURS, line)

    def warn(self, line: str) -> None:
        """A line of our own that wants to be seen."""
        self.write(OURS, self.paint(line, "31"))
