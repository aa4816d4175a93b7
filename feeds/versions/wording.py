"""The words of one version as they are compared with another's, whether they stand in a report or in an item."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from common.html import plain_text
from feeds.intake.itemising import headline
from feeds.models import ImportedItem
from feeds.parsing.reports import IncomingReport
from feeds.parsing.wires.wire_words import says


@dataclass(frozen=True, slots=True)
class Wording:
    """One version. ``said`` is what the wire calls it ("kill", "correction", "update"); ``beside`` what is printed
    beside the words (credit, byline …), each as text; ``terms`` what may be done with it (embargo, restrictions …)."""

    headline: str
    summary: str = ""
    body: str = ""  # sanitised HTML
    status: str = "usable"
    note: str = ""
    said: str = ""
    language: str = ""
    beside: Mapping[str, str] = field(default_factory=dict)
    terms: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """What is read beneath the headline, without markup."""
        return plain_text(self.body) or self.summary


def of_report(report: IncomingReport) -> Wording:
    """The words of a report that comes in."""
    picture = next((enclosure.url for enclosure in report.enclosures if enclosure.is_image), "")
    return Wording(
        headline=headline(report),
        summary=report.summary,
        body=report.content_html,
        status=report.status,
        note=report.note,
        said=says(report),
        language=report.language,
        beside={
            "byline": report.byline or ", ".join(report.authors),
            "credit": report.credit or report.source,
            "dateline": report.dateline,
            "picture": picture,
        },
        terms={
            "embargo": report.embargo.isoformat() if report.embargo else "",
            "restrictions": " ".join(sorted(report.restrictions)),
            "rights": report.rights,
            "usage_terms": report.usage_terms,
        },
    )


def of_item(item: ImportedItem) -> Wording:
    """The words that an item holds."""
    return Wording(
        headline=item.headline,
        summary=item.summary,
        body=item.body,
        status=item.wire_status,
        note=item.wire_note,
        language=item.language,
        beside={
            "byline": item.byline or ", ".join(item.authors),
            "credit": item.credit,
            "dateline": item.dateline,
            "picture": item.picture_url,
        },
        terms={
            "embargo": item.embargo_until.isoformat() if item.embargo_until else "",
            "restrictions": " ".join(sorted(item.restrictions)),
            "rights": item.rights,
            "usage_terms": item.usage_terms,
        },
    )
