"""Mending one's own comment in the minutes after it was written."""

from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from comments import counting, deciding, rescreening, screening, wordings
from comments.measures import standing
from comments.models import Comment
from comments.refusals import Closed
from comments.rendering import rendered
from moderation.actors import Deputy
from moderation.errors import Conflict, NotAllowed
from moderation.recording import latest_decision

EDIT_WINDOW = timedelta(
    minutes=5
)  # long enough for a slip of the pen, too short to change what others answered
EDITED = Deputy("edited-after-approval@1")


def is_editable(comment: Comment, person: User | AnonymousUser, now: datetime) -> bool:
    """Whether ``person`` may still mend it."""
    return (
        comment.author_id == person.pk
        and comment.deleted_at is None
        and comment.state in (Comment.State.PENDING, Comment.State.APPROVED)
        and now < comment.created_at + EDIT_WINDOW
    )


@transaction.atomic
def edit(comment: Comment, text: str, *, by: User, version: int, now: datetime | None = None) -> Comment:
    """Replace the words of one's own comment. What a person approved goes back to review: they approved other words.

    Raises NotAllowed (somebody else's), Closed (too late), Barred (a measure), Unfit (the text), Conflict (decided or changed meanwhile).
    """
    now = now or timezone.now()
    text = screening.tidy(text)
    article = counting.lock(comment.article_id)
    current = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    current.article = article
    if current.author_id != by.pk:
        raise NotAllowed(_("You can change only what you wrote yourself."))
    if current.version != version:
        raise Conflict(current, latest_decision(current))
    screening.require_open(article)
    measured = standing.require_allowed(by, article.section_slug, now)
    if not is_editable(current, by, now):
        raise Closed(_("The time to change this comment is over."))
    if text == current.text:
        return current
    reviewed = current.state == Comment.State.APPROVED and (
        measured.reviewing is not None or not _shown_by_rule(current)
    )
    wordings.keep(current, now)
    with counting.kept(current):
        changes = {"text": text, "html": rendered(text), "edited_at": now, "version": version + 1}
        Comment.objects.filter(pk=current.pk).update(**changes)
    current.refresh_from_db()
    current.article, current.author = article, by
    screened = screening.screen(current, article, is_new=False, now=now)
    if current.state == Comment.State.PENDING:
        rescreening.keep_waiting(current, screened)
    elif not reviewed:
        rescreening.look_again(current, screened, now)
    if reviewed:
        words = _("Its author changed it after it was approved.")
        deciding.reopen(
            current, by=EDITED, version=current.version, because={"rule": "edited", "words": words}, now=now
        )
        rescreening.keep_waiting(current, screened)
    return current


def _shown_by_rule(comment: Comment) -> bool:
    decision = latest_decision(comment)
    return decision is not None and decision.deputy == deciding.OPEN_THREAD.name
