"""The sweep of the outbox."""

from celery import shared_task

from notifications import delivering, letters


@shared_task(soft_time_limit=110, time_limit=120)
def deliver_due() -> int:
    """Deliver what is due."""
    return delivering.deliver_due() + letters.deliver_due()
