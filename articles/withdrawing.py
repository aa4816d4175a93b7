"""Withdrawal (kill): the article is gone from every page within seconds, its address answers 410 with a notice."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from articles import presence
from articles.announcing import announce_article
from articles.holding import hold
from articles.models import Article, PageChange
from articles.publishing import PUBLISHED, take_off_schedule
from moderation.errors import Conflict, NotAllowed, ReasonRequired
from moderation.models import Decision
from moderation.recording import latest_decision, record
from notifications.outbox import tell

WITHDRAWN = "withdrawn"


@transaction.atomic
def withdraw(
    article: Article, *, by: User, reason: str, notice: str = "", now: datetime | None = None
) -> Decision:
    """Take a published article off the site; ``reason`` is for the record, ``notice`` for readers.

    A text that waits on the schedule goes off it too: a kill is not undone by the clock.

    Raises NotAllowed (role, or it is not published), ReasonRequired, Conflict if it was withdrawn meanwhile.
    """
    now = now or timezone.now()
    if not by.has_perm("articles.withdraw_article", article):
        raise NotAllowed(_("Your role does not allow withdrawing this article."))
    if not reason.strip():
        raise ReasonRequired(_("A withdrawal needs a reason."))
    locked = hold(article.pk)
    if locked.withdrawn_at is not None:
        raise Conflict(locked, latest_decision(locked))
    if locked.live is None:
        raise NotAllowed(_("This article is not published."))
    decision = record(
        locked,
        "withdraw",
        source=PUBLISHED,
        target=WITHDRAWN,
        by=by,
        version=None,
        reason=reason.strip(),
        text_digest=locked.live.digest,
        now=now,
    )
    Article.objects.filter(pk=article.pk).update(
        withdrawn_at=now, withdrawal_notice=notice.strip(), related_at=None
    )
    take_off_schedule(locked, by=by, now=now)
    presence.release(article.pk)
    PageChange.objects.create(article=locked)
    concerned = [person for person in (locked.live.changed_by, locked.live.approved_by) if person is not None]
    tell(
        concerned,
        "withdrawn",
        event=f"decision:{decision.pk}",
        object_id=article.pk,
        context={"decision": decision.pk},
        actor=by,
    )
    announce_article("withdrawn", locked, event=f"decision:{decision.pk}")
    article.refresh_from_db(fields=["withdrawn_at", "withdrawal_notice", "related_at"])
    return decision
