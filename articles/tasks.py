"""Sweeps of the desk."""

from celery import shared_task

from articles import assigning, due, presence, rendering, working_copies


@shared_task(acks_late=True, soft_time_limit=50, time_limit=60)
def publish_due() -> int:
    """Publish what is due; returns how many."""
    return due.publish_due()


@shared_task(acks_late=True, soft_time_limit=50, time_limit=60)
def expire_due() -> int:
    """Take off the site what has expired; returns how many."""
    return due.expire_due()


@shared_task(acks_late=True, soft_time_limit=50, time_limit=60)
def remind_of_assignments() -> int:
    """Tell of work that is due or overdue; returns how many."""
    return assigning.remind_due()


@shared_task(acks_late=True, soft_time_limit=50, time_limit=60)
def make_renditions() -> int:
    """Make the widths and crops of pictures that wait; returns of how many."""
    return rendering.make_due()


@shared_task(acks_late=True, soft_time_limit=50, time_limit=60)
def sweep_working_copies() -> int:
    """Drop what was typed long ago and never saved, and pages that were closed; returns how many."""
    return working_copies.sweep() + presence.forget()
