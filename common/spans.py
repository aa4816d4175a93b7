"""Spans of time as commands take them: 12h, 90d, 8w."""

import re
from datetime import datetime, timedelta

from django.core.management.base import CommandError
from django.utils import timezone

_SPAN = re.compile(r"(\d{1,5})([dwh])")
_UNITS = {"h": "hours", "d": "days", "w": "weeks"}


def since(words: str) -> datetime:
    """The beginning of a span of time that ends now. Raises CommandError."""
    span = _SPAN.fullmatch(words)
    if not span:
        raise CommandError(f"“{words}” is no span of time; write 12h, 90d or 8w.")
    return timezone.now() - timedelta(**{_UNITS[span[2]]: int(span[1])})
