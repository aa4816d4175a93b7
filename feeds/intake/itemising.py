"""From a report to the columns of an imported item: cut to what they hold, never refused for its length."""

from typing import Any

from feeds.models import ImportedItem
from feeds.parsing.reports import Enclosure, IncomingReport

HEADLINE_FROM_TEXT = 120


def columns(report: IncomingReport) -> dict[str, Any]:
    """The report's own columns, by name; who it is (feed, identity, digests) is said elsewhere."""
    picture = next((enclosure for enclosure in report.enclosures if enclosure.is_image), Enclosure(""))
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
        "published_at": report.published or report.updated,
        "is_doubtful": bool(report.doubtful),
        "doubts": list(report.doubtful),
    }


def headline(report: IncomingReport) -> str:
    """The title; without one the beginning of the text, else the address: something must stand on the card."""
    if report.title:
        return report.title
    return shortened(report.summary, HEADLINE_FROM_TEXT) or report.link


def shortened(text: str, length: int) -> str:
    """The text, or as many of its whole words as fit, with an ellipsis."""
    if len(text) <= length:
        return text
    head = text[: length - 1]
    return (head.rsplit(" ", 1)[0] if " " in head else head).rstrip(" ,;:–—-") + "…"


def _cut(column: str, text: str) -> str:
    length = getattr(ImportedItem._meta.get_field(column), "max_length", None)
    return shortened(text, length) if length else text


def _language(tag: str) -> str:
    """A tag that is too long says its first part: zh for zh-Hant-HK-x-private."""
    return tag if len(tag) <= 12 else tag.split("-")[0]
