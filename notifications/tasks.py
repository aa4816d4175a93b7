"""The sweeps of the outbox."""

from celery import shared_task

from notifications import delivering, letters
from notifications.bulletins import subscribing
from notifications.webhooks import delivering as webhooks


@shared_task(soft_time_limit=110, time_limit=120)
def deliver_due() -> int:
    """Deliver what is due."""
    return letters.deliver_due() + delivering.deliver_due()


@shared_task
def forget_addresses() -> int:
    """Let go of addresses that were not confirmed or have left."""
    return subscribing.forget()


@shared_task(soft_time_limit=290, time_limit=300)
def deliver_webhooks() -> int:
    """Deliver what is due to other programs."""
    return webhooks.deliver_due()
