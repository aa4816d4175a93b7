"""Deciding on generated texts: nothing of them is shown before a person approved it."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from articles.models import PageChange
from assist.models import GeneratedText
from common.html import plain_text
from moderation import queue
from moderation.errors import NotAllowed
from moderation.models import Decision
from moderation.transition import transition

POINT_LENGTH = 300


@transaction.atomic
def approve(text: GeneratedText, *, by: User, version: int) -> Decision:
    """Show the points as they were proposed. Raises NotAllowed (role, the article changed), Conflict."""
    return _show(text, "approve", text.points, by, version)


@transaction.atomic
def edit(text: GeneratedText, *, by: User, version: int, words: Sequence[str]) -> Decision:
    """Show the points in other words, one for each proposed point; an empty one is dropped. Numbers of sentences stay.

    Raises NotAllowed (role, the article changed, no point left, one too long), Conflict.
    """
    if len(words) != len(text.points):
        raise NotAllowed(_("Each point needs its words; leave a point empty to drop it."))
    cleaned = [plain_text(point) for point in words]
    if any(len(point) > POINT_LENGTH for point in cleaned):
        raise NotAllowed(_("A point is at most %(most)s characters long.") % {"most": POINT_LENGTH})
    points = [{**row, "text": point} for row, point in zip(text.points, cleaned, strict=True) if point]
    if not points:
        raise NotAllowed(_("At least one point must be left; otherwise reject the proposal."))
    return _show(text, "edit", points, by, version)


@transaction.atomic
def reject(text: GeneratedText, *, by: User, version: int, reason: str = "") -> Decision:
    """Show nothing. Raises NotAllowed (role), Conflict."""
    decision = transition(
        text, "reject", by=by, version=version, reason=reason, text_digest=digest_of(text.points)
    )
    queue.close(text, decision)
    return decision


@transaction.atomic
def take_down(text: GeneratedText, *, by: User, version: int, reason: str = "") -> Decision:
    """Let points that are shown expire before their time. Raises NotAllowed (role), Conflict."""
    decision = transition(
        text, "expire", by=by, version=version, reason=reason, text_digest=digest_of(text.points)
    )
    queue.close(text, decision)
    PageChange.objects.create(article_id=text.article_id, cards_too=False)
    return decision


def digest_of(points: Sequence[dict[str, Any]]) -> str:
    """The sha256 of what was decided on."""
    return hashlib.sha256(
        json.dumps(points, separators=(",", ":"), ensure_ascii=False, sort_keys=True).encode()
    ).hexdigest()


def _show(
    text: GeneratedText, name: str, points: Sequence[dict[str, Any]], by: User, version: int
) -> Decision:
    article = text.article
    article.refresh_from_db(fields=["live", "withdrawn_at"])
    if not article.is_published:
        raise NotAllowed(_("The article is not published, so nothing can be shown with it."))
    if article.live_id != text.revision_id:
        raise NotAllowed(_("The article has changed since; new points will be proposed for its new text."))
    decision = transition(
        text, name, by=by, version=version, changes={"points": points}, text_digest=digest_of(points)
    )
    queue.close(text, decision)
    PageChange.objects.create(article=article, cards_too=False)
    return decision
