"""Sweeps of the linking."""

from celery import shared_task
from django.utils import timezone

from common.nudging import nudge
from related import drawings, linking


@shared_task(acks_late=True, soft_time_limit=110, time_limit=120)
def link_due() -> int:
    """Link what waits; returns how many articles. Pages that show the lists are looked at at once."""
    if swept := linking.link_due():
        nudge()
    return swept.articles


@shared_task(acks_late=True, soft_time_limit=500, time_limit=540)
def draw_due() -> int:
    """Draw anew what is telling where it is time; returns for how many languages."""
    return drawings.draw_due(now=timezone.now())
