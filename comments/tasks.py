"""Sweeps of the talk."""

from celery import shared_task
from django.utils import timezone

from comments import following, guest_mail, guests, ranking, waiting_long
from comments.reporting import personal as reporters
from comments.rules import asking, heating, replaying
from comments.scoring import weekly

REPLAYS_FOR = 45  # seconds of one tick


@shared_task(soft_time_limit=50, time_limit=60)
def tell_followers() -> int:
    """Write the notices of followed threads that are due."""
    return following.tell_due()


@shared_task(acks_late=True, soft_time_limit=50, time_limit=60)
def forget_earlier_ranks() -> int:
    """Forget ranks that nobody pages by any more; returns how many."""
    return ranking.forget_earlier()


@shared_task(acks_late=True, soft_time_limit=50, time_limit=60)
def look_for_waiting() -> int:
    """Tell moderators of comments that wait too long; returns how many those are."""
    return waiting_long.tell_of_them()


@shared_task(soft_time_limit=50, time_limit=60)
def mail_guests() -> int:
    """Mail the links that guests wait for, and forget what nobody confirmed in time."""
    guests.forget_expired()
    return guest_mail.mail_due()


@shared_task(acks_late=True, soft_time_limit=550, time_limit=600)
def forget_reporters() -> int:
    """Forget people without an account whose reports are settled for good; returns how many reports."""
    return reporters.forget_old()


@shared_task(acks_late=True, soft_time_limit=110, time_limit=120)
def replay_rules() -> int:
    """Go on with the replays that were asked for; returns how many batches."""
    return replaying.go_on_due(REPLAYS_FOR)


@shared_task(soft_time_limit=110, time_limit=120)
def forget_keys() -> int:
    """Forget the hashes by which campaigns are seen, once they are too old for it; returns of how many comments."""
    return asking.forget_keys(timezone.now())


@shared_task(acks_late=True, soft_time_limit=1_700, time_limit=1_800)
def train_score() -> str:
    """Train the score anew on what people decided since; says what became of it."""
    return weekly.train()


@shared_task(acks_late=True, soft_time_limit=50, time_limit=60)
def watch_heat() -> int:
    """Slow or hold threads that run hot, and end what is over; returns how many began."""
    return heating.look()
