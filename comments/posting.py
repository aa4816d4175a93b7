"""Writing a comment: check, store, and either show it at once or let it wait for a person."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from articles.models import Article
from comments import counting, deciding, membership, pacing, paths, screening
from comments.measures import standing
from comments.models import Comment
from comments.refusals import Unfit
from comments.rendering import rendered
from comments.screening import Reason
from moderation import queue


def post(
    article: Article,
    author: User,
    text: str,
    parent: Comment | None = None,
    *,
    submission: UUID | None = None,
    suspicions: Sequence[Reason] = (),
    paced: bool = True,
    block: str = "",
    now: datetime | None = None,
) -> Comment:
    """Store a comment; the same ``submission`` again answers with the comment that it stored.

    ``suspicions`` are reasons to look at it (a form sent faster than a person types); they never refuse it.
    ``block`` is the hash of the block of addresses that it comes from (``pacing.block_of``).
    ``paced=False`` is for what is loaded, not typed: an import or a demo, whose dates lie in the past.
    Raises Unfit (the text), TooSoon (with the wait), Closed (article or parent take none), Barred (a measure).
    """
    text = screening.tidy(text)
    if stored := _stored(submission, author):
        return stored
    screening.require_open(article)
    membership.require_member(author, article)
    suspicions = [*suspicions, *standing.reasons(standing.require_allowed(author, article.section_slug, now))]
    if paced:
        pacing.require_pace(author, block)
    try:
        return _store(article, author, text, parent, submission, suspicions, paced, now or timezone.now())
    except IntegrityError:  # the same form at the same moment, which was first
        if stored := _stored(submission, author):
            return stored
        raise


def _stored(submission: UUID | None, author: User) -> Comment | None:
    if submission is None:
        return None
    found = Comment.objects.filter(submission=submission).first()
    if found is not None and found.author_id != author.pk:
        raise Unfit(_("This form was sent by somebody else. Send it again."))
    return found


@transaction.atomic
def _store(
    article: Article,
    author: User,
    text: str,
    parent: Comment | None,
    submission: UUID | None,
    suspicions: Sequence[Reason],
    paced: bool,
    now: datetime,
) -> Comment:
    article = counting.lock(article.pk)
    if stored := _stored(submission, author):
        return stored
    screening.require_open(article)
    if parent is not None:
        parent = Comment.objects.get(pk=parent.pk)
        screening.require_answerable(parent, article)
    repeated = screening.repetition(article, author, text, now)
    comment = Comment.objects.create(
        article=article,
        author=author,
        parent=parent,
        text=text,
        html=rendered(text),
        submission=submission,
        created_at=now,
        **paths.branch(parent),
    )
    comment.path = paths.path_of(comment)
    comment.save(update_fields=["path"])
    screened = screening.screen(comment, article, [*suspicions, *repeated], paced=paced, now=now)
    if not screened.holds:
        deciding.approve(comment, by=deciding.OPEN_THREAD, version=comment.version, now=now)
    if screened.reasons:
        queue.enqueue(
            comment,
            section=article.section.slug,
            reasons=screened.reasons,
            priority=screened.priority,
            author_id=author.pk,
            language=article.language,
        )
    return comment
