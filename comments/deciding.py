"""Decisions about comments: approve, reject, spam, remove, restore, reopen. Each is the whole of it, in one transaction:
state and record, the article's count and page, the queue, and who is told.
"""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from comments import counting, following, picking
from comments.models import Comment
from comments.reporting import settling
from comments.screening import Reason
from comments.workflow import COMMENT
from moderation import queue, undoing
from moderation.actors import Actor, Deputy
from moderation.appeals import deciding as appeals
from moderation.errors import NotAllowed
from moderation.models import Decision
from moderation.reason_codes import SPAM
from moderation.recording import latest_decision
from moderation.transition import transition
from notifications.outbox import tell

OPEN_THREAD = Deputy("open-thread@1")  # the mode of the article is the publisher's standing approval


def approve(comment: Comment, *, by: Actor, version: int, now: datetime | None = None) -> Decision:
    """Show it. Its author and whom it answers are told, each once. Raises moderation.errors.Refused."""
    return _decide(comment, "approve", by, version, "", now)


def reject(
    comment: Comment,
    *,
    by: Actor,
    version: int,
    reason: str,
    reason_code: str = "",
    now: datetime | None = None,
) -> Decision:
    """Do not show it; the author is told why. Raises moderation.errors.Refused."""
    return _decide(comment, "reject", by, version, reason, now, reason_code)


def spam(comment: Comment, *, by: Actor, version: int, now: datetime | None = None) -> Decision:
    """Do not show it and tell nobody. Raises moderation.errors.Refused."""
    return _decide(comment, "spam", by, version, "", now, SPAM)


def remove(
    comment: Comment,
    *,
    by: Actor,
    version: int,
    reason: str,
    reason_code: str = "",
    now: datetime | None = None,
) -> Decision:
    """Take it out of the thread; replies stay below a tombstone, the author is told why. Raises Refused."""
    return _decide(comment, "remove", by, version, reason, now, reason_code)


def restore(comment: Comment, *, by: Actor, version: int, now: datetime | None = None) -> Decision:
    """Show again what was removed; the author is told. Raises moderation.errors.Refused."""
    return _decide(comment, "restore", by, version, "", now)


@transaction.atomic
def reopen(
    comment: Comment, *, by: Actor, version: int, because: Reason | None = None, now: datetime | None = None
) -> Decision:
    """Take a decision back: it waits for a person again, who sees why. Raises moderation.errors.Refused."""
    decision = _decide(comment, "reopen", by, version, "", now)
    why = because or {"rule": "reopened", "words": _("An earlier decision was taken back.")}
    queue.enqueue_again(comment, why, section=comment.section_slug)
    return decision


def keep(comment: Comment, *, by: Actor, version: int, now: datetime | None = None) -> Decision:
    """Leave it as it is although it was reported; whoever reported it is told. Raises moderation.errors.Refused."""
    return _decide(comment, "keep", by, version, "", now)


def uphold(comment: Comment, *, by: Actor, version: int, now: datetime | None = None) -> Decision:
    """Look at what was refused once more, and leave it so. Raises moderation.errors.Refused."""
    return _decide(comment, f"uphold_{comment.state}", by, version, "", now)


@transaction.atomic
def take_back(comment: Comment, *, by: Actor, version: int, now: datetime | None = None) -> Decision:
    """Undo the newest decision: what readers saw before it they see again, all else waits as it did. Raises Refused."""
    last = latest_decision(comment)
    if last is None or last.from_state != Comment.State.APPROVED:
        return reopen(comment, by=by, version=version, now=now)
    decision = _decide(comment, "reinstate", by, version, "", now)
    why = {"rule": "reopened", "words": _("An earlier decision was taken back.")}
    queue.enqueue_again(comment, why, section=comment.section_slug)
    return decision


def decide(
    comment: Comment, name: str, *, by: User, version: int, reason: str = "", reason_code: str = ""
) -> Decision:
    """The decision of that name, for whoever has it as a word: a button of the desk. Raises Refused."""
    if name == "reject":
        return reject(comment, by=by, version=version, reason=reason, reason_code=reason_code)
    if name == "remove":
        return remove(comment, by=by, version=version, reason=reason, reason_code=reason_code)
    verbs = {"approve": approve, "spam": spam, "restore": restore, "reopen": reopen, "keep": keep}
    verbs |= {"uphold": uphold, "pick": picking.pick, "unpick": picking.unpick}
    if name not in verbs:
        raise NotAllowed(_("“%(action)s” is nothing that can be done here.") % {"action": name})
    return verbs[name](comment, by=by, version=version)


@transaction.atomic
def _decide(
    comment: Comment,
    name: str,
    by: Actor,
    version: int,
    reason: str,
    now: datetime | None,
    reason_code: str = "",
) -> Decision:
    now = now or timezone.now()
    article = counting.lock(comment.article_id)
    current = Comment.objects.select_related("author", "parent__author").get(pk=comment.pk)
    current.article = article
    if current.deleted_at is not None:
        raise NotAllowed(_("Its author has deleted this comment."))
    with counting.kept(current):
        decision = transition(
            current,
            name,
            by=by,
            version=version,
            reason=reason,
            reason_code=reason_code,
            changes={"decided_at": None if name == "reopen" else now, **_pick_after(name)},
            text_digest=hashlib.sha256(current.text.encode()).hexdigest(),
            now=now,
        )
    queue.close(current, decision)
    settling.settle(current, decision, now)
    appeals.overtake(decision.kind, current.pk, now)
    _tell(current, decision, by)
    if current.is_visible:
        following.note_shown(current, now)
    comment.state, comment.version, comment.decided_at = current.state, current.version, current.decided_at
    return decision


def _pick_after(name: str) -> dict[str, None]:
    """A pick is of words that stand; should they come back, somebody looks at them anew."""
    return {} if COMMENT[name].target == Comment.State.APPROVED else {"picked_at": None}


def _tell(comment: Comment, decision: Decision, by: Actor) -> None:
    person = None if isinstance(by, Deputy) else by
    of_decision = f"decision:{decision.pk}"
    # Whoever decided may take it back: so long nobody is told, and then only of what still holds.
    facts: dict[str, Any] = {"object_id": comment.pk, "context": {"decision": decision.pk}}
    facts["delay"] = undoing.window() if person else timedelta(0)
    # What a rule lets pass its author sees at once.
    kind = {
        "approve": "comment_approved" if person else None,
        "restore": "comment_approved",
        "reject": "comment_rejected",
        "remove": "comment_rejected",
    }.get(decision.name)
    if kind:
        tell([comment.author], kind, event=of_decision, actor=person, **facts)
    if comment.is_visible and comment.parent is not None:
        answered = comment.parent.author
        tell([answered], "comment_reply", event=f"{of_decision}:reply", actor=comment.author, **facts)
