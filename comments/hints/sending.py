"""The verbs: send a comment to the desk as a possible correction, answer it, tell when the correction is published."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from articles.models import Correction, Revision
from comments.models import Comment, CorrectionHint
from comments.models.hint import HINT_LENGTH
from comments.refusals import Closed, TooSoon, Unfit
from common import limits
from common.limits import Limit
from moderation.models import Decision
from moderation.transition import transition
from notifications.outbox import tell

A_DAY = Limit("correction-hint", count=10, seconds=86_400)  # an editor reads each of them
SENT, ANSWERED, CORRECTED = "hint_sent", "hint_answered", "hint_corrected"


def send(comment: Comment, *, by: User, words: str = "", now: datetime | None = None) -> CorrectionHint:
    """Put it before the desk; one that waits already is answered with that one.

    Its author, any reader who can see it, and moderators may. Raises Closed (nobody can see it), Unfit (too long),
    TooSoon (a reader's limit of a day).
    """
    words = words.replace("\0", "").strip()
    if len(words) > HINT_LENGTH:
        raise Unfit(_("Say it in at most %(most)d characters.") % {"most": HINT_LENGTH})
    comment = Comment.objects.select_related("article__section", "article__live", "author").get(pk=comment.pk)
    is_moderator = by.has_perm("comments.approve_comment", comment)
    is_seen = comment.is_visible or comment.author_id == by.pk or is_moderator
    if comment.deleted_at is not None or not is_seen or not comment.article.is_published:
        raise Closed(_("This comment is no longer there."))
    if waiting := CorrectionHint.objects.filter(comment=comment, state=CorrectionHint.State.OPEN).first():
        return waiting
    if not is_moderator and (seconds := limits.take(f"user:{by.pk}", A_DAY)):
        raise TooSoon(seconds)
    try:
        return _stored(comment, by, words, now or timezone.now())
    except IntegrityError:  # somebody else at the same moment
        return CorrectionHint.objects.get(comment=comment, state=CorrectionHint.State.OPEN)


@transaction.atomic
def _stored(comment: Comment, by: User, words: str, now: datetime) -> CorrectionHint:
    hint = CorrectionHint.objects.create(
        comment=comment, article=comment.article, sender=by, words=words, created_at=now
    )
    live = comment.article.live
    desk = {person.pk: person for person in (live.changed_by, live.approved_by) if person} if live else {}
    concerned = [person for person in desk.values() if person.has_perm("comments.answer_hint", hint)]
    tell(concerned, SENT, event=f"hint:{hint.pk}", object_id=hint.pk, actor=by, now=now)
    return hint


@transaction.atomic
def answer(
    hint: CorrectionHint, *, taken_up: bool, words: str, by: User, version: int, now: datetime | None = None
) -> Decision:
    """Say whether it is a mistake, and what will be done; who sent it and the comment's author are told.

    Raises moderation.errors.Refused: NotAllowed (role), ReasonRequired (no words), Conflict (answered meanwhile).
    """
    now = now or timezone.now()
    words = words.replace("\0", "").strip()
    current = CorrectionHint.objects.select_related("article__section", "comment").get(pk=hint.pk)
    decision = transition(
        current,
        "take_up" if taken_up else "decline",
        by=by,
        version=version,
        reason=words,
        changes={"answer": words, "answered_at": now},
        now=now,
    )
    tell(_people(current), ANSWERED, event=f"decision:{decision.pk}", object_id=hint.pk, actor=by, now=now)
    return decision


def note_correction(correction: Correction, now: datetime) -> None:
    """A correction was published: the hints that were taken up on its article had their effect, and are told so."""
    if correction.kind != Revision.Change.CORRECTION:
        return
    taken_up = CorrectionHint.objects.select_for_update(of=("self",)).filter(
        article=correction.article_id,
        state=CorrectionHint.State.TAKEN_UP,
        correction=None,
        created_at__lt=correction.published_at,
    )
    for hint in taken_up.select_related("comment"):
        CorrectionHint.objects.filter(pk=hint.pk).update(correction=correction)
        event = f"hint:{hint.pk}:correction:{correction.pk}"
        tell(_people(hint), CORRECTED, event=event, object_id=hint.pk, now=now)


def _people(hint: CorrectionHint) -> list[User]:
    """Who sent it and who wrote the comment, each once."""
    keys = [key for key in (hint.sender_id, hint.comment.author_id) if key is not None]
    return list(User.objects.filter(pk__in=keys, is_active=True))
