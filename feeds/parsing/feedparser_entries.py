"""From feedparser's dictionary of an entry to our report: what each of its names means to us."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from feeds.parsing.normalising import Draft, enclosure, person
from feeds.parsing.reports import Enclosure, IncomingReport

TEXT_TYPES = {"text/plain", "text", "plain"}
# Of a list; fifty are kept, each once.
MAX_READ = 200
_FILES = {"image", "audio", "video"}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an entry takes from its feed: its address, and what holds for all where the entry says nothing."""

    location: str = ""
    rights: str = ""
    authors: tuple[str, ...] = ()
    language: str = ""


def report_from_entry(
    entry: dict[str, Any],
    now: datetime,
    around: Surroundings,
    *,
    incomplete: bool = False,
    recovered: bool = False,
) -> IncomingReport:
    """One entry as an IncomingReport."""
    content = _content(entry)
    summary = value(entry, "summary")
    summary_detail, title_detail = inner(entry, "summary_detail"), inner(entry, "title_detail")
    base = _joined(around.location, text_of(content.get("base")) or text_of(summary_detail.get("base")))
    title_base = text_of(title_detail.get("base"))
    detail = content or summary_detail
    body = text_of(content.get("value")) if content else summary
    credit = ", ".join(
        [name for row in dicts(entry, "media_credit") if (name := text_of(row.get("content")))]
    )
    source = inner(entry, "source")
    draft = Draft(
        guid=value(entry, "id"),
        link=value(entry, "link"),
        base=_joined(around.location, title_base) if title_base else base,
        title=value(entry, "title"),
        summary=summary if content else "",
        content=body,
        content_is_text=text_of(detail.get("type")).lower() in TEXT_TYPES and "</" not in body,
        content_base=base,
        authors=names(entry) or names(source) or list(around.authors),
        published=value(entry, "published") or value(entry, "created"),
        updated=value(entry, "updated"),
        categories=[text_of(tag.get("term")) or text_of(tag.get("label")) for tag in dicts(entry, "tags")],
        enclosures=_enclosures(entry, base, credit),
        media_credit=credit,
        rights=value(entry, "rights"),
        feed_rights=value(source, "rights") or around.rights,
        usage_terms=_licence(entry),
        source=text_of(source.get("title")) or value(entry, "dc_source") or person(value(entry, "publisher")),
        language=value(entry, "language")
        or text_of(content.get("language"))
        or text_of(summary_detail.get("language"))
        or text_of(title_detail.get("language"))
        or around.language,
        incomplete=incomplete,
        recovered=recovered,
    )
    return draft.finished(now)


def names(data: dict[str, Any]) -> list[str]:
    """Who wrote it; who contributed where nobody is said to have written it."""
    found = _people(data, "authors") or [person(value(data, "author"))]
    return [name for name in found if name] or _people(data, "contributors")


def _people(data: dict[str, Any], kind: str) -> list[str]:
    rows = dicts(data, kind)
    return [
        name
        for row in rows
        if (name := person(text_of(row.get("name"))) or person(text_of(row.get("email"))))
    ]


def _joined(location: str, base: str) -> str:
    """The base that the document names, itself resolved against the document's address."""
    try:
        return urljoin(location, base) if base else location
    except ValueError:
        return location


def _content(entry: dict[str, Any]) -> dict[str, Any]:
    """The fullest text of the entry that is HTML or plain."""
    rows = dicts(entry, "content")
    readable = [
        row
        for row in rows
        if text_of(row.get("type")).split("/")[0] not in _FILES and text_of(row.get("value"))
    ]
    return max(readable, key=lambda row: "html" in text_of(row.get("type")), default={})


def _licence(entry: dict[str, Any]) -> str:
    """On what terms it may be used: the address of a licence, or its name."""
    links = [text_of(row.get("href")) for row in dicts(entry, "links") if row.get("rel") == "license"]
    media = inner(entry, "media_license")
    return (
        next((href for href in links if href), "")
        or text_of(media.get("href"))
        or text_of(media.get("content"))
    )


def _enclosures(entry: dict[str, Any], base: str, credit: str) -> list[Enclosure]:
    files = [
        enclosure(row.get("href"), row.get("type"), row.get("length"), base)
        for row in dicts(entry, "links")
        if row.get("rel") == "enclosure"
    ]
    files += [
        enclosure(
            row.get("url"),
            row.get("type") or _medium(row),
            row.get("filesize"),
            base,
            credit=_innermost(row, "credit") or credit,
            caption=_innermost(row, "description"),
            rights=_innermost(row, "copyright"),
        )
        for row in dicts(entry, "media_content")
    ]
    if not files:
        files = [
            enclosure(row.get("url"), "", None, base, credit=credit)
            for row in dicts(entry, "media_thumbnail")
        ]
    picture = text_of(inner(entry, "image").get("href"))
    if picture and not any(file and file.is_image for file in files):
        files.append(enclosure(picture, "image/*", None, base))
    return [file for file in files if file]


def _innermost(row: dict[str, Any], name: str) -> str:
    """What the file says, else its group, else the entry."""
    for scope in reversed(row["scopes"]):
        if words := scope.get(name):
            return str(words)
    return ""


def _medium(row: dict[str, Any]) -> str:
    """Media RSS may say "image" without saying which kind."""
    return "image/*" if row.get("medium") == "image" else ""


def value(data: dict[str, Any], name: str) -> str:
    """The text under a name; empty where there is none."""
    # dict.get: feedparser's own lookup maps "updated" to "published" and warns about it.
    found = dict.get(data, name)
    return found if isinstance(found, str) else ""


def text_of(found: object) -> str:
    """The text itself, or nothing."""
    return found if isinstance(found, str) else ""


def inner(data: dict[str, Any], name: str) -> dict[str, Any]:
    """The dictionary under a name; an empty one where there is none."""
    found = dict.get(data, name)
    return found if isinstance(found, dict) else {}


def dicts(data: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """The dictionaries in the list under a name, as many as anybody looks at."""
    found = dict.get(data, name)
    return [row for row in found[:MAX_READ] if isinstance(row, dict)] if isinstance(found, list) else []
