"""Publishing: now, or at a chosen time."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from articles import presence
from articles.announcing import announce_article, name_of
from articles.checklist import blocking_words
from articles.digest import digest_of
from articles.holding import hold
from articles.local_times import zone_named
from articles.models import Article, Correction, PageChange, Revision
from articles.restrictions import in_words, must_end
from moderation import queue
from moderation.actors import Actor, Deputy
from moderation.errors import NotAllowed
from moderation.models import Decision
from moderation.recording import record
from moderation.transition import transition
from notifications.outbox import tell

SCHEDULE = Deputy("schedule")
CHANGED_BY_PUBLISHING = (
    "live",
    "published_at",
    "updated_at",
    "withdrawn_at",
    "expired_at",
    "expires_at",
    "expires_zone",
    "related_at",
    "key_points_at",
)
PUBLISHED = "published"
UNTROUBLED: dict[str, Any] = {"publish_refused_at": None, "publish_refusal": ""}


@transaction.atomic
def publish(revision: Revision, *, by: Actor, version: int, now: datetime | None = None) -> Decision:
    """Make the approved revision the live one; the one before it becomes history.

    Raises NotAllowed (role, embargo, expiry, checklist, a changed text), Conflict (somebody decided meanwhile).
    """
    now = now or timezone.now()
    article = hold(revision.article_id)
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
        changes={"published_at": now, **UNTROUBLED},
        text_digest=revision.digest,
        now=now,
    )
    is_first = article.published_at is None
    article.live = revision
    article.published_at = article.published_at or now
    article.updated_at = now
    was_to_end = article.expires_at
    end_in_time(article)
    article.withdrawn_at = article.expired_at = None
    article.related_at = None
    article.key_points_at = None
    article.save(update_fields=CHANGED_BY_PUBLISHING)
    if article.expires_at != was_to_end:
        _record_end(article, by=by, now=now)
    presence.release(article.pk)
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
    announce_article(name_of(revision, is_first=is_first), article, event=f"decision:{decision.pk}")
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
    zone_named(zone)
    if publish_at <= now:
        raise NotAllowed(_("This time has passed; publish now or choose a later one."))
    require_time_left(revision.article, publish_at)
    if revision.article.is_under_embargo(publish_at):
        raise NotAllowed(
            _("The embargo holds until %(time)s.") % {"time": spoken(revision.article.embargo_until)}
        )
    changes = {"publish_at": publish_at, "publish_zone": zone, **UNTROUBLED}
    return transition(
        revision, "schedule", by=by, version=version, changes=changes, text_digest=revision.digest, now=now
    )


@transaction.atomic
def unschedule(revision: Revision, *, by: User, version: int, now: datetime | None = None) -> Decision:
    """Take the revision off the schedule; it stays approved. Raises moderation.errors.Refused."""
    return _take_off(revision, by=by, version=version, now=now)


def take_off_schedule(article: Article, *, by: Actor, now: datetime) -> None:
    """Whoever takes an article off the site does not want the clock to bring it back: what waits stays approved."""
    waiting = (
        article.revisions.filter(state=Revision.State.SCHEDULED).select_related("article__section").first()
    )
    if waiting is not None:
        _take_off(waiting, by=by, version=waiting.version, now=now)


def require_time_left(article: Article, at: datetime) -> None:
    """Raises NotAllowed where the article's end has passed at that time."""
    limit = must_end(article.restrictions, article.published_at)
    if limit is not None and limit <= at:
        raise NotAllowed(
            _("Its owner let it stand until %(time)s only (“no archive”).") % {"time": spoken(limit)}
        )
    if article.expires_at is not None and article.expires_at <= at:
        raise NotAllowed(
            _("The article expires at %(time)s. Give it a later end in the filing, or none.")
            % {"time": spoken(article.expires_at)}
        )


def end_in_time(article: Article) -> None:
    """Give the article the end that its restrictions set ("no archive"), where nobody chose an earlier one."""
    limit = must_end(article.restrictions, article.published_at)
    if limit is not None and (article.expires_at is None or article.expires_at > limit):
        article.expires_at, article.expires_zone = limit, ""


def _record_end(article: Article, *, by: Actor, now: datetime) -> None:
    """An end that comes with publication is on record like any other: the database asks for the decision."""
    reason = ", ".join(in_words(article.restrictions))
    record(
        article,
        "file",
        source=PUBLISHED,
        target=PUBLISHED,
        by=by,
        version=None,
        reason=reason,
        text_digest="",
        now=now,
    )


def spoken(instant: datetime | None) -> str:
    """An instant in words, in the zone of the one who reads."""
    return f"{timezone.localtime(instant):%Y-%m-%d %H:%M %Z}" if instant else ""


def _take_off(revision: Revision, *, by: Actor, version: int, now: datetime | None) -> Decision:
    changes = {"publish_at": None, "publish_zone": "", **UNTROUBLED}
    return transition(
        revision, "unschedule", by=by, version=version, changes=changes, text_digest=revision.digest, now=now
    )


def _require_publishable(revision: Revision, article: Article, now: datetime) -> None:
    if article.is_under_embargo(now):
        raise NotAllowed(_("The embargo holds until %(time)s.") % {"time": spoken(article.embargo_until)})
    require_time_left(article, now)
    if revision.approved_digest and revision.approved_digest != digest_of(revision):
        raise NotAllowed(_("The text is not the one that was approved."))
    if words := blocking_words(revision):
        raise NotAllowed(words)
