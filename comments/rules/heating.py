"""The heat breaker: a thread whose pace or reports jump is slowed, or held, until a certain moment; moderators are told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.backends import people_with
from accounts.models import User
from articles.models import Article
from comments.models import Breaker
from comments.rules.heat import NAME
from moderation.actors import Deputy
from moderation.errors import Refused
from moderation.models import Decision
from moderation.transition import transition
from notifications.outbox import tell

WINDOW = timedelta(minutes=10)
USUAL_OVER = timedelta(hours=24)
LEAST_COMMENTS = 20  # in the window: fewer is a talk, however sudden
TIMES_USUAL = 4
LEAST_REPORTERS = 5  # different people in the window
SLOW_MINUTES = 5
STANDS_FOR = timedelta(minutes=60)
# After a person lifted it, the sweep leaves the thread alone for so long.
LEFT_ALONE = timedelta(hours=3)
DEPUTY = Deputy(NAME)
PERMISSION = "comments.lift_breaker"

_HOT = """
WITH lately AS (
    SELECT article_id, count(*) AS comments FROM comments_screening WHERE at > %(begin)s GROUP BY article_id
), reported AS (
    SELECT c.article_id, count(DISTINCT coalesce(r.reporter_id, -r.id)) AS reporters
    FROM comments_report AS r JOIN comments_comment AS c ON c.id = r.comment_id
    WHERE r.created_at > %(begin)s GROUP BY c.article_id
)
SELECT coalesce(l.article_id, r.article_id), coalesce(l.comments, 0), coalesce(r.reporters, 0),
    (SELECT count(*) FROM comments_screening AS s
        WHERE s.article_id = coalesce(l.article_id, r.article_id) AND s.at BETWEEN %(day)s AND %(begin)s)
FROM lately AS l FULL JOIN reported AS r USING (article_id)
WHERE coalesce(l.comments, 0) >= %(comments)s OR coalesce(r.reporters, 0) >= %(reporters)s
"""


@dataclass(frozen=True, slots=True)
class Heat:
    """One thread in the last ten minutes, beside its last day."""

    article_id: int
    comments: int
    reporters: int
    before: int  # comments of the day until then

    @property
    def usual(self) -> float:
        """Comments in ten minutes, over the day."""
        return self.before * (WINDOW / USUAL_OVER)

    @property
    def kind(self) -> str:
        """What is to be done; empty where it is only lively. Pure."""
        if self.reporters >= LEAST_REPORTERS:
            return Breaker.Kind.HOLD
        if self.comments >= LEAST_COMMENTS and self.comments >= TIMES_USUAL * self.usual:
            return Breaker.Kind.SLOW
        return ""

    @property
    def why(self) -> str:
        """In words."""
        if self.kind == Breaker.Kind.HOLD:
            return _("%(count)d people reported comments of this thread within ten minutes.") % {
                "count": self.reporters
            }
        return _("%(count)d comments within ten minutes; usual are %(usual).1f.") % {
            "count": self.comments,
            "usual": self.usual,
        }


def look(now: datetime | None = None) -> int:
    """The sweep: end what is over, begin where a thread runs hot; returns how many began."""
    now = now or timezone.now()
    for breaker in Breaker.objects.filter(state=Breaker.State.ACTING, ends_at__lte=now):
        try:
            transition(breaker, "end", by=DEPUTY, version=breaker.version, now=now)
        except Refused:  # somebody lifted it at this moment
            continue
    return sum(_begin(heat, now) for heat in hot(now) if heat.kind)


def hot(now: datetime) -> Sequence[Heat]:
    """The threads in which much happens: one query."""
    facts: dict[str, Any] = {
        "begin": now - WINDOW,
        "day": now - USUAL_OVER,
        "comments": LEAST_COMMENTS,
        "reporters": LEAST_REPORTERS,
    }
    with connection.cursor() as cursor:
        cursor.execute(_HOT, facts)
        return [Heat(*row) for row in cursor.fetchall()]


def _begin(heat: Heat, now: datetime) -> bool:
    spared = Breaker.objects.filter(
        article=heat.article_id, state=Breaker.State.LIFTED, ends_at__gt=now - LEFT_ALONE
    )
    if (
        spared.exists()
        or Breaker.objects.filter(article=heat.article_id, state=Breaker.State.ACTING).exists()
    ):
        return False
    try:
        with transaction.atomic():
            article = Article.objects.select_related("section").get(pk=heat.article_id)
            breaker = Breaker.objects.create(
                article=article,
                kind=heat.kind,
                minutes=SLOW_MINUTES if heat.kind == Breaker.Kind.SLOW else 0,
                began_at=now,
                ends_at=now + STANDS_FOR,
                why=heat.why,
                facts={"comments": heat.comments, "reporters": heat.reporters, "before": heat.before},
            )
            transition(breaker, "begin", by=DEPUTY, version=breaker.version, reason=heat.why, now=now)
            moderators = [one for one in people_with(PERMISSION) if one.has_perm(PERMISSION, breaker)]
            tell(moderators, "heat_breaker", event=f"breaker:{breaker.pk}", object_id=breaker.pk, now=now)
    except IntegrityError:  # another sweep was first
        return False
    return True


def lift(breaker: Breaker, *, by: User, version: int, reason: str, now: datetime | None = None) -> Decision:
    """End it before its time. Raises moderation.errors.Refused."""
    now = now or timezone.now()
    return transition(
        breaker, "lift", by=by, version=version, reason=reason, changes={"ends_at": now}, now=now
    )
