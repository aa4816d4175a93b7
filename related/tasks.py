"""Sweeps of the linking."""

from celery import shared_task

from common.nudging import nudge
from related import linking


@shared_task(acks_late=True, soft_time_limit=110, time_limit=120)
def link_due() -> int:
    """Link what waits; returns how many. Pages that show the lists are looked at at once."""
    if linked := linking.link_due():
        nudge()
    return linked
