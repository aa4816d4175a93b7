"""Reading an export of Ghost: one JSON document with its tables."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

from newsroom.interchange.autop import paragraphs
from newsroom.interchange.piece import Piece, Unreadable

LARGEST = 1024 * 1024 * 1024  # bytes; JSON is read whole
PLACEHOLDER = "__GHOST_URL__"
_KEPT = {"published", "draft", "scheduled", "sent"}


def pieces(path: Path, site: str) -> Iterator[Piece]:
    """The posts of an export, in its order; pages are passed over. ``site`` is the address that Ghost leaves out.

    Raises Unreadable, OSError.
    """
    tables = _tables(path)
    site = site.rstrip("/")
    try:
        names = {str(row["id"]): str(row["name"]) for row in tables.get("users", [])}
        tags = {str(row["id"]): (str(row["slug"]), str(row["name"])) for row in tables.get("tags", [])}
        writers = _joined(tables.get("posts_authors", []), "author_id")
        filed = _joined(tables.get("posts_tags", []), "tag_id")
        for post in tables["posts"]:
            if post.get("type", "post") == "post" and post.get("status") in _KEPT:
                own = [tags[tag] for tag in filed.get(str(post["id"]), []) if tag in tags]
                by = writers.get(str(post["id"])) or [str(post.get("author_id"))]
                yield _piece(post, site, own, [names[person] for person in by if person in names])
    except (KeyError, TypeError, AttributeError) as error:
        raise Unreadable(f"The file is not as Ghost writes it: {error!r}.") from None


def _tables(path: Path) -> dict[str, Any]:
    if path.stat().st_size > LARGEST:
        raise Unreadable(f"The file is larger than {LARGEST} bytes.")
    try:
        told = json.loads(path.read_bytes())
        databases = told.get("db", [told])
        tables = databases[0]["data"]
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        raise Unreadable("This is no export of Ghost: it holds no db[0].data.") from None
    if not isinstance(tables, dict) or not isinstance(tables.get("posts"), list):
        raise Unreadable("This is no export of Ghost: it holds no posts.")
    return tables


def _joined(rows: list[dict[str, Any]], column: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in sorted(rows, key=lambda row: row.get("sort_order") or 0):
        found.setdefault(str(row["post_id"]), []).append(str(row[column]))
    return found


def _piece(post: dict[str, Any], site: str, tags: list[tuple[str, str]], authors: list[str]) -> Piece:
    html = post.get("html") or paragraphs(escape(post.get("plaintext") or ""))
    is_out = post["status"] in ("published", "sent")
    public = [tag for tag in tags if not tag[1].startswith("#")]  # Ghost's internal tags
    return Piece(
        address=f"{site}/{post['slug']}/",
        headline=str(post.get("title") or "").strip(),
        slug=str(post["slug"]),
        body=html.replace(PLACEHOLDER, site),
        standfirst=str(post.get("custom_excerpt") or ""),
        authors=tuple(authors),
        categories=tuple(public),  # Ghost has tags alone; one that is a section here says where it goes
        tags=(),
        published_at=_moment(post.get("published_at")) if is_out else None,
        language=str(post.get("locale") or "")[:2],
    )


def _moment(words: object) -> datetime | None:
    """Ghost writes UTC, older versions without a zone or in milliseconds."""
    try:
        if isinstance(words, int):
            return datetime.fromtimestamp(words / 1000, UTC)
        found = datetime.fromisoformat(str(words).replace(" ", "T"))
    except (ValueError, OverflowError, OSError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
