"""What the words of a wire become in a draft of ours: the same for accepting a report and for comparing its versions."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.html import escape

from articles.models.revision import HEADLINE_LENGTH
from common.html import plain_text, sanitise
from feeds.desk.wire_copy import MAX_PLACE, split_dateline, spoken, without_pictures
from feeds.intake.itemising import shortened
from feeds.models import ImportedItem, ItemVersion

STANDFIRST_LENGTH = 500
# In capitals, and set apart: what a sentence begins with is left alone.
_OWN_WORD = re.compile(
    r"^\s*[\[(*]*(?:UPDATE ?\d*|UPDATED|CORRECTION|CORRECTED|CORRECTS|REFILE|RECAST|WRITETHRU|LEAD|"
    r"KORREKTUR|BERICHTIGUNG|BERICHTIGT|NEUFASSUNG|AKTUALISIERT|AKTUALISIERUNG|KILL)[\])*]*\s*[:–—-]\s*(?=\S)"
)
# The fields of a draft that a wire fills.
FIELDS = ("headline", "standfirst", "dateline_place", "dateline_date", "body", "credit")


@dataclass(frozen=True, slots=True)
class Copy:
    """The words of one version, wherever they are stored."""

    headline: str
    summary: str = ""
    body: str = ""
    credit: str = ""
    dateline: str = ""
    published_at: datetime | None = None


def of_item(item: ImportedItem) -> Copy:
    """The newest version's words."""
    return Copy(item.headline, item.summary, item.body, item.credit, item.dateline, item.published_at)


def of_version(version: ItemVersion) -> Copy:
    """A kept version's words."""
    beside: Mapping[str, Any] = version.columns
    published = beside.get("published_at") or ""
    return Copy(
        version.headline,
        version.summary,
        version.body,
        str(beside.get("credit", "")),
        str(beside.get("dateline", "")),
        parse_datetime(str(published)) if published else None,
    )


def drafted(copy: Copy, *, credit: str) -> dict[str, Any]:
    """The fields of a draft, as ``drafting.create_draft`` takes them. ``credit`` stands where the report names none."""
    split = split_dateline(without_pictures(copy.body))
    place = spoken(copy.dateline)[:MAX_PLACE].strip() or split.place
    day = timezone.localdate(copy.published_at) if place and copy.published_at else None
    return {
        "headline": shortened(headline(copy.headline), HEADLINE_LENGTH),
        "standfirst": standfirst(copy.summary, copy.body),
        "dateline_place": place,
        "dateline_date": day,
        "body": sanitise(split.body or f"<p>{escape(copy.summary)}</p>"),
        "credit": copy.credit or credit,
    }


def headline(words: str) -> str:
    """The headline without what the wire says of its own copy ("UPDATE 2-", "CORRECTION:"): no reader's business."""
    return _OWN_WORD.sub("", words, count=1).strip() or words


def standfirst(summary: str, body: str) -> str:
    """The summary, where it says something else than the text's beginning."""
    if not body or plain_text(body).startswith(summary.rstrip(" .…")):
        return ""
    return shortened(summary, STANDFIRST_LENGTH)
