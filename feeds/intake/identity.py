"""The names of a report: its guid, its address, its words, and the digest that tells a newer version. Pure."""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from feeds.intake.wording import figures, probes, shingles, words_of
from feeds.parsing.links import canonical
from feeds.parsing.reports import IncomingReport

# Fewer words than a short paragraph may be alike by accident ("Weather", "Live blog"); then the address decides too.
ENOUGH_WORDS = 12
# Of whoever asks, not of what is asked for: a guid that is an address changes with them at every poll.
_SESSION = re.compile(
    r"(?:(?<=[?&;])|;)(?:phpsessid|jsessionid|aspsessionid\w*|sess(?:ion)?_?id|sid|cfid|cftoken)=[^&;?#]*&?",
    re.I,
)
_ADDRESS = re.compile(r"https?://", re.I)
# Guid and link are one address more often than not.
_page = lru_cache(maxsize=1_000)(canonical)


@dataclass(frozen=True)
class Reading:
    """A report with all that it is known by; made once, before anything is asked of the database."""

    report: IncomingReport
    address: str  # of its page, as addresses are compared
    guid_key: int | None
    link_key: int | None
    fingerprint: str
    digest: str
    words: Sequence[str]  # of its text, without the title
    has_enough_words: bool  # not to be like another by accident

    @cached_property
    def shingles(self) -> frozenset[int]:
        """Its runs of three words, computed when first asked for."""
        return shingles(self.words)

    @cached_property
    def probes(self) -> list[int]:
        """Those of them by which texts like it are looked for."""
        return probes(self.shingles, len(self.words))

    @cached_property
    def figures(self) -> frozenset[str]:
        """The numbers that it names."""
        return figures(self.words)

    @property
    def page(self) -> int | str:
        """What it points at: its address, else its words."""
        return self.link_key if self.link_key is not None else self.fingerprint


def read(report: IncomingReport) -> Reading:
    """Compute the names of a report."""
    page = _page(report.link)
    title, words = words_of(report.title), words_of(report.content_html) or words_of(report.summary)
    is_enough = len(title) + len(words) >= ENOUGH_WORDS
    return Reading(
        report,
        page,
        guid_key=key(guid_name(report.guid)),
        link_key=key(page),
        # Equal for the same copy, whatever its markup, punctuation and feed.
        fingerprint=digest_of(" ".join([*title, *words]), "" if is_enough else page),
        digest=_digest(report, page),
        words=words,
        has_enough_words=is_enough,
    )


def guid_name(guid: str) -> str:
    """The guid as it is compared: of an address neither scheme, tracking nor session; its fragment may name the entry."""
    if not _ADDRESS.match(guid):
        return guid
    address, _, fragment = guid.partition("#")
    if "?" in address or ";" in address:
        address = _SESSION.sub("", address).rstrip("?&")
    page = _page(address)
    return f"{page}#{fragment}" if fragment else page


def key(name: str) -> int | None:
    """The name as a number that an index holds cheaply; None for no name."""
    if not name:
        return None
    digest = hashlib.blake2b(name.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def fingerprint(report: IncomingReport) -> str:
    """Of the words alone: equal for the same copy, whatever its markup, punctuation and feed."""
    return read(report).fingerprint


def content_digest(report: IncomingReport) -> str:
    """Of all that an editor would print: a change tells a newer version. Dates and tracking change by themselves."""
    return _digest(report, canonical(report.link))


def nameless(reading: Reading) -> str:
    """What a report without guid and address is called by: its words."""
    return digest_of("words", reading.fingerprint)


def is_empty(report: IncomingReport) -> bool:
    """Nothing to read and nowhere to go; a kill needs neither."""
    return not has_words(report) and not report.link and report.status != "canceled"


def has_words(report: IncomingReport) -> bool:
    """Whether there is anything to read."""
    return bool(report.title or report.summary or report.content_html)


def digest_of(*parts: object) -> str:
    """sha256 of the parts as JSON."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=True).encode()).hexdigest()


def _digest(report: IncomingReport, page: str) -> str:
    picture = next((enclosure for enclosure in report.enclosures if enclosure.is_image), None)
    said_by_wires = (
        report.status if report.status != "usable" else "",
        report.urgency or 0,
        report.dateline,
        report.byline,
        report.embargo.isoformat() if report.embargo else "",
        report.rights,
        *report.restrictions,
        report.usage_terms,
        report.note,
    )
    return digest_of(
        report.title,
        report.summary,
        report.content_html,
        report.authors,
        report.categories,
        report.credit,
        page,
        canonical(picture.url) if picture else "",
        *([said_by_wires] if any(said_by_wires) else []),
    )
