"""feedparser as we use it: its strict reader alone, with what it confuses put right.

Not ``feedparser.parse``: that turns to a reader of SGML for whatever is ill-formed, which a megabyte of ``<!--`` or a
hundred thousand attributes hold up for minutes, and reads every date with steps of its own. Here what is ill-formed
raises; ``feeds.parsing.mending`` then writes it anew, well-formed, for this same reader.
"""

import io
import xml.sax
from typing import Any
from xml.parsers import expat
from xml.sax import SAXException
from xml.sax.handler import feature_external_ges, feature_external_pes, feature_namespaces
from xml.sax.xmlreader import AttributesNSImpl, InputSource

from feedparser.api import StrictFeedParser
from feedparser.sanitizer import replace_doctype

MAX_DEPTH = 500
MAX_TAGS = 200
MAX_ATTRIBUTES = 200
Attributes = dict[str, str]


class Reader(StrictFeedParser):
    """What feedparser gathers, and what it drops: whose caption, credit and copyright are a picture's."""

    resolve_relative_uris = False
    sanitize_html = False

    def __init__(self, language: str | None) -> None:
        super().__init__("", language, "utf-8")
        # The innermost that is open: an item's own, a group's, a file's.
        self._scopes: list[dict[str, Any]] = [{}]
        self._described = ""

    def startElementNS(self, name: Any, qname: Any, attrs: Any) -> None:  # noqa: N802 — as SAX calls it
        """Raises SAXException where the document is nested deeper than any feed."""
        if self.depth > MAX_DEPTH:
            raise SAXException("nested deeper than any feed")
        if len(attrs) > MAX_ATTRIBUTES:  # each is looked for among all
            names = attrs.getNames()[:MAX_ATTRIBUTES]
            attrs = AttributesNSImpl(
                {each: attrs[each] for each in names}, {each: attrs.getQNameByName(each) for each in names}
            )
        super().startElementNS(name, qname, attrs)

    def characters(self, text: str) -> None:
        # As feedparser has it, without its dictionaries' lookups: a text may come letter by letter.
        if dict.get(self.contentparams, "type") == "application/xhtml+xml":
            super().characters(text)
        elif self.elementstack:
            self.elementstack[-1][2].append(text)

    def _add_tag(self, term: str | None, scheme: str | None, label: str | None) -> None:
        tags = dict.setdefault(self._get_context(), "tags", [])
        tag = {"term": term, "scheme": scheme, "label": label}
        # Each is compared with all before it.
        if any(tag.values()) and len(tags) < MAX_TAGS and tag not in tags:
            tags.append(tag)

    def _sync_author_detail(self, key: str = "author") -> None:
        """Keep what stands there whole: feedparser cuts an address in two whose last part has more than four letters."""
        context = self._get_context()
        people, author = dict.get(context, key + "s"), dict.get(context, key)
        detail = people[-1] if isinstance(people, list) and people else {}
        if detail:
            super()._sync_author_detail(key)
        elif author:
            detail["name"] = author
            dict.setdefault(context, key + "_detail", detail)

    # Times are read by feeds.parsing.dates; feedparser's own reading of them is spared.
    def _end_published(self) -> None:
        self.pop("published")

    _end_issued = _end_pubdate = _end_dcterms_issued = _end_published

    def _end_updated(self) -> None:
        self.pop("updated")

    _end_modified = _end_lastbuilddate = _end_dc_date = _end_dcterms_modified = _end_updated

    def _end_created(self) -> None:
        self.pop("created")

    _end_dcterms_created = _end_created

    def _end_expirationdate(self) -> None:
        self.pop("expired")

    def _end_link(self) -> None:
        # Written between the tags, any link would become the report's own.
        context = self._get_context()
        before = dict.get(context, "link")
        super()._end_link()
        if before and context["links"][-1].get("rel", "alternate") != "alternate":
            context["link"] = before

    def _end_hour(self) -> None:
        self.feeddata.setdefault("skip_hours", []).append(self.pop("hour"))

    def _end_day(self) -> None:
        self.feeddata.setdefault("skip_days", []).append(self.pop("day"))

    def _start_item(self, attributes: Attributes) -> None:
        self._scopes, self._described = [{}], ""
        # A source that never ended would swallow all that follows.
        self.insource = 0
        super()._start_item(attributes)

    _start_entry = _start_item

    def _end_item(self) -> None:
        if self.entries:
            entry = self.entries[-1]
            if not dict.get(entry, "summary") and not dict.get(entry, "content"):
                entry["summary"] = self._other_words(entry)
        super()._end_item()

    _end_entry = _end_item

    def _other_words(self, entry: dict[str, Any]) -> str:
        """What a podcast or a film says of itself where there is no description."""
        return dict.get(entry, "itunes_summary") or dict.get(entry, "subtitle") or self._described

    # Beside a description feedparser takes it for the whole content; it is a second description.
    def _start_itunes_summary(self, attributes: Attributes) -> None:
        if self.inentry:
            self.push("itunes_summary", 1)
        else:
            super()._start_itunes_summary(attributes)

    def _end_itunes_summary(self) -> None:
        if self.inentry:
            self.pop("itunes_summary")
        else:
            super()._end_itunes_summary()

    def _start_media_group(self, attributes: Attributes) -> None:
        self._scopes.append({})

    def _end_media_group(self) -> None:
        del self._scopes[1:]

    def _start_media_content(self, attributes: Attributes) -> None:
        self._scopes.append({})
        row = {**attributes, "scopes": list(self._scopes)}
        self._get_context().setdefault("media_content", []).append(row)

    def _end_media_content(self) -> None:
        if len(self._scopes) > 1:
            self._scopes.pop()

    def _start_media_description(self, attributes: Attributes) -> None:
        self.push("media_description", 0)

    def _end_media_description(self) -> None:
        words = self.pop("media_description")
        self._scopes[-1]["description"] = words
        self._described = self._described or words

    def _start_media_copyright(self, attributes: Attributes) -> None:
        self.push("media_copyright", 0)

    def _end_media_copyright(self) -> None:
        self._scopes[-1]["copyright"] = self.pop("media_copyright")

    def _end_media_credit(self) -> None:
        super()._end_media_credit()
        credit = self._get_context()["media_credit"][-1].get("content", "")
        known = self._scopes[-1].get("credit")
        self._scopes[-1]["credit"] = f"{known}, {credit}" if known else credit


def read(body: bytes, language: str | None = None) -> dict[str, Any]:
    """What the feed holds: ``feed``, ``entries`` and ``version``, in feedparser's names.

    ``body`` is UTF-8, whatever it says of itself. Raises SAXException where it is ill-formed. Entities are read only
    where they stand for plain text, and nothing outside the body is.
    """
    version, body, _ = replace_doctype(body)
    reader = Reader(language)
    parser = xml.sax.make_parser()  # noqa: S317 — entities are bounded, nothing outside is read
    parser.setFeature(feature_namespaces, True)
    parser.setFeature(feature_external_ges, False)
    parser.setFeature(feature_external_pes, False)
    parser.setContentHandler(reader)
    parser.setErrorHandler(reader)
    source = InputSource()
    source.setByteStream(io.BytesIO(body))
    source.setEncoding("utf-8")
    parser.parse(source)
    return {"feed": reader.feeddata, "entries": reader.entries, "version": version or reader.version}


class IllFormed(SAXException):
    """XML that is none, with the line where that shows."""

    def __init__(self, error: expat.ExpatError) -> None:
        super().__init__(str(error), error)
        self.line = error.lineno


def check(body: bytes) -> None:
    """A reading that gathers nothing, in a hundredth of the time. Raises IllFormed."""
    try:
        expat.ParserCreate("utf-8", " ").Parse(replace_doctype(body)[1], True)
    except expat.ExpatError as error:
        raise IllFormed(error) from None
