"""Steps that every format shares on the way to an IncomingReport: times, bodies, names, lists, doubts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from html import escape

from articles.restrictions import NO_PICTURE_REUSE, kept
from articles.usage_terms import restrictions_in
from common.html import plain_text, sanitise, text_of_sanitised
from feeds.parsing import doubts
from feeds.parsing.credits import credit_at_end
from feeds.parsing.dates import read_date
from feeds.parsing.links import web_address
from feeds.parsing.reports import Enclosure, IncomingReport

# A report longer than a short novel is an attack or an accident.
MAX_BODY = 500_000
MAX_TITLE = 500
MAX_GUID = 2_000
MAX_LISTED = 50
MAX_REMEMBERED = 100
MAX_VERSION = 40
MAX_LINE = 300
MAX_TERMS = 4_000
# What a wire says of its item.
USABLE, WITHHELD, CANCELED = "usable", "withheld", "canceled"
# No database and no encoding takes them: zero bytes and halves of a surrogate pair.
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+*-]+")


@dataclass
class Draft:
    """A report in the making: raw strings as the format gave them. HTML is unsafe until ``finished``."""

    guid: str = ""
    link: str = ""
    base: str = ""
    title: str = ""
    summary: str = ""
    content: str = ""
    content_is_text: bool = False
    content_base: str = ""
    authors: list[str] = field(default_factory=list)
    published: str = ""
    updated: str = ""
    categories: list[str] = field(default_factory=list)
    enclosures: list[Enclosure] = field(default_factory=list)
    media_credit: str = ""
    rights: str = ""
    feed_rights: str = ""
    source: str = ""
    language: str = ""
    incomplete: bool = False
    recovered: bool = False
    # What wires say beyond that.
    credit: str = ""
    version: str = ""
    status: str = USABLE
    urgency: int | None = None
    dateline: str = ""
    byline: str = ""
    embargo: str = ""
    usage_terms: str = ""
    note: str = ""

    def finished(self, now: datetime) -> IncomingReport:
        """The report: text plain, HTML sanitised, times in UTC, links absolute, doubts named."""
        doubtful: list[str] = []
        published = _instant(self.published, now, doubtful)
        updated = _instant(self.updated, now, doubtful)
        if not self.published and not self.updated:
            doubtful.append(doubts.NO_DATE)
        link = web_address(self.link, self.base)
        # A guid that calls itself a link without being one ("4711") refuses nothing: it is still a guid.
        if self.link.strip() and not link and self.link.strip() != self.guid.strip():
            doubtful.append(doubts.REFUSED_LINK)
        guid = _on_one_line(self.guid)[:MAX_GUID]
        if not guid:
            doubtful.append(doubts.NO_GUID)
        if self.incomplete:
            doubtful.append(doubts.INCOMPLETE)
        if self.recovered:
            doubtful.append(doubts.RECOVERED)
        if len(self.content) > MAX_BODY or len(self.summary) > MAX_BODY:
            doubtful.append(doubts.SHORTENED)
        embargo = _instant(self.embargo, now, doubtful, may_lie_ahead=True)
        rights = plain_text((self.rights or self.feed_rights)[:MAX_TERMS])
        usage_terms, note = plain_text(self.usage_terms[:MAX_TERMS]), plain_text(self.note[:MAX_TERMS])
        restrictions = _restrictions_in(f"{usage_terms}\n{rights}\n{note}".strip())
        theirs = [f"picture: {file.rights}" for file in self.enclosures if file.rights]
        if theirs and any(NO_PICTURE_REUSE in restrictions_in(words) for words in theirs):
            restrictions = tuple(kept([*restrictions, NO_PICTURE_REUSE]))
        if restrictions:
            doubtful.append(doubts.RESTRICTED)
        if self.status == WITHHELD:
            doubtful.append(doubts.WITHHELD)
        content_html = self._body()
        text = text_of_sanitised(content_html)
        is_all = not self.summary or self.summary == self.content
        summary = text if is_all else plain_text(self.summary[:MAX_BODY])
        return IncomingReport(
            guid=guid,
            link=link,
            title=plain_text(self.title)[:MAX_TITLE],
            summary=summary,
            content_html=content_html,
            authors=distinct([_name(name) for name in self.authors]),
            published=published,
            updated=updated,
            categories=distinct([_name(name) for name in self.categories]),
            enclosures=_each_once(self.enclosures),
            credit=plain_text(self.credit)[:300]
            or credit_at_end(text)
            or plain_text(self.rights)[:300]
            or plain_text(self.media_credit)[:300],
            source=plain_text(self.source)[:300],
            language=language_tag(self.language),
            version=self.version.strip()[:MAX_VERSION],
            status=self.status,
            urgency=self.urgency,
            dateline=plain_text(self.dateline)[:MAX_LINE],
            byline=plain_text(self.byline)[:MAX_LINE],
            embargo=embargo,
            rights=rights,
            usage_terms=usage_terms,
            restrictions=restrictions,
            note=note,
            doubtful=tuple(dict.fromkeys(doubtful)),
        )

    def _body(self) -> str:
        content = (self.content or self.summary)[:MAX_BODY]
        if self.content_is_text and self.content:
            paragraphs = [escape(part.strip(), quote=False) for part in re.split(r"\n\s*\n", content)]
            return (
                paragraphs[0]
                if len(paragraphs) == 1
                else "".join(f"<p>{part}</p>" for part in paragraphs if part)
            )
        return sanitise(content, self.content_base or self.base).strip()


def _name(text: str) -> str:
    return _short_name(text) if len(text) < MAX_REMEMBERED else plain_text(text)


@lru_cache(maxsize=1024)
def _short_name(text: str) -> str:
    # The same names and categories stand with many reports.
    return plain_text(text)


def _on_one_line(text: str) -> str:
    return " ".join((text if text.isprintable() else _UNSTORABLE.sub("", text)).split())


@lru_cache(maxsize=64)
def _restrictions_in(terms: str) -> tuple[str, ...]:
    # All reports of a feed have the same terms, or nearly all.
    return tuple(restrictions_in(terms)) if terms else ()


def _instant(
    text: str, now: datetime, doubtful: list[str], *, may_lie_ahead: bool = False
) -> datetime | None:
    if not text or text.isspace():
        return None
    reading = read_date(text, now)
    if reading.doubtful:
        doubtful.extend(
            doubt for doubt in reading.doubtful if not (may_lie_ahead and doubt == doubts.FUTURE_DATE)
        )
    return reading.instant


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """The names in their order, each once, blanks dropped, as many as anybody reads."""
    return tuple(dict.fromkeys([name[:300] for name in names if name]))[:MAX_LISTED]


def _each_once(files: list[Enclosure]) -> tuple[Enclosure, ...]:
    if len(files) < 2:
        return tuple(files)
    return tuple({file.url: file for file in reversed(files)}.values())[::-1][:MAX_LISTED]


# "Name <a@b.example>", as mail has it, is no tag; "a@b.example (Name)" is what RSS has.
_IN_ANGLES = re.compile(r"<((?:mailto:)?[^\s<>()@]{1,200}@[^\s<>()@]{1,200})>")
_ADDRESS_FIRST = re.compile(r"\(?(?:mailto:)?[^\s()@]+@[^\s()@]+\)?\s*\((.+)\)")
_NAME_FIRST = re.compile(r"(.+?)\s*[(\[]\s*(?:mailto:)?[^\s<>()\[\]@]+@[^\s<>()\[\]@]+\s*[)\]]")


def person(text: str) -> str:
    """The name of a person, without the address that stands beside it; the address where it stands alone."""
    text = text[:MAX_TERMS]
    text = plain_text(_IN_ANGLES.sub(r"(\1)", text) if "@" in text else text)
    found = _ADDRESS_FIRST.fullmatch(text) or _NAME_FIRST.fullmatch(text) if "@" in text else None
    if found:
        return found[1].strip(" \"'")
    return text[1:-1] if "@" in text and text.startswith("(") and text.endswith(")") else text


@lru_cache(maxsize=256)
def language_tag(text: str) -> str:
    """``en-GB`` and the like; empty if the text is no language tag (RFC 5646)."""
    tag = text.strip().replace("_", "-")
    return tag if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", tag) and len(tag) <= 35 else ""


def enclosure(
    url: object,
    type_: object,
    length: object,
    base: str,
    *,
    credit: str = "",
    caption: str = "",
    rights: str = "",
) -> Enclosure | None:
    """A file of a report; None if its address is not one of the web."""
    address = web_address(str(url or ""), base)
    if not address:
        return None
    size = str(length).strip() if length else ""
    return Enclosure(
        url=address,
        type=_media_type(str(type_)) if type_ else "",
        length=int(size) if size.isdecimal() and len(size) < 16 else None,
        credit=_name(credit)[:300] if credit else "",
        caption=plain_text(caption)[:500] if caption else "",
        rights=_name(rights)[:300] if rights else "",
    )


@lru_cache(maxsize=64)
def _media_type(text: str) -> str:
    kind = text.strip().lower()
    return kind if _MEDIA_TYPE.fullmatch(kind) else ""
