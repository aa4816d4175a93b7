"""Checkpoints: where every chain stood at a moment, signed with a key that the database does not have.

A chain can be cut at its end, or computed anew from its beginning, and be whole all the same. A checkpoint made before
says which row stood at its end with which link; the export of one, kept elsewhere, says so even where the table of
checkpoints was rewritten too.
"""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from moderation.auditing import Breach
from moderation.chains import Head, all_chains, heads, missing, settled
from moderation.models import Checkpoint

FORMAT = "newsroom-checkpoint-1"
SALT = "moderation.checkpoints"
EVERY = timedelta(days=1)


def take(now: datetime | None = None) -> Checkpoint:
    """Store a checkpoint of all that was added since the one before it.

    Raises django.db.OperationalError where a writer holds a chain for longer than ten seconds.
    """
    bounds: dict[str, int] = {}
    for chain in all_chains():
        with (
            transaction.atomic()
        ):  # one table locked at a time: nobody who writes to two waits for us in a ring
            bounds[chain.table] = settled(chain)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [SALT])  # each follows the one before it
        before = Checkpoint.objects.order_by("-id").first()
        known = before.bounds if before else {}
        grown: list[Head] = []
        for chain in all_chains():
            grown += heads(chain, int(known.get(chain.table, 0)), bounds[chain.table])
        made = Checkpoint(
            made_at=now or timezone.now(),
            bounds=bounds,
            heads=[list(head) for head in grown],
            count=len(grown),
            previous_digest=before.digest if before else "",
        )
        made.digest = digest_of(made)
        made.signature = sign(made.digest)
        made.save(force_insert=True)
    return made


def take_due(now: datetime | None = None) -> int:
    """Take one if the newest is a day old; returns how many were taken."""
    now = now or timezone.now()
    if Checkpoint.objects.filter(made_at__gt=now - EVERY).exists():
        return 0
    take(now)
    return 1


def digest_of(checkpoint: Checkpoint) -> str:
    """Sha256 over the checkpoint and the digest of the one before it."""
    at = checkpoint.made_at.astimezone(UTC).isoformat()
    return _digest([at, checkpoint.bounds, checkpoint.heads, checkpoint.count, checkpoint.previous_digest])


def sign(digest: str) -> str:
    """The HMAC of a digest by the key of checkpoints, or by one derived from the site's secret."""
    return _signature(digest, settings.CHECKPOINT_KEY or settings.SECRET_KEY)


def are_kept() -> int | Breach:
    """Every checkpoint is signed and names the one before it, and every head is still where it was."""
    previous, checked = "", 0
    for checkpoint in Checkpoint.objects.order_by("id").iterator(chunk_size=20):
        if words := _fault(checkpoint, previous):
            return Breach(Checkpoint._meta.db_table, checkpoint.pk, words)
        if gone := _first_gone(checkpoint.heads):
            return gone
        previous = checkpoint.digest
        checked += checkpoint.count
    return checked


def exported(now: datetime | None = None) -> dict[str, Any]:
    """A new checkpoint and the newest head of every chain, as one signed object to keep elsewhere."""
    newest = take(now)
    all_heads = [
        list(head) for chain in all_chains() for head in heads(chain, 0, int(newest.bounds[chain.table]))
    ]
    facts: dict[str, Any] = {
        "format": FORMAT,
        "made_at": newest.made_at.astimezone(UTC).isoformat(),
        "checkpoint": newest.digest,
        "heads": all_heads,
    }
    return {**facts, "signature": sign(_digest(facts))}


def compare(kept: Any) -> int | Breach:
    """The same against an exported object. Raises ValueError where it is none, or was not signed with our key."""
    if not isinstance(kept, dict) or kept.get("format") != FORMAT or not isinstance(kept.get("heads"), list):
        raise ValueError("This is no exported checkpoint.")
    facts = {name: value for name, value in kept.items() if name != "signature"}
    if not _is_signed(_digest(facts), str(kept.get("signature", ""))):
        raise ValueError("The checkpoint was not signed with this site's key, or was changed since.")
    if gone := _first_gone(kept["heads"]):
        return gone
    row = Checkpoint.objects.filter(digest=kept["checkpoint"]).first()
    if row is None:
        return Breach(
            Checkpoint._meta.db_table, 0, "does not hold the checkpoint that was exported: it was removed"
        )
    return len(kept["heads"])


def _fault(checkpoint: Checkpoint, previous: str) -> str:
    if checkpoint.previous_digest != previous:
        return "does not name the checkpoint before it: one was removed, added or changed"
    if checkpoint.digest != digest_of(checkpoint):
        return "its digest does not match its row: the row was changed"
    if not _is_signed(checkpoint.digest, checkpoint.signature):
        return "is not signed with this site's key"
    return ""


def _first_gone(listed: list[Any]) -> Breach | None:
    gone = next(missing([(str(table), int(row), str(link)) for table, row, link in listed]), None)
    if gone is None:
        return None
    table, row, _link = gone
    return Breach(table, row, "is not there as a checkpoint saw it: its chain was cut or computed anew")


def _is_signed(digest: str, signature: str) -> bool:
    keys = [settings.CHECKPOINT_KEY, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(hmac.compare_digest(_signature(digest, str(key)), signature) for key in keys if key)


def _signature(digest: str, key: str) -> str:
    return salted_hmac(SALT, digest, secret=key, algorithm="sha256").hexdigest()


def _digest(facts: Any) -> str:
    plain = json.dumps(facts, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()
