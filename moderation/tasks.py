"""Sweeps of the queue."""

from celery import shared_task

from moderation import checkpoints, leases, queue
from moderation.opinions import sampling


@shared_task(acks_late=True, soft_time_limit=50, time_limit=60)
def release_expired() -> int:
    """Clear the leases that ran out and the items whose objects are gone; returns how many rows."""
    return leases.release_expired() + queue.close_gone()


@shared_task(acks_late=True, soft_time_limit=50, time_limit=60)
def ask_second_opinions() -> int:
    """Ask a second person about a share of the decisions; returns how many cases."""
    return sampling.sample() + sampling.lapse_changed()


@shared_task(acks_late=True, soft_time_limit=550, time_limit=600)
def take_checkpoint() -> int:
    """Sign where every chain stands, once a day; returns how many checkpoints were taken."""
    return checkpoints.take_due()
