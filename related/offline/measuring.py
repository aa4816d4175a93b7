"""The two jobs on files: measuring the ranking on judged queries, and ranking for some reports."""

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from related.blend import Blend
from related.offline.documents import Query, Unreadable, documents, queries
from related.offline.evaluating import Archive, evaluate


def measured(
    reports: Path, judged: Path, *, changes: dict[str, float], with_tags: bool, only: str | None = None
) -> dict[str, Any]:
    """What ``evaluate`` prints. Raises CommandError (files, weights)."""
    asked = _queries(judged)
    archive = _archive(reports, changes, with_tags=with_tags)
    if only:
        asked = _half(archive, asked, later=only == "later")
    if not any(query.key in archive.numbers for query in asked):
        raise CommandError("None of the queries is among the documents.")
    found = evaluate(archive, asked)
    return {"documents": len(archive.documents), **found, "weights": asdict(archive.blend)}


def rankings(
    reports: Path, ids: Iterable[str], *, queries: Path | None, changes: dict[str, float], with_tags: bool
) -> dict[str, list[Any]]:
    """The ranked ids for each id, written as the documents have them. Raises CommandError (files, weights, ids)."""
    copies = {query.key: query.copies for query in _queries(queries)} if queries else {}
    archive = _archive(reports, changes, with_tags=with_tags)
    if unknown := [key for key in ids if key not in archive.numbers]:
        raise CommandError(f"Not among the documents: {', '.join(unknown)}.")
    as_given = {document.key: document.given for document in archive.documents}
    return {key: [as_given[each] for each in archive.rank(key, copies.get(key, ()))] for key in ids}


def _half(archive: Archive, asked: list[Query], *, later: bool) -> list[Query]:
    known = sorted(
        (each for each in asked if each.key in archive.numbers), key=lambda q: archive.numbers[q.key]
    )
    middle = len(known) // 2
    return known[middle:] if later else known[:middle]


def _archive(reports: Path, changes: dict[str, float], *, with_tags: bool) -> Archive:
    try:
        blend = Blend.changed(changes)
    except KeyError as error:
        raise CommandError(f"There is no weight named {error.args[0]}.") from error
    try:
        return Archive(documents(reports, with_tags=with_tags), blend)
    except Unreadable as error:
        raise CommandError(str(error)) from error


def _queries(path: Path) -> list[Query]:
    try:
        return queries(path)
    except Unreadable as error:
        raise CommandError(str(error)) from error
