"""Keeping every saved state of a text, each chained to the one before it."""

import hashlib
import json
from datetime import UTC, date, datetime
from typing import Any

from accounts.models import User
from articles.digest import PRINTED
from articles.models import Revision, SavedText


def printed(revision: Revision) -> dict[str, Any]:
    """What is printed of a revision, as JSON holds it: field name → value, dates in ISO 8601."""
    values = {name: getattr(revision, name) for name in PRINTED}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def fields_of(text: dict[str, Any]) -> dict[str, Any]:
    """A saved text as ``drafting.save_draft`` takes it, the lead picture by its key as ``lead_image_id``."""
    day = text.get("dateline_date")
    return {**text, "dateline_date": date.fromisoformat(day) if day else None}


def keep(
    revision: Revision,
    *,
    by: User | None,
    origin: str,
    reason: str = "",
    now: datetime,
    text: dict[str, Any] | None = None,
    digest: str = "",
) -> SavedText:
    """Append the revision's text to its saved ones; call it with the revision's row locked, in the same transaction.

    ``text`` (with its ``digest``) keeps another text than the current one: words rescued at a take-over.
    """
    previous = revision.saves.order_by("-number").only("number", "link").first()
    saved = SavedText(
        revision=revision,
        number=previous.number + 1 if previous else 1,
        version=revision.version,
        text=printed(revision) if text is None else text,
        digest=digest or revision.digest,
        saved_by=by,
        saved_at=now,
        origin=origin,
        reason=reason.strip()[:200],
        previous_link=previous.link if previous else "",
    )
    saved.link = link_of(saved)
    saved.save(force_insert=True)
    return saved


def link_of(saved: SavedText) -> str:
    """The chain's link: sha256 over the row's facts and the link before it, as a compact JSON list."""
    facts = [
        saved.revision_id,
        saved.number,
        saved.version,
        saved.digest,
        saved.saved_by_id,
        saved.saved_at.astimezone(UTC).isoformat(),
        saved.origin,
        saved.reason,
        saved.previous_link,
    ]
    return hashlib.sha256(json.dumps(facts, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()


def base_of(revision: Revision, version: int) -> SavedText | None:
    """The text that somebody saw who opened the revision at ``version``: the newest saved one not above it."""
    saves = revision.saves.filter(version__lte=version).exclude(origin=SavedText.Origin.RESCUED)
    return saves.order_by("-number").first()
