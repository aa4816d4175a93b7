"""The weekdays in the demo's texts, which were written on a Tuesday and are read on any day."""

import re
from datetime import date

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WRITTEN_ON = DAYS.index("Tuesday")
_DAY = re.compile(r"\b(?:" + "|".join(DAYS) + r")\b")


def as_read_on(today: date, text: str) -> str:
    """The text with every weekday moved on by as much as today lies after a Tuesday."""
    shift = today.weekday() - WRITTEN_ON
    return _DAY.sub(lambda found: DAYS[(DAYS.index(found[0]) + shift) % 7], text)
