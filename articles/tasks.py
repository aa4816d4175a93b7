"""Sweeps of the desk."""

from celery import shared_task

from articles import publishing


@shared_task(acks_late=True, soft_time_limit=50, time_limit=60)
def publish_due() -> int:
    """Publish what is due; returns how many."""
    return publishing.publish_due()
