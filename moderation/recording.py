"""Writing a decision: the append-only row, its link in the object's chain, and the words behind it."""

import hashlib
import json
import secrets
from datetime import UTC, datetime

from django.db.models import Model, QuerySet

from moderation.actors import Actor, Deputy
from moderation.models import Decision, Evidence


def history_of(obj: Model) -> list[Decision]:
    """Every decision on the object, oldest first, with the person and the reason."""
    return decisions_on(obj._meta.label_lower, obj.pk)


def decisions_on(kind: str, object_id: int) -> list[Decision]:
    """The same for an object that is known by its kind and number only."""
    return list(_of(kind, object_id).order_by("object_version"))


def latest_decision(obj: Model) -> Decision | None:
    """The newest decision on the object, with the person and the reason."""
    return latest_on(obj._meta.label_lower, obj.pk)


def latest_on(kind: str, object_id: int) -> Decision | None:
    """The same for an object that is known by its kind and number only."""
    return _of(kind, object_id).order_by("-object_version").first()


def digest_of(decision: Decision) -> str:
    """The chain's link: sha256 over the row's facts and the digest before it, as a compact JSON list."""
    facts = [
        decision.kind,
        decision.object_id,
        decision.name,
        decision.from_state,
        decision.to_state,
        decision.object_version,
        decision.by_id,
        decision.deputy,
        decision.at.astimezone(UTC).isoformat(),
        decision.commitment,
        decision.text_digest,
        decision.previous_digest,
    ]
    return hashlib.sha256(json.dumps(facts, separators=(",", ":")).encode()).hexdigest()


def commitment_to(salt: str, words: str) -> str:
    """What a decision holds of its reason: sha256 over salt and words."""
    return hashlib.sha256((salt + words).encode()).hexdigest() if words else ""


def record(
    obj: Model,
    name: str,
    *,
    source: str,
    target: str,
    by: Actor,
    version: int | None,
    reason: str,
    text_digest: str,
    now: datetime,
) -> Decision:
    """Append one decision; call it in the transaction of the change, with the object's row locked.

    ``version`` is the object's before the change; None counts on from its last decision, for acts on objects that have
    no version of their own.
    """
    previous = latest_decision(obj)
    if version is None:
        version = previous.object_version + 1 if previous else 1
    salt = secrets.token_hex(16) if reason else ""
    decision = Decision(
        kind=obj._meta.label_lower,
        object_id=obj.pk,
        name=name,
        from_state=source,
        to_state=target,
        object_version=version,
        by=None if isinstance(by, Deputy) else by,
        deputy=by.name if isinstance(by, Deputy) else "",
        at=now,
        commitment=commitment_to(salt, reason),
        text_digest=text_digest,
        previous_digest=previous.digest if previous else "",
    )
    decision.digest = digest_of(decision)
    decision.save(force_insert=True)
    if reason:
        Evidence.objects.create(decision=decision, salt=salt, words=reason)
    return decision


def _of(kind: str, object_id: int) -> QuerySet[Decision]:
    return Decision.objects.filter(kind=kind, object_id=object_id).select_related("by", "evidence")
