"""Deleting one's own comment: the words are gone at once, a tombstone stays where replies hang."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from comments import counting
from comments.models import Comment
from comments.reporting import settling
from moderation import queue
from moderation.appeals import deciding as appeals
from moderation.errors import NotAllowed


@transaction.atomic
def delete(comment: Comment, *, by: User, now: datetime | None = None) -> None:
    """Take one's own comment back, in whatever state it is; twice is once. Raises NotAllowed for anybody else's.

    It is no passage of the door: the state stays what the record says, ``deleted_at`` says the rest. The words go at
    once, also for the desk. Whoever decides on it at the same moment is told that its author was first.
    """
    now = now or timezone.now()
    article = counting.lock(comment.article_id)
    current = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    if current.author_id != by.pk:
        raise NotAllowed(_("You can delete only what you wrote yourself."))
    if current.deleted_at is None:
        current.article = article
        with counting.kept(current):
            current.deleted_at, current.text, current.html = now, "", ""
            Comment.objects.filter(pk=current.pk).update(
                deleted_at=now, text="", html="", version=F("version") + 1
            )
        current.earlier_texts.all().delete()
        queue.close(current, None)
        settling.settle_gone(current, now)
        appeals.overtake(Comment._meta.label_lower, current.pk, now)
    comment.deleted_at, comment.text, comment.html = current.deleted_at, "", ""
