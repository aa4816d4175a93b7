"""From a report to the columns of an imported item: cut to what they hold, never refused for its length."""

from functools import cache
from typing import Any

from feeds.intake.identity import Reading
from feeds.intake.wording import anchors, sketch
from feeds.models import Feed, ImportedItem
from feeds.parsing.reports import Enclosure, IncomingReport

HEADLINE_FROM_TEXT = 120


def columns(report: IncomingReport, feed: Feed) -> dict[str, Any]:
    """The report's own columns, by name; who it is (feed, identity, digests) is said elsewhere.

    What the feed says of all its items (rights, restrictions) holds for each.
    """
    pictures = [enclosure for enclosure in report.enclosures if enclosure.is_image]
    picture = pictures[0] if pictures else Enclosure("")
    return {
        "guid": report.guid,
        "link": report.link,
        "headline": _cut("headline", headline(report)),
        "summary": report.summary,
        "body": report.content_html,
        "authors": list(report.authors),
        "categories": list(report.categories),
        "credit": _cut("credit", report.credit or report.source),
        "language": _language(report.language),
        "picture_url": picture.url,
        "picture_credit": _cut("picture_credit", picture.credit),
        "picture_caption": _cut("picture_caption", picture.caption),
        "rights": _cut("rights", report.rights or feed.rights),
        "wire_version": _cut("wire_version", report.version),
        "wire_status": report.status,
        "urgency": report.urgency,
        "dateline": _cut("dateline", report.dateline),
        "byline": _cut("byline", report.byline),
        "embargo_until": report.embargo,
        "restrictions": list(dict.fromkeys((*report.restrictions, *feed.restrictions))),
        "usage_terms": report.usage_terms,
        "wire_note": report.note,
        "media": [
            {"url": one.url, "caption": one.caption, "credit": one.credit, "rights": one.rights}
            for one in pictures
        ],
        "published_at": report.published or report.updated,
        "is_doubtful": bool(report.doubtful),
        "doubts": list(report.doubtful),
    }


def columns_of_kill(report: IncomingReport) -> dict[str, Any]:
    """What a kill without words changes: the words that it kills stay for the desk to read."""
    return {
        "wire_version": _cut("wire_version", report.version),
        "wire_status": report.status,
        "wire_note": report.note,
    }


def found_by(reading: Reading) -> dict[str, Any]:
    """The columns by which the item is found again, and a newer version told."""
    return {
        "guid_key": reading.guid_key,
        "link_key": reading.link_key,
        "fingerprint": reading.fingerprint,
        "content_digest": reading.digest,
    }


def compared_by(reading: Reading, *, is_original: bool = True) -> dict[str, Any]:
    """The columns by which copies of it are told. A copy is not looked for: it is found by its original."""
    return {
        "sketch": sketch(reading.shingles),
        "anchors": anchors(reading.probes, len(reading.shingles)) if is_original else [],
    }


def headline(report: IncomingReport) -> str:
    """The title; without one the beginning of the text, else the address: something must stand on the card."""
    if report.title:
        return report.title
    return shortened(report.summary, HEADLINE_FROM_TEXT) or report.link or report.guid[:HEADLINE_FROM_TEXT]


def shortened(text: str, length: int) -> str:
    """The text, or as many of its whole words as fit, with an ellipsis."""
    if len(text) <= length:
        return text
    head = text[: length - 1]
    return (head.rsplit(" ", 1)[0] if " " in head else head).rstrip(" ,;:–—-") + "…"


def _cut(column: str, text: str) -> str:
    return shortened(text, _length(column)) if text else text


@cache
def _length(column: str) -> int:
    length: int = getattr(ImportedItem._meta.get_field(column), "max_length", 0)
    return length


def _language(tag: str) -> str:
    """A tag that is too long says its first part: zh for zh-Hant-HK-x-private."""
    return tag if len(tag) <= 12 else tag.split("-")[0]
