"""What reports hold of a person: theirs here, and those that they filed without an account under the same address."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from comments.models import Report
from comments.reporting.grounds import ILLEGAL
from moderation.models import Appeal
from moderation.models.appeal import WINDOW
from notifications.models import Letter

UNCONFIRMED = timedelta(days=30)  # who has not opened the mail by then will not


class Reports:
    """Reports that the person filed."""

    name = "reports"

    def export(self, person_id: int) -> Any:
        """Each with what was said and what became of it."""
        return [
            {
                "comment": report.comment_id,
                "filed": report.created_at.isoformat(),
                "reason": report.ground,
                "law": report.law,
                "law_reference": report.law_reference,
                "words": report.words,
                "name": report.name,
                "email": report.email,
                "outcome": report.outcome,
            }
            for report in _of(person_id).order_by("pk")
        ]

    def erase(self, person_id: int) -> int:
        """Words, name and address go; that somebody reported it, for which reason, stays for the figures.

        What others said of the person's own comments goes too: it names them, or quotes them.
        """
        Report.objects.filter(comment__author=person_id).update(words="", law_reference="")
        return forget(_of(person_id))


def forget(reports: QuerySet[Report], now: datetime | None = None) -> int:
    """Let go of who filed these and of what they said; returns how many they were."""
    addresses = set(reports.exclude(email="").values_list("email", flat=True))
    numbers = list(reports.values_list("pk", flat=True))
    Letter.objects.filter(address__in=addresses).delete()
    return Report.objects.filter(pk__in=numbers).update(
        reporter=None,
        name="",
        email="",
        language="",
        law_reference="",
        words="",
        forgotten_at=now or timezone.now(),
    )


def forget_old(now: datetime | None = None) -> int:
    """Let go of people without an account: when their report was settled so long ago that nobody can appeal any more,
    or when they never confirmed their address. Returns how many reports."""
    now = now or timezone.now()
    guests = Report.objects.filter(reporter=None, forgotten_at=None)
    waiting = Appeal.objects.filter(state=Appeal.State.WAITING, kind="comments.comment").values("object_id")
    settled = guests.filter(closed_at__lt=now - WINDOW).exclude(comment__in=waiting)
    never, _rows = (
        guests.filter(confirmed_at=None, created_at__lt=now - UNCONFIRMED).exclude(ground=ILLEGAL).delete()
    )
    return forget(settled, now) + never


def _of(person_id: int) -> QuerySet[Report]:
    addresses = User.objects.filter(pk=person_id, erased_at=None).values_list("email", flat=True)
    theirs = Q(reporter=person_id)
    for address in addresses:
        theirs |= Q(reporter=None, email=address.lower())
    return Report.objects.filter(theirs)
