"""Expiry: at its time an article goes off the site by itself; with a later end, or none, it is brought back."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from articles import presence
from articles.announcing import announce_article
from articles.holding import hold
from articles.models import Article, PageChange
from articles.publishing import PUBLISHED, SCHEDULE, require_time_left, spoken, take_off_schedule
from moderation.errors import Conflict, NotAllowed
from moderation.models import Decision
from moderation.recording import latest_decision, record
from notifications.outbox import tell

EXPIRED = "expired"


@transaction.atomic
def expire(article: Article, *, now: datetime) -> Decision:
    """Take the article off the site because its time has run out; a text that waits on the schedule goes off it too.

    Call it with the row of the article locked, its live text, section and people read.
    Raises NotAllowed where readers do not see it, or its time has not come.
    """
    if article.live is None or not article.is_published:
        raise NotAllowed(_("This article is not published."))
    if article.expires_at is None or article.expires_at > now:
        raise NotAllowed(_("The time of this article has not run out."))
    decision = record(
        article,
        "expire",
        source=PUBLISHED,
        target=EXPIRED,
        by=SCHEDULE,
        version=None,
        reason="",
        text_digest=article.live.digest,
        now=now,
    )
    article.withdrawn_at = article.expired_at = now
    article.related_at = None
    article.save(update_fields=["withdrawn_at", "expired_at", "related_at"])
    take_off_schedule(article, by=SCHEDULE, now=now)
    presence.release(article.pk)
    PageChange.objects.create(article=article)
    concerned = [
        person for person in (article.live.changed_by, article.live.approved_by) if person is not None
    ]
    tell(
        concerned,
        "expired",
        event=f"decision:{decision.pk}",
        object_id=article.pk,
        context={"decision": decision.pk},
    )
    announce_article("expired", article, event=f"decision:{decision.pk}")
    return decision


@transaction.atomic
def renew(article: Article, *, by: User, now: datetime | None = None) -> Decision:
    """Bring an expired article back, with the text that it had; its filing must give it a later end, or none.

    Raises NotAllowed (role, not expired, its end has passed, the embargo), Conflict if it is back already.
    """
    now = now or timezone.now()
    locked = hold(article.pk)
    if not by.has_perm("articles.publish_revision", article):
        raise NotAllowed(_("Your role does not allow bringing this article back."))
    if locked.live is None:
        raise NotAllowed(_("This article is not published."))
    if locked.expired_at is None:
        raise Conflict(locked, latest_decision(locked))
    require_time_left(locked, now)
    if locked.is_under_embargo(now):
        raise NotAllowed(_("The embargo holds until %(time)s.") % {"time": spoken(locked.embargo_until)})
    decision = record(
        locked,
        "renew",
        source=EXPIRED,
        target=PUBLISHED,
        by=by,
        version=None,
        reason="",
        text_digest=locked.live.digest,
        now=now,
    )
    locked.withdrawn_at = locked.expired_at = locked.related_at = None
    locked.save(update_fields=["withdrawn_at", "expired_at", "related_at"])
    PageChange.objects.create(article=locked)
    return decision
