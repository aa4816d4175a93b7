"""The sha256 of everything that is printed of a revision: what an approval is bound to."""

import hashlib
import json

from articles.models import Revision

PRINTED = (
    "headline",
    "short_headline",
    "standfirst",
    "dateline_place",
    "dateline_date",
    "body",
    "credit",
    "lead_image_id",
    "change",
    "change_note",
)


def digest_of(revision: Revision) -> str:
    """Hexadecimal sha256 over the printed fields as a compact JSON list, in the order of ``PRINTED``."""
    values = [getattr(revision, name) for name in PRINTED]
    plain = [value.isoformat() if hasattr(value, "isoformat") else value for value in values]
    return hashlib.sha256(json.dumps(plain, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()
