"""Taking a passage out of a comment: the rest may stand. A decision like any other, whose author is told what went and why."""

import hashlib
import re
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from articles.models import PageChange
from comments import counting
from comments.models import Comment, EarlierText
from comments.rendering import rendered
from moderation import undoing
from moderation.errors import NotAllowed, ReasonRequired, Refused
from moderation.models import Decision, Item
from moderation.transition import transition
from notifications.outbox import tell

ELLIPSIS = "[…]"
KIND = Comment._meta.label_lower
# Between two words of a passage that was copied from the page: spaces, and signs of Markdown that the page does not show.
_BETWEEN = r"[\s*_`>\\]+"


class NotThere(Refused):
    """The passage does not stand in the comment, or is all of it."""


def without(text: str, passage: str) -> str:
    """The text with every place of the passage taken out, in any case. Raises NotThere. Pure."""
    if not passage.split():
        raise NotThere(_("Say which passage is to be taken out."))
    left = _taken_out(text, passage)
    if left == text:
        raise NotThere(_("This passage does not stand in the comment. Copy it from the text."))
    if not re.search(r"\w", left.replace(ELLIPSIS, "")):
        raise NotThere(_("Nothing would be left. Reject or remove the comment instead."))
    return left


@transaction.atomic
def redact(
    comment: Comment,
    passage: str,
    *,
    by: User,
    version: int,
    reason: str,
    reason_code: str = "",
    now: datetime | None = None,
) -> Decision:
    """Replace the passage by an ellipsis, also in what the comment said before and where others quote it.

    The reason and the passage are kept as the decision's evidence. The comment stays where it is in its workflow.
    Raises NotThere, ReasonRequired, and what a passage through the door raises (NotAllowed, Conflict).
    """
    now = now or timezone.now()
    if not reason.strip():
        raise ReasonRequired(_("Its author must be told why: choose a reason or write one."))
    article = counting.lock(comment.article_id)
    current = Comment.objects.select_for_update(of=("self",)).select_related("author").get(pk=comment.pk)
    current.article = article
    if current.deleted_at is not None:
        raise NotAllowed(_("Its author has deleted this comment."))
    left = without(current.text, passage) if current.version == version else current.text
    name = "redact" if current.state == Comment.State.APPROVED else "redact_waiting"
    with counting.kept(current):
        decision = transition(
            current,
            name,
            by=by,
            version=version,
            reason=evidence(reason, passage),
            reason_code=reason_code,
            changes={"text": left, "html": rendered(left)},
            text_digest=hashlib.sha256(left.encode()).hexdigest(),
            now=now,
        )
    _redact_elsewhere(current, passage)
    tell(
        [current.author],
        "comment_redacted",
        event=f"decision:{decision.pk}",
        actor=by,
        object_id=current.pk,
        context={"decision": decision.pk},
        delay=undoing.window(),
    )
    return decision


def evidence(reason: str, passage: str) -> str:
    """The words behind the decision: why, and what was taken out."""
    return _("%(reason)s\n\nTaken out: “%(passage)s”") % {
        "reason": reason.strip(),
        "passage": " ".join(passage.split()),
    }


def _redact_elsewhere(comment: Comment, passage: str) -> None:
    """What it said before, quotes of it in the same thread, and the marks that no longer fit its text."""
    for wording in EarlierText.objects.filter(comment=comment):
        EarlierText.objects.filter(pk=wording.pk).update(text=_taken_out(wording.text, passage))
    word = max(passage.split(), key=len)
    quoting = Comment.objects.filter(article=comment.article_id, text__contains=">", text__icontains=word)
    for other in quoting.exclude(pk=comment.pk).select_for_update(of=("self",)):
        lines = [
            _taken_out(line, passage) if line.lstrip().startswith(">") else line
            for line in other.text.splitlines()
        ]
        text = "\n".join(lines)
        if text != other.text:
            Comment.objects.filter(pk=other.pk).update(
                text=text, html=rendered(text), version=other.version + 1
            )
            if other.is_visible:
                PageChange.objects.create(article_id=comment.article_id, cards_too=False)
    for item in Item.objects.filter(kind=KIND, object_id=comment.pk, closed_at=None):
        reasons = [{key: value for key, value in one.items() if key != "evidence"} for one in item.reasons]
        Item.objects.filter(pk=item.pk).update(reasons=reasons)


def _taken_out(text: str, passage: str) -> str:
    """The text without the passage; as it is where the passage does not stand in it."""
    words = [re.escape(word) for word in passage.split()]
    return re.sub(_BETWEEN.join(words), ELLIPSIS, text, flags=re.IGNORECASE)
