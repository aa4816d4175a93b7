"""Sweeps of the desk."""

from celery import shared_task

from articles import (
    assigning,
    chasing,
    due,
    embargoes,
    outside_links,
    presence,
    rendering,
    review_mail,
    working_copies,
)
from articles.talk import closing


@shared_task(acks_late=True, soft_time_limit=50, time_limit=60)
def publish_due() -> int:
    """Publish what is due; returns how many."""
    return due.publish_due()


@shared_task(acks_late=True, soft_time_limit=50, time_limit=60)
def close_talks() -> int:
    """Make the pages anew whose comments the clock has closed; returns of how many articles."""
    return closing.close_due()


@shared_task(acks_late=True, soft_time_limit=50, time_limit=60)
def expire_due() -> int:
    """Take off the site what has expired; returns how many."""
    return due.expire_due()


@shared_task(acks_late=True, soft_time_limit=50, time_limit=60)
def remind_of_assignments() -> int:
    """Tell of work that is due or overdue, and of embargoes that end; returns how many."""
    return assigning.remind_due() + embargoes.remind_due()


@shared_task(acks_late=True, soft_time_limit=50, time_limit=60)
def make_renditions() -> int:
    """Make the widths and crops of pictures that wait; returns of how many."""
    return rendering.make_due()


@shared_task(acks_late=True, soft_time_limit=50, time_limit=60)
def sweep_working_copies() -> int:
    """Drop what was typed long ago and never saved, and pages that were closed; returns how many."""
    return working_copies.sweep() + presence.forget()


@shared_task(acks_late=True, soft_time_limit=50, time_limit=60)
def mail_review_links() -> int:
    """Send the links that wait for reviewers; returns how many left."""
    return review_mail.send_due()


@shared_task(acks_late=True, soft_time_limit=50, time_limit=60)
def tell_corrections() -> int:
    """Tell those who got a wrong version; returns of how many corrections."""
    return chasing.tell_due()


@shared_task(acks_late=True, soft_time_limit=50, time_limit=60)
def look_at_links() -> int:
    """Ask the outside addresses that texts lead to; returns how many."""
    return outside_links.look_due()
