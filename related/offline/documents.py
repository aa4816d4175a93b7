"""Labelled reports from files of JSON lines (``.gz`` too): reading them, and drawing their terms as for readers.

A document has ``id, title, body, published`` and may have ``tags, language, source``; a query has the ``id`` of a document,
any of ``graded``, ``topic_only`` ({id: 1 or 2}) and ``same_story`` ([ids]), and may have ``near_copies`` ([ids]).
"""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from common.words import base_language
from related.commonplace import commonplaces
from related.offline.stemming import stems as stems_of
from related.profile import Profile
from related.terms import BODY, HEADLINE, Passage, weigh

JUDGEMENTS = ("graded", "topic_only", "same_story")


class Unreadable(Exception):
    """A file that does not hold what it should; the words name file and line."""


@dataclass(frozen=True, slots=True)
class Document:
    """A report of the set: what the ranking sees of it, and all its words for the baseline."""

    key: str
    given: str | int  # the id as the file has it
    language: str
    profile: Profile
    headline: tuple[str, ...]  # stems in order, stop words left out
    body: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A judged report: for each kind of judgement the worth of each other report."""

    key: str
    judged: dict[str, dict[str, float]]
    copies: frozenset[str] = field(default_factory=frozenset)


def documents(path: Path, *, with_tags: bool = True) -> list[Document]:
    """The reports, oldest first. Raises Unreadable."""
    rows = [_row(path, number, given) for number, given in _lines(path)]
    stems = _stems(rows)
    found = [_document(row, stems[row["language"]], with_tags=with_tags) for row in rows]
    found.sort(key=lambda each: each.profile.published)
    return [
        Document(each.key, each.given, each.language, _numbered(each.profile, at), each.headline, each.body)
        for at, each in enumerate(found)
    ]


def queries(path: Path) -> list[Query]:
    """The judged reports. Raises Unreadable."""
    found = []
    for number, given in _lines(path):
        try:
            judged = {name: _worths(given[name]) for name in JUDGEMENTS if given.get(name)}
            found.append(Query(str(given["id"]), judged, frozenset(map(str, given.get("near_copies", ())))))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise Unreadable(f"{path}, line {number}: no judged query ({error!r}).") from error
    return found


def _lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield number, _object(path, number, line)
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise Unreadable(f"{path} cannot be read: {error}.") from error


def _object(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except json.JSONDecodeError as error:
        raise Unreadable(f"{path}, line {number}: no JSON ({error}).") from error
    if not isinstance(found, dict):
        raise Unreadable(f"{path}, line {number}: no JSON object.")
    return found


def _row(path: Path, number: int, given: dict[str, Any]) -> dict[str, Any]:
    try:
        at = datetime.fromisoformat(given["published"])
        return {
            "key": str(given["id"]),
            "given": given["id"],
            "published": at if at.tzinfo else at.replace(tzinfo=UTC),
            "passages": [
                Passage(str(given.get("title") or ""), HEADLINE),
                Passage(str(given.get("body") or ""), BODY, fades=True),
            ],
            "tags": frozenset(map(str, given.get("tags") or ())),
            "language": base_language(str(given.get("language") or "en")),
            "source": str(given.get("source") or ""),
        }
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unreadable(f"{path}, line {number}: no report ({error!r}).") from error


def _stems(rows: list[dict[str, Any]]) -> dict[str, dict[str, str]]:
    words: dict[str, set[str]] = {}
    for row in rows:
        of_language = words.setdefault(row["language"], set())
        for passage in row["passages"]:
            of_language.update(word.lower() for word in passage.words)
    return {language: stems_of(of_language, language) for language, of_language in words.items()}


def _document(row: dict[str, Any], stems: dict[str, str], *, with_tags: bool) -> Document:
    empty = commonplaces(row["language"])
    telling = {
        word: stem
        for passage in row["passages"]
        for word in map(str.lower, passage.words)
        if word not in empty and (stem := stems.get(word))
    }
    source = hash(row["source"]) if row["source"] else 0
    tags = row["tags"] if with_tags else frozenset[str]()
    profile = Profile(0, row["published"], weigh(row["passages"], telling), source, tags)
    headline, body = (
        tuple(stem for word in passage.words if (stem := stems.get(word.lower())))
        for passage in row["passages"]
    )
    return Document(row["key"], row["given"], row["language"], profile, headline, body)


def _numbered(profile: Profile, at: int) -> Profile:
    return Profile(at, profile.published, profile.terms, profile.source, profile.tags)


def _worths(judged: Any) -> dict[str, float]:
    if isinstance(judged, dict):
        return {str(key): float(worth) for key, worth in judged.items()}
    return {str(key): 1.0 for key in judged}
