"""Sweeps of the talk."""

from celery import shared_task

from comments import following


@shared_task(soft_time_limit=50, time_limit=60)
def tell_followers() -> int:
    """Write the notices of followed threads that are due."""
    return following.tell_due()
