"""Following a thread: a notice of what is new, bundled, until the person has had enough.

The first new comment makes a follow due after a while, so that a lively hour is one notice and not thirty; what the notice
says is counted when it leaves. A person who was told just now is told again an hour later at the earliest.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from accounts.models import User
from articles.models import Article
from comments.counting import VISIBLE
from comments.models import Comment, Follow, Mute
from notifications.outbox import tell

GATHERED_FOR = timedelta(minutes=15)  # longer than any decision can be taken back
APART = timedelta(hours=1)
BATCH = 200


def follow(person: User, article: Article) -> None:
    """Tell the person of new comments under the article; twice is once."""
    Follow.objects.get_or_create(person=person, article=article)


def unfollow(person_id: int, article_id: int) -> None:
    """Tell them no more; nothing happens where they did not follow."""
    Follow.objects.filter(person=person_id, article=article_id).delete()


def note_shown(comment: Comment, now: datetime) -> None:
    """A comment became visible: who follows the thread is due, unless they are already. One UPDATE, in the verb."""
    soon = now + GATHERED_FOR
    waiting = Follow.objects.filter(article=comment.article_id, due_at=None).exclude(person=comment.author_id)
    waiting.update(due_at=Greatest(Coalesce(F("told_at") + APART, soon), soon))


@transaction.atomic
def tell_due(now: datetime | None = None) -> int:
    """Write a notice for each follow that is due, if anything is new. Returns how many follows were looked at."""
    now = now or timezone.now()
    due = Follow.objects.filter(due_at__lte=now).select_related("person").order_by("due_at", "pk")
    rows = list(due.select_for_update(of=("self",), skip_locked=True)[:BATCH])
    for row in rows:
        since = row.told_at or row.created_at
        tell(
            [row.person],
            "comment_followed",
            event=f"follow:{row.pk}:{now.isoformat()}",
            object_id=row.article_id,
            context={"since": since.isoformat(), "until": now.isoformat()},
            now=now,
        )
        Follow.objects.filter(pk=row.pk).update(due_at=None, told_at=now)
    return len(rows)


def news(person_id: int, article_id: int, since: datetime, until: datetime) -> QuerySet[Comment]:
    """What became visible in that time and is visible now, by others whom the person reads, newest last."""
    muted = Mute.objects.filter(person=person_id).values("muted")
    return (
        Comment.objects.filter(VISIBLE, Q(decided_at__gt=since, decided_at__lte=until), article=article_id)
        .exclude(author=person_id)
        .exclude(author__in=muted)
        .order_by("decided_at", "pk")
    )
