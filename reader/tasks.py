"""Sweeps of the public site."""

from celery import shared_task

from reader import invalidation


@shared_task(acks_late=True, soft_time_limit=25, time_limit=30)
def sweep_page_changes() -> int:
    return invalidation.sweep()
