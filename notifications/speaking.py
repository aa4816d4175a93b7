"""In whose language and by whose clock a message is written."""

import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.utils import timezone, translation

from accounts.models import User


@contextmanager
def spoken_to(person: User) -> Iterator[None]:
    """The person's language and time zone, or the site's where they named none."""
    with translation.override(person.language or settings.LANGUAGE_CODE), timezone.override(zone_of(person)):
        yield


def zone_of(person: User) -> zoneinfo.ZoneInfo:
    """The person's zone; one that this machine does not know counts as none."""
    try:
        return zoneinfo.ZoneInfo(person.time_zone or settings.TIME_ZONE)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo(settings.TIME_ZONE)
