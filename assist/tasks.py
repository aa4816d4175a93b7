"""Sweeps of the reading aids."""

from celery import shared_task

from assist import proposing


@shared_task(acks_late=True, soft_time_limit=110, time_limit=120)
def propose_due() -> int:
    """Propose key points for new texts; returns how many articles were looked at."""
    return proposing.propose_due()
