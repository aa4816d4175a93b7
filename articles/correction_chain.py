"""The chain of what readers were told about an article: each correction is linked to the one before it."""

import hashlib
import json
from datetime import UTC
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from articles.models.revision import Correction


def link_of(correction: "Correction") -> str:
    """Sha256 over the row's facts and the link before it, as a compact JSON list."""
    facts = [
        correction.article_id,
        correction.revision_id,
        correction.kind,
        correction.note,
        correction.published_at.astimezone(UTC).isoformat(),
        correction.previous_link,
    ]
    return hashlib.sha256(json.dumps(facts, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()
