"""The sha256 of everything that is printed of a revision: what an approval is bound to."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

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
    "seo_title",
)
# Fields that came later count only where they say something, so that older texts keep the digest they were approved with.
LATER = frozenset({"seo_title"})


def digest_of(revision: Revision) -> str:
    """Hexadecimal sha256 over the printed fields as a compact JSON list, in the order of ``PRINTED``."""
    return digest_of_values({name: getattr(revision, name) for name in PRINTED})


def digest_of_values(printed: Mapping[str, Any]) -> str:
    """The same over values by field name; dates as dates or in ISO 8601."""
    values = [printed[name] for name in PRINTED if name not in LATER or printed.get(name)]
    plain = [value.isoformat() if hasattr(value, "isoformat") else value for value in values]
    return hashlib.sha256(json.dumps(plain, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()
