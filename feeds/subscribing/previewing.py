"""A feed that was found, as a person must see it before it is added: what it is, and what it would import."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from articles.models import Source
from common.html import plain_text
from feeds.intake.itemising import headline, shortened
from feeds.models import Feed
from feeds.parsing import doubts
from feeds.parsing.reports import IncomingReport
from feeds.subscribing.adding import feed_at, source_at
from feeds.subscribing.discovery import Candidate
from feeds.subscribing.opml import Outline

SHOWN, EXCERPT = 5, 220
FORMATS = {
    "rss": "RSS",
    "atom": "Atom",
    "json": "JSON Feed",
    "cdf": "CDF",
    "ninjs": "ninjs",
    "newsml": "NewsML-G2",
    "nitf": "NITF",
}


@dataclass(frozen=True, slots=True)
class Sample:
    """One report as it would come in."""

    headline: str
    dateline: str
    published: datetime | None
    excerpt: str
    doubts: Sequence[str]


@dataclass(frozen=True, slots=True)
class Shown:
    """One candidate, ready to be shown."""

    outline: Outline
    format: str
    number: int
    newest: datetime | None
    language: str
    hub: str
    moved_to: str
    there: Feed | None  # it is here already
    source: Source | None  # the one of the same site
    samples: Sequence[Sample]
    notices: Sequence[str]


def shown(candidates: Iterable[Candidate]) -> list[Shown]:
    """In the order in which they were found."""
    return [_shown(candidate) for candidate in candidates]


def _shown(candidate: Candidate) -> Shown:
    feed = candidate.feed
    outline = Outline(candidate.moved_to or candidate.url, feed.title[:300], feed.link[:1000])
    dates = [report.published for report in feed.items if report.published]
    return Shown(
        outline,
        format_name(feed.version),
        len(feed.items),
        max(dates, default=None),
        feed.language,
        feed.hub,
        candidate.moved_to,
        feed_at(outline.url),
        source_at(outline),
        [_sample(report) for report in feed.items[:SHOWN]],
        feed.notices,
    )


def _sample(report: IncomingReport) -> Sample:
    return Sample(
        headline(report),
        report.dateline,
        report.published,
        shortened(report.summary or plain_text(report.content_html), EXCERPT),
        [words for _name, words in doubts.in_words(report.doubtful)],
    )


def format_name(version: str) -> str:
    """The format as people call it: “RSS 2.0” for ``rss20``."""
    letters = version.rstrip("0123456789.u")
    digits = "".join(sign for sign in version[len(letters) :] if sign.isdigit()).lstrip("0")
    name = FORMATS.get(letters, letters.upper())
    return f"{name} {digits[0]}.{digits[1:] or '0'}" if digits else name
