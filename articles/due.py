"""What the clock does: publish what is due, and take off what has expired; once each, however many look."""

import logging
import time
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from articles import expiring, publishing
from articles.checked import checked
from articles.models import Article, Revision
from articles.troubles import LATE, tell_of_lateness, tell_of_refusal
from moderation.errors import Refused

log = logging.getLogger(__name__)

TURN_SECONDS = 40.0  # how long one sweep goes on while something is due; tasks are stopped after 50


def publish_due(now: datetime | None = None) -> int:
    """Publish what is due, each in a transaction of its own; returns how many.

    One that cannot be published keeps its schedule and says why; the others go on.
    """
    return _work_off(lambda skip: _publish_next(skip, now or timezone.now()))


def expire_due(now: datetime | None = None) -> int:
    """Take off the site what has expired, each in a transaction of its own; returns how many."""
    return _work_off(lambda skip: _expire_next(skip, now or timezone.now()))


def _work_off(next_one: Callable[[set[int]], bool | None]) -> int:
    """Again and again until nothing is left, or the sweep's turn is over."""
    done, skip, end = 0, set[int](), time.monotonic() + TURN_SECONDS
    while time.monotonic() < end:
        went_well = next_one(skip)
        if went_well is None:
            break
        done += went_well
    return done


def _publish_next(skip: set[int], now: datetime) -> bool | None:
    """Publish the next one; False where it was refused (and is in ``skip`` from now on), None where nothing is due."""
    with transaction.atomic():
        waiting = Revision.objects.filter(state=Revision.State.SCHEDULED, publish_at__lte=now).with_article()
        # The article's row first, as every verb takes it; what another sweep has is left to it.
        first = (
            waiting.select_for_update(of=("article",), no_key=True, skip_locked=True)
            .exclude(pk__in=skip)
            .order_by("publish_at", "id")
            .first()
        )
        if first is None:
            return None
        # Another sweep, or a person, may have been faster while the article's row was on its way here.
        due = waiting.select_for_update(of=("self",), skip_locked=True).filter(pk=first.pk).first()
        if due is None or due.publish_at is None:
            skip.add(first.pk)
            return False
        refusal = _attempt(
            lambda: publishing.publish(due, by=publishing.SCHEDULE, version=due.version, now=now)
        )
        if refusal:
            skip.add(due.pk)
            _note(due, refusal, now)
            return False
        if now - due.publish_at > LATE:
            log.warning("Revision %s was due at %s and published at %s only", due.pk, due.publish_at, now)
            tell_of_lateness(due, now)
        return True


def _expire_next(skip: set[int], now: datetime) -> bool | None:
    with transaction.atomic():
        article = (
            Article.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
            .filter(live__isnull=False, withdrawn_at=None, expires_at__lte=now)
            .exclude(pk__in=skip)
            .select_related("section", "live__changed_by", "live__approved_by")
            .order_by("expires_at", "id")
            .first()
        )
        if article is None:
            return None
        if refusal := _attempt(lambda: expiring.expire(article, now=now)):
            skip.add(article.pk)
            log.error("Article %s expired at %s and stays: %s", article.pk, article.expires_at, refusal)
            return False
        return True


def _attempt(verb: Callable[[], object]) -> str:
    """Do it, with all that the database checks at a commit; returns the words of a refusal, or "".

    A database that is away, or gives way in a deadlock, is no refusal: the next sweep tries again.
    """
    try:
        with checked():
            verb()
    except Refused as refusal:
        return str(refusal)
    return ""


def _note(due: Revision, refusal: str, now: datetime) -> None:
    """Keep the schedule whole and the reason beside it; a new reason is told once."""
    if due.publish_refusal == refusal:
        return
    log.error("Revision %s was due at %s and could not be published: %s", due.pk, due.publish_at, refusal)
    Revision.objects.filter(pk=due.pk).update(publish_refused_at=now, publish_refusal=refusal)
    tell_of_refusal(due, refusal)
