"""Sweeps. Those that have made work for others let them look at once."""

from collections.abc import Sequence

from celery import shared_task
from django.utils import timezone

from common.nudging import nudge
from feeds.alerting import sweeping as alarms
from feeds.fetching import bodies, polling, watching_folders
from feeds.fetching.polls import Poll
from feeds.intake import burying
from feeds.trusting import passing, watching
from feeds.websub import asking_hubs, reading


@shared_task(acks_late=True, soft_time_limit=110, time_limit=120)
def poll_due() -> int:
    """Poll the feeds that are due; returns how many were."""
    return _counted(polling.poll_due())


@shared_task(acks_late=True, soft_time_limit=110, time_limit=120)
def watch_folders() -> int:
    """Take in what wires put into watched folders; returns in how many something lay."""
    return _counted(watching_folders.poll_folders())


@shared_task(soft_time_limit=110, time_limit=120)
def forget_old_polls() -> int:
    """Forget what need not be replayed any more; returns how many polls."""
    return bodies.sweep()


@shared_task(soft_time_limit=290, time_limit=300)
def delete_old_items() -> int:
    """Delete reports that nobody took and that are old; returns how many."""
    return burying.sweep(timezone.now())


@shared_task(acks_late=True, soft_time_limit=110, time_limit=120)
def ask_hubs() -> int:
    """Ask hubs to push the feeds that offer them; returns how many were asked."""
    return asking_hubs.ask_due()


@shared_task(acks_late=True, soft_time_limit=110, time_limit=120)
def read_pushes() -> int:
    """Take in what hubs have brought; returns how many pushes."""
    return _counted(reading.read_waiting())


@shared_task(acks_late=True, soft_time_limit=110, time_limit=120)
def look_after_feeds() -> int:
    """Begin and end the alarms of feeds; returns how many began."""
    if told := alarms.look():
        nudge()
    return told


@shared_task(acks_late=True, soft_time_limit=110, time_limit=120)
def pass_trusted() -> int:
    """Publish what came from trusted feeds, note what would have passed on trial; returns how many passed."""
    if passed := passing.pass_on():
        nudge()
    return passed


@shared_task(acks_late=True, soft_time_limit=110, time_limit=120)
def look_after_trust() -> int:
    """Reckon what feeds have earned, and withdraw what they have lost; returns how many changed."""
    if changed := watching.look():
        nudge()
    return changed


def _counted(polls: Sequence[Poll]) -> int:
    if any(poll.made_work for poll in polls):
        nudge()
    return len(polls)
