"""Publishing: now, at a chosen time, and by the sweep when that time has come."""

import logging
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from articles.checklist import blocking_words
from articles.digest import digest_of
from articles.models import Article, Correction, PageChange, Revision
from moderation import queue
from moderation.actors import Actor, Deputy
from moderation.errors import NotAllowed, Refused
from moderation.models import Decision
from moderation.transition import transition
from notifications.outbox import tell

log = logging.getLogger(__name__)

SCHEDULE = Deputy("schedule")
BATCH = 50  # revisions that one sweep publishes before it lets others have their turn


@transaction.atomic
def publish(revision: Revision, *, by: Actor, version: int, now: datetime | None = None) -> Decision:
    """Make the approved revision the live one; the one before it becomes history.

    Raises NotAllowed (role, embargo, checklist, a changed text), Conflict (somebody decided meanwhile).
    """
    now = now or timezone.now()
    article = (
        Article.objects.select_for_update(of=("self",))
        .select_related("section", "live")
        .get(pk=revision.article_id)
    )
    _require_publishable(revision, article, now)
    previous = article.live
    if previous is not None:
        # The database allows one live revision: the old one steps down first, in the same transaction.
        transition(
            previous, "supersede", by=by, version=previous.version, text_digest=previous.digest, now=now
        )
    decision = transition(
        revision,
        "publish",
        by=by,
        version=version,
        changes={"published_at": now},
        text_digest=revision.digest,
        now=now,
    )
    article.live = revision
    article.published_at = article.published_at or now
    article.updated_at = now
    article.withdrawn_at = None
    article.related_at = None
    article.key_points_at = None
    article.save(
        update_fields=["live", "published_at", "updated_at", "withdrawn_at", "related_at", "key_points_at"]
    )
    revision.article = article
    if revision.change in (Revision.Change.UPDATE, Revision.Change.CORRECTION):
        Correction.objects.create(
            article=article,
            revision=revision,
            kind=revision.change,
            note=revision.change_note,
            published_at=now,
        )
    queue.close(revision, decision)
    PageChange.objects.create(article=article)
    concerned = [person for person in (revision.changed_by, revision.approved_by) if person is not None]
    tell(
        concerned,
        "published",
        event=f"decision:{decision.pk}",
        object_id=revision.pk,
        context={"decision": decision.pk},
        actor=by if isinstance(by, User) else None,
    )
    return decision


@transaction.atomic
def schedule(
    revision: Revision,
    *,
    by: User,
    version: int,
    publish_at: datetime,
    zone: str,
    now: datetime | None = None,
) -> Decision:
    """Let the sweep publish the approved revision at an instant, chosen in the time zone ``zone``.

    Raises NotAllowed (a time in the past or under the embargo, an unknown zone), and the other refusals of the door.
    """
    now = now or timezone.now()
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise NotAllowed(_("“%(zone)s” is no time zone.") % {"zone": zone}) from None
    if publish_at <= now:
        raise NotAllowed(_("This time has passed; publish now or choose a later one."))
    if revision.article.is_under_embargo(publish_at):
        raise NotAllowed(
            _("The embargo holds until %(time)s.") % {"time": _spoken(revision.article.embargo_until)}
        )
    changes = {"publish_at": publish_at, "publish_zone": zone}
    return transition(
        revision, "schedule", by=by, version=version, changes=changes, text_digest=revision.digest, now=now
    )


@transaction.atomic
def unschedule(revision: Revision, *, by: User, version: int, now: datetime | None = None) -> Decision:
    """Take the revision off the schedule; it stays approved. Raises moderation.errors.Refused."""
    changes = {"publish_at": None, "publish_zone": ""}
    return transition(
        revision, "unschedule", by=by, version=version, changes=changes, text_digest=revision.digest, now=now
    )


def publish_due(now: datetime | None = None) -> int:
    """Publish what is due, each in a transaction of its own; returns how many.

    One that cannot be published keeps its schedule, is logged with the reason and does not stop the others.
    """
    now = now or timezone.now()
    published, failed = 0, set[int]()
    for _turn in range(BATCH):
        with transaction.atomic():
            due = (
                Revision.objects.select_for_update(of=("self",), skip_locked=True)
                .filter(state=Revision.State.SCHEDULED, publish_at__lte=now)
                .exclude(pk__in=failed)
                .with_article()
                .order_by("publish_at", "id")
                .first()
            )
            if due is None:
                break
            try:
                publish(due, by=SCHEDULE, version=due.version, now=now)
            except Refused as refusal:
                failed.add(due.pk)
                log.error(
                    "Revision %s was due at %s and could not be published: %s",
                    due.pk,
                    due.publish_at,
                    refusal,
                )
            else:
                published += 1
    return published


def _require_publishable(revision: Revision, article: Article, now: datetime) -> None:
    if article.is_under_embargo(now):
        raise NotAllowed(_("The embargo holds until %(time)s.") % {"time": _spoken(article.embargo_until)})
    if revision.approved_digest and revision.approved_digest != digest_of(revision):
        raise NotAllowed(_("The text is not the one that was approved."))
    if words := blocking_words(revision):
        raise NotAllowed(words)


def _spoken(instant: datetime | None) -> str:
    return f"{timezone.localtime(instant):%Y-%m-%d %H:%M %Z}" if instant else ""
