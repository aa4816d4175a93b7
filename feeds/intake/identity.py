"""Which reports are the same: the same item of a feed, the same version of it, the same copy from elsewhere. Pure."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Sequence

from common.html import plain_text
from feeds.parsing.links import canonical
from feeds.parsing.reports import IncomingReport

# Fewer words than a short paragraph may be alike by accident ("Weather", "Live blog"); then the address decides too.
ENOUGH_WORDS = 12
_WORD = re.compile(r"\w+")


def _digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=True).encode()).hexdigest()


def fingerprint(report: IncomingReport) -> str:
    """Of the words alone: equal for the same copy, whatever its markup, punctuation and feed."""
    text = plain_text(report.content_html) or report.summary
    words = _WORD.findall(f"{report.title} {text}".casefold())
    return _digest(" ".join(words), "" if len(words) >= ENOUGH_WORDS else canonical(report.link))


def content_digest(report: IncomingReport) -> str:
    """Of all that an editor would print: a change tells a newer version. Dates and tracking change by themselves."""
    picture = next((enclosure for enclosure in report.enclosures if enclosure.is_image), None)
    return _digest(
        report.title,
        report.summary,
        report.content_html,
        report.authors,
        report.categories,
        report.credit,
        canonical(report.link),
        canonical(picture.url) if picture else "",
    )


def identities(reports: Sequence[IncomingReport]) -> list[str]:
    """What makes each report the same item next time: its guid, else its link, else its words.

    A guid that one document gives to different pages is no identity; such reports go by their link.
    """
    pages = {
        (report.guid, canonical(report.link) or fingerprint(report)) for report in reports if report.guid
    }
    uses = Counter(guid for guid, _page in pages)
    return [_identity(report, guid_is_good=uses[report.guid] == 1) for report in reports]


def _identity(report: IncomingReport, *, guid_is_good: bool) -> str:
    if report.guid and guid_is_good:
        return _digest("guid", report.guid)
    if link := canonical(report.link):
        return _digest("link", link)
    return _digest("words", fingerprint(report))


def is_empty(report: IncomingReport) -> bool:
    """Nothing to read and nowhere to go."""
    return not (report.title or report.summary or report.content_html or report.link)
