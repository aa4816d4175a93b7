"""What word processors put on the clipboard, told as plain HTML: a stream is read once and written anew.

Nothing here makes HTML safe; the sanitiser comes after it. What is understood: the bold and italic that are styles of a
span, the bold that is none (Google Docs wraps its clipboard in one), headings and lists that are styles of a paragraph
(Word), bullets typed for who sees no list, elements of other vocabularies.
"""

import re
from html import escape
from html.parser import HTMLParser

SKIPPED = frozenset({"style", "script", "xml", "title"})  # with all they hold
VOID = frozenset({"br", "hr", "img", "wbr"})
UNKNOWN_VOID = frozenset(
    {"meta", "link", "base", "input", "col", "embed", "param", "source", "track", "area"}
)
_BOLD = re.compile(r"(?<![\w-])font-weight:\s*(?:bold|[6-9]00)", re.I)
_NOT_BOLD = re.compile(r"(?<![\w-])font-weight:\s*(?:normal|[1-5]00)", re.I)
_ITALIC = re.compile(r"(?<![\w-])font-style:\s*(?:italic|oblique)", re.I)
_STRUCK = re.compile(r"text-decoration[^;]*line-through", re.I)
_RAISED = re.compile(r"vertical-align:\s*(super|sub)\b", re.I)
_HIDDEN = re.compile(r"display:\s*none|mso-hide:\s*all", re.I)
_LEVEL = re.compile(r"mso-outline-level:\s*(\d)|\bMsoHeading(\d)|\bMso(?:Sub)?(Title)\b", re.I)
_LIST = re.compile(r"mso-list:\s*l\d+\s+level\d+|MsoListParagraph", re.I)
_NUMBERED = re.compile(r"\(?\w{1,4}[.)]\Z")
_CONDITIONAL = re.compile(r"<!\[(?:if|endif)[^>]*>", re.I)


class Unwrapper(HTMLParser):
    """Feed it once, then ask for ``html()``."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self._out: list[str] = []
        self._open: list[tuple[str, str]] = []  # the tag as it was sent, and what closes it here
        self._skipping = ""  # inside an element that is left out with all it holds
        self._depth = 0
        self._bullet: list[str] | None = None  # the characters of a typed bullet

    def html(self) -> str:
        """All that was read, with every element closed."""
        self.close()
        self._out += [closing for _tag, closing in reversed(self._open)]
        return "".join(self._out)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        style = given.get("style", "")
        if self._skipping:
            self._depth += tag == self._skipping
        elif tag in SKIPPED or (_HIDDEN.search(style) and tag not in VOID):
            self._skipping, self._depth = tag, 1
        elif "mso-list:ignore" in style.replace(" ", "").lower():
            self._skipping, self._depth, self._bullet = tag, 1, []
        elif tag in VOID:
            self._out += [] if _HIDDEN.search(style) else [_written(tag, given)]
        elif tag not in UNKNOWN_VOID and ":" not in tag:
            opening, closing = _meant(tag, given)
            if tag == "p" and _LIST.search(f"{style} {given.get('class', '')}"):
                opening, closing = "<li data-kind=bullets>", "</li>"
            self._out.append(opening)
            self._open.append((tag, closing))

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            self.handle_starttag(tag, attributes)

    def handle_endtag(self, tag: str) -> None:
        if self._skipping:
            self._depth -= tag == self._skipping
            if not self._depth:
                self._skipping = ""
                self._number()
            return
        if tag not in {name for name, _closing in self._open[-50:]}:
            return
        while self._open:
            name, closing = self._open.pop()
            self._out.append(closing)
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._bullet is not None:
            self._bullet.append(data)
        elif not self._skipping:
            self._out.append(data.replace("<", "&lt;"))

    def handle_entityref(self, name: str) -> None:
        self._out += [] if self._skipping else [f"&{name};"]

    def handle_charref(self, name: str) -> None:
        self._out += [] if self._skipping else [f"&#{name};"]

    def _number(self) -> None:
        """A typed number in place of a bullet: the list is one of numbers."""
        if self._bullet is None:
            return
        bullet, self._bullet = "".join(self._bullet).strip(), None
        at = next((at for at in range(len(self._out) - 1, -1, -1) if self._out[at].startswith("<li ")), None)
        # “o” is the round bullet of Word's second level.
        if at is not None and bullet != "o" and _NUMBERED.match(bullet):
            self._out[at] = "<li data-kind=numbers>"


_RUN = re.compile(r"(?:<li data-kind=(bullets|numbers)>(?:(?!<li data-kind).)*?</li>\s*)+", re.S)


def unwrap(html: str) -> str:
    """The clipboard's HTML without what only its program understands."""
    reader = Unwrapper()
    reader.feed(_CONDITIONAL.sub("", html))
    return _RUN.sub(_listed, reader.html())


def _listed(run: re.Match[str]) -> str:
    tag = "ol" if "data-kind=numbers" in run[0][:30] else "ul"
    items = re.sub(r"<li data-kind=\w+>", "<li>", run[0])
    return f"<{tag}>{items}</{tag}>"


def _meant(tag: str, given: dict[str, str]) -> tuple[str, str]:
    """What the element opens with and closes with here."""
    style, marks = given.get("style", ""), []
    level = _LEVEL.search(f"{given.get('class', '')} {style}") if tag == "p" else None
    if level:
        name = "h2" if level[3] or int(level[1] or level[2]) < 3 else "h3"
        return f"<{name}>", f"</{name}>"
    if tag in {"b", "strong"} and not _NOT_BOLD.search(style):
        marks.append("strong")
    elif tag in {"i", "em"} and "font-style:normal" not in style.replace(" ", ""):
        marks.append("em")
    elif tag in {"span", "font"}:
        found = {"strong": _BOLD.search(style), "em": _ITALIC.search(style), "s": _STRUCK.search(style)}
        marks += [name for name, says in found.items() if says]
        raised = _RAISED.search(style)
        marks += [{"super": "sup", "sub": "sub"}[raised[1].lower()]] if raised else []
    elif (tag != "a" or "href" in given) and tag not in {
        "b",
        "strong",
        "i",
        "em",
        "u",
        "center",
        "small",
        "big",
    }:
        return _written(tag, given), f"</{tag}>"
    return "".join(f"<{mark}>" for mark in marks), "".join(f"</{mark}>" for mark in reversed(marks))


def _written(tag: str, given: dict[str, str]) -> str:
    kept = {name: value for name, value in given.items() if name not in {"style", "class", "id", "lang"}}
    return f"<{tag}{''.join(f' {name}="{escape(value)}"' for name, value in kept.items() if name.isidentifier())}>"
