"""Writing a decision: the append-only row, its link in the object's chain, and the words behind it."""

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Model, QuerySet

from common.copying import copy_in, fresh, number
from moderation.actors import Actor, Deputy
from moderation.models import Decision, Evidence


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage that is to be recorded. ``version`` is the object's before the change."""

    obj: Model
    name: str
    source: str
    target: str
    version: int
    reason: str = ""
    text_digest: str = ""
    reason_code: str = ""


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
    if decision.reason_code:  # decisions without one keep the digest that they had before there were codes
        facts.append(decision.reason_code)
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
    reason_code: str = "",
) -> Decision:
    """Append one decision; call it in the transaction of the change, with the object's row locked.

    ``version`` is the object's before the change; None counts on from its last decision, for acts on objects that have
    no version of their own.
    """
    previous = latest_decision(obj)
    if version is None:
        version = previous.object_version + 1 if previous else 1
    passage = Passage(obj, name, source, target, version, reason, text_digest, reason_code)
    decision, salt = _drawn_up(passage, previous.digest if previous else "", by, now)
    decision.save(force_insert=True)
    if reason:
        Evidence.objects.create(decision=decision, salt=salt, words=reason)
    return decision


def record_first(passages: Sequence[Passage], *, by: Actor, now: datetime) -> None:
    """Append the first decision of each of many objects of one kind: the rows that ``record`` would write.

    Call it in the transaction in which the objects were stored. The database refuses where one has decisions already.
    """
    plain = [_drawn_up(passage, "", by, now)[0] for passage in passages if not passage.reason]
    copy_in(plain)
    reasoned = [passage for passage in passages if passage.reason]
    drawn_up = [_drawn_up(passage, "", by, now) for passage in reasoned]
    decisions = [decision for decision, _salt in drawn_up]
    number(decisions)
    copy_in(decisions)
    copy_in(
        [
            Evidence(decision=decision, salt=salt, words=passage.reason)
            for (decision, salt), passage in zip(drawn_up, reasoned, strict=True)
        ]
    )


def _drawn_up(passage: Passage, link: str, by: Actor, now: datetime) -> tuple[Decision, str]:
    """The row as it will stand, and the salt of its reason."""
    salt = secrets.token_hex(16) if passage.reason else ""
    decision = fresh(
        Decision,
        kind=passage.obj._meta.label_lower,
        object_id=passage.obj.pk,
        name=passage.name,
        from_state=passage.source,
        to_state=passage.target,
        object_version=passage.version,
        by_id=None if isinstance(by, Deputy) else by.pk,
        deputy=by.name if isinstance(by, Deputy) else "",
        at=now,
        commitment=commitment_to(salt, passage.reason),
        text_digest=passage.text_digest,
        previous_digest=link,
        reason_code=passage.reason_code,
    )
    decision.digest = digest_of(decision)
    return decision, salt


def _of(kind: str, object_id: int) -> QuerySet[Decision]:
    return Decision.objects.filter(kind=kind, object_id=object_id).select_related("by", "evidence")
