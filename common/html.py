"""The one sanitiser: what strangers send becomes HTML that is safe on our pages, or plain text.

Built on ammonia (``nh3``), which parses as browsers do and writes the tree anew, so that no spelling, encoding or
half-closed tag of the input reaches the output. What is not listed here does not exist.
"""

import html as entities
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Literal

import nh3
from django.conf import settings

TEXT_TAGS = {"p", "br", "em", "strong", "a", "blockquote", "code", "ul", "ol", "li"}
ARTICLE_TAGS = TEXT_TAGS | {
    "h1", "h2", "h3", "h4", "h5", "h6", "hr", "div", "figure", "figcaption", "img", "pre",
    "b", "i", "u", "s", "del", "ins", "sub", "sup", "small", "mark", "abbr", "cite", "q", "kbd", "samp", "var", "dfn",
    "time", "bdi", "bdo", "dl", "dt", "dd", "center", "tt",
    "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td",
}  # fmt: skip
# Dropped with all they hold: their text is code, a fallback or a control, never copy.
DROPPED_WHOLE = {
    "script", "style", "template", "noscript", "noembed", "noframes", "iframe", "frameset", "object", "applet",
    "svg", "math", "canvas", "audio", "video", "select", "textarea", "button", "title", "head", "xmp", "plaintext",
}  # fmt: skip
ARTICLE_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "abbr": {"title"},
    "time": {"datetime"},
    "bdo": {"dir"},
    "p": {"dir"},
    "div": {"dir"},
    "blockquote": {"dir"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
    "ol": {"start"},
}
# Past this depth a document is an attack on whoever walks its tree, not copy.
MAX_OPEN_TAGS = 20_000

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
_IMAGE_WITHOUT_SOURCE = re.compile(r'<img(?:(?! src=)(?:"[^"]*"|[^">]))*>')
_OWN_PICTURE = re.compile(r"images/[0-9]{4}/[0-9]{2}/[A-Za-z0-9_-]+\.[a-z]{3,4}\Z")
_BLOCKS = r"/?(?:p|div|br|li|ul|ol|h[1-6]|tr|td|th|dd|dt|blockquote|figure|figcaption|pre|hr)\b"
_BLOCK = re.compile(rf"<(?={_BLOCKS})", re.IGNORECASE)
_WHOLE_BLOCK = re.compile(rf'<{_BLOCKS}[^>"]*(?:"[^"]*"[^>"]*)*>')
_WHOLE_TAG = re.compile(r'<[^>"]*(?:"[^"]*"[^>"]*)*>')
_TAG = re.compile(r"<[a-zA-Z/!?]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_LONE_AMPERSAND = re.compile(r"&(?!(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});)")
_LONE_LESS_THAN = re.compile(r"<(?![a-zA-Z/!?])")
# What shows something from elsewhere. Where its end was never written, or "/>" was meant to be it, copy follows.
EMBEDS = ("iframe", "object", "audio", "video", "canvas", "applet")
# "<!" begins a comment or a declaration; anything else behind it is copy.
_NO_DECLARATION = re.compile(r"<!(?!--|\[|doctype[^<>]*>)", re.IGNORECASE)
_OPEN_COMMENT = re.compile(r"<!--[^>]*>?")
_EMBED = re.compile(rf"<({'|'.join(EMBEDS)})", re.IGNORECASE | re.ASCII)
# The values of these tags' attributes are looked into; asking for those of all others takes a fifth of the cleaner's time.
_LOOKED_INTO = re.compile(r"<(?:im(?:g|age)|t[dh]|ol)", re.IGNORECASE | re.ASCII)
# All that the sanitiser writes; the last one last.
_ENTITIES = (("&nbsp;", "\xa0"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&"))
# As often as a text may have been escaped on its way here; real feeds do it up to three times.
MAX_ESCAPES = 6


def _article_attribute(tag: str, name: str, value: str) -> str | None:
    """Images by https only: an http address is asked for encrypted, as browsers do on an encrypted page."""
    if tag == "img" and name == "src" and value[:5].lower() == "http:":
        return "https:" + value[5:]
    if name in {"width", "height", "colspan", "rowspan", "start"} and not value.strip().isdecimal():
        return None
    return value


def _own_picture(address: str) -> str | None:
    """Of relative addresses the pictures of our own library stay, and nothing else."""
    prefix = settings.MEDIA_URL
    is_own = address.startswith(prefix) and _OWN_PICTURE.match(address.removeprefix(prefix))
    return address if is_own else None


@lru_cache(maxsize=128)
def _article_cleaner(base: str, looks_into_attributes: bool) -> nh3.Cleaner:
    relative: Callable[[str], str | None] | tuple[Literal["rewrite_with_base"], str] = (
        ("rewrite_with_base", base) if base else _own_picture
    )
    return nh3.Cleaner(
        tags=ARTICLE_TAGS,
        clean_content_tags=DROPPED_WHOLE,
        attributes=ARTICLE_ATTRIBUTES,
        attribute_filter=_article_attribute if looks_into_attributes else None,
        link_rel="noopener noreferrer",
        url_schemes={"http", "https", "mailto"},
        url_relative=relative,
    )


_comment_cleaner = nh3.Cleaner(
    tags=TEXT_TAGS,
    clean_content_tags=DROPPED_WHOLE,
    attributes={"a": {"href"}, "ol": {"start"}},  # "2019. That was the year" must not become "1."
    attribute_filter=_article_attribute,
    link_rel="nofollow ugc noopener noreferrer",
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
)
_text_cleaner = nh3.Cleaner(
    tags=set(), clean_content_tags=DROPPED_WHOLE - {"title", "head"}, attributes={}, link_rel=None
)


def _readable(html: str) -> str:
    """The text without characters that no document may hold, refused where nothing but tags was sent."""
    text = _without_controls(html)
    return "" if text.count("<") > MAX_OPEN_TAGS else _closed(text)


def _without_controls(text: str) -> str:
    return text if _is_printable(text) else _CONTROL.sub("", text)


def _is_printable(text: str) -> bool:
    # What can be printed holds no control, which is told much sooner than by looking for one.
    if text.isprintable():
        return True
    for space in "\n\t\r\xa0":
        text = text.replace(space, "")
    return text.isprintable()


def _without_sections(text: str) -> str:
    return _CDATA.sub("", text) if "<![CDATA[" in text or "]]>" in text else text


def _closed(text: str) -> str:
    """Without beginnings that never end, where all that follows would be taken for their inside."""
    if "<!" in text:
        end = text.rfind("-->") + 1
        text = _NO_DECLARATION.sub("&lt;!", text[:end] + _OPEN_COMMENT.sub("", text[end:]))
    if named := {found.lower() for found in _EMBED.findall(text)}:
        for name in (name for name in EMBEDS if name in named):
            text = _without_open_embed(text, name)
    return text


def _without_open_embed(text: str, name: str) -> str:
    """Drop the beginnings that end with "/>" and those after the last end; what is dropped whole would take the rest."""
    tag = rf"<{name}\b(?:[^<>\"']|\"[^\"<>]*\"|'[^'<>]*')*"
    text = re.sub(tag + "/>", "", text, flags=re.IGNORECASE)
    end = text.lower().rfind(f"</{name}") + 1
    return text[:end] + re.sub(tag + ">", "", text[end:], flags=re.IGNORECASE)


def sanitise(html: str, base: str = "") -> str:
    """The HTML of an article's body, safe to show.

    Paragraphs, subheads, lists, quotes, tables, figures, links and images (https) stay; scripts, styles, forms,
    frames, svg, math, event handlers and every address but http, https and mailto go. Relative addresses are resolved
    against ``base`` (an absolute address) or dropped; without a base, pictures of our own library stay.
    """
    if "<" not in html:  # nothing to parse; the parser would slow down with every entity
        if "&" not in html and ">" not in html:
            return _without_controls(html)
        return entities.escape(entities.unescape(_without_controls(html)), quote=False)
    readable = _readable(html)
    looks = _LOOKED_INTO.search(readable) is not None
    try:
        cleaner = _article_cleaner(base, looks)
    except ValueError:  # the base is no address: then nothing can be resolved against it
        cleaner = _article_cleaner("", looks)
    clean = cleaner.clean(readable)
    if "<img" in clean:
        clean = _IMAGE_WITHOUT_SOURCE.sub("", clean)
    # The page's headline is its only h1.
    return clean.replace("<h1>", "<h2>").replace("</h1>", "</h2>") if "<h1>" in clean else clean


def sanitise_comment(html: str) -> str:
    """The HTML of a reader's comment: paragraphs, emphasis, quotes, code, lists, and links that vouch for nothing."""
    if "<" not in html:
        return entities.escape(entities.unescape(_CONTROL.sub("", html)), quote=False)
    return _comment_cleaner.clean(_readable(html))


def plain_text(html: str) -> str:
    """The words alone, on one line: no tag, script or entity survives, however often the text was escaped.

    The result is text, not HTML: it may hold ``<`` ("profits < 5 %") and is escaped where it is shown.
    """
    if not html:
        return ""
    if "<" not in html and "&" not in html and "]]>" not in html and _is_printable(html):
        return " ".join(html.split())
    return _words(_without_sections(_without_controls(html)))


def text_of_sanitised(clean: str) -> str:
    """As ``plain_text``, of what ``sanitise`` returned: its tags are known to be whole, so no parser has to look again."""
    if "<" not in clean:
        return plain_text(clean)
    clean = _WHOLE_TAG.sub("", _WHOLE_BLOCK.sub(" ", clean))
    if "&" in clean:
        for entity, character in _ENTITIES:
            clean = clean.replace(entity, character)
    return _words(_without_sections(clean), MAX_ESCAPES - 1)


def _words(text: str, escapes: int = MAX_ESCAPES) -> str:
    for _ in range(escapes):
        if not ("<" in text and _TAG.search(text)) and not ("&" in text and _ENTITY.search(text)):
            return " ".join(text.split())
        text = _LONE_AMPERSAND.sub("&amp;", _LONE_LESS_THAN.sub("&lt;", text))
        if text.count("<") > MAX_OPEN_TAGS:
            return ""
        text = _closed(text)
        last = text.rfind("<")
        if last > text.rfind(">"):  # a tag never closed: either cut off, or a sign of comparison
            text = text[:last] + "&lt;" + text[last + 1 :]
        if "<" in text:
            text = _text_cleaner.clean(_BLOCK.sub(" <", text))
        text = _without_sections(entities.unescape(text))
    return " ".join(re.sub(r"[<>&]", " ", text).split())
