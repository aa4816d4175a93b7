"""Two versions of a report as people read them: which words changed, and what changed beside the words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import formats, timezone
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import restrictions
from articles.comparing import Field, compare_values
from articles.joining import as_printed
from articles.models import Revision
from articles.saving import printed
from feeds.desk.drafted import drafted, of_version
from feeds.models import ImportedItem, ItemVersion
from feeds.parsing import doubts

# What is told beside the words, in the order in which it matters to the desk.
BESIDE = (
    "wire_status", "wire_version", "wire_note", "urgency", "embargo_until", "restrictions", "usage_terms", "rights",
    "byline", "authors", "credit", "categories", "language", "media", "published_at", "doubts", "link", "guid",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a version says beside its words."""

    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that two versions say differently; an empty side said nothing."""

    label: str
    before: str
    after: str


def words_changed(older: ItemVersion, newer: ItemVersion) -> list[Field]:
    """The printed words in which the two differ; the headlines as the wire wrote them."""
    blank = printed(Revision())
    return compare_values(*({**blank, **_printed(version)} for version in (older, newer)))


def beside_changed(older: ItemVersion, newer: ItemVersion) -> list[Changed]:
    """What else differs."""
    before, after = _worded(older.columns), _worded(newer.columns)
    return [
        Changed(_label(name), before.get(name, ""), after.get(name, ""))
        for name in BESIDE
        if before.get(name) != after.get(name)
    ]


def facts(version: ItemVersion) -> list[Fact]:
    """What a version says beside its words."""
    return [Fact(_label(name), words) for name, words in _worded(version.columns).items()]


def _printed(version: ItemVersion) -> dict[str, Any]:
    return as_printed({**drafted(of_version(version), credit=""), "headline": version.headline})


def _worded(columns: Mapping[str, Any]) -> dict[str, str]:
    found = {name: _words(name, columns.get(name)) for name in BESIDE}
    return {name: words for name, words in found.items() if words}


def _words(name: str, value: Any) -> str:
    if not value:
        return ""
    match name:
        case "wire_status":
            status = ImportedItem.WireStatus
            return str(status(value).label) if value in status.values else str(value)
        case "restrictions":
            return ", ".join(restrictions.in_words(value))
        case "doubts":
            return " ".join(words for _name, words in doubts.in_words(value))
        case "embargo_until" | "published_at":
            instant = parse_datetime(str(value))
            return formats.date_format(timezone.localtime(instant), "DATETIME_FORMAT") if instant else ""
        case "media":
            told = [one.get("caption") or one.get("url", "") for one in value if isinstance(one, dict)]
            number = ngettext("%(number)s picture", "%(number)s pictures", len(told)) % {"number": len(told)}
            return _("%(number)s: %(captions)s") % {"number": number, "captions": " · ".join(told)}
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _label(name: str) -> str:
    return capfirst(str(ImportedItem._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
