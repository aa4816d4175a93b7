"""Pasted text becomes the paper's own: unwrapped where a word processor wrote it, sanitised, tidied."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from articles.unwrapping import unwrap
from common.html import sanitise

MOST = 1_000_000  # characters: longer than any article, and what an editor's browser still edits with ease
# Signs that a program, not a person, wrote it; text that was stored once has none of them.
_FOREIGN = re.compile(r"\bmso-|<o:p|docs-internal-guid|\bstyle\s*=|\bclass\s*=|<span|<font|<\?xml|<!\[", re.I)
_INLINE = r"(?:strong|em|b|i|u|s|a|sub|sup|small|mark)"
_BLOCK = re.compile(r"<(?:p|div|h[1-6]|ul|ol|dl|table|blockquote|figure|pre|hr|center)\b")
_EMPTY_INLINE = re.compile(rf"<({_INLINE})(?: [^>]*)?>((?:\s|&nbsp;|\u00a0)*)</\1>")
_EMPTY_BLOCK = re.compile(r"<(p|h[1-6]|li|blockquote)(?: [^>]*)?>(?:\s|&nbsp;|\u00a0|<br>)*</\1>")
_DIV = re.compile(r"<div( dir=\"\w+\")?>((?:(?!</?div\b).)*)</div>", re.S)
_TABLE = re.compile(r"<table>((?:(?!</?table\b).)*)</table>", re.S)
_ROW = re.compile(r"<tr>(.*?)</tr>", re.S)
_CELL = re.compile(r"<t[dh](?: [^>]*)?>(.*?)</t[dh]>", re.S)
_PIXEL = re.compile(r"<img(?=[^>]* (?:width|height)=\"[0-3]\")[^>]*>")
_HEADING = re.compile(r"<h([2-6])(?: [^>]*)?>(.*?)</h\1>", re.S)
_BLANKS = re.compile(r"(?:&nbsp;|[ \t\u00a0]){2,}")
_EDGES = re.compile(
    r"(<(?:p|li|h[2-3]|blockquote|td|th)(?: [^>]*)?>)(?:\s|&nbsp;|\u00a0)+|(?:\s|&nbsp;|\u00a0)+(</(?:p|li|h[2-3]|blockquote|td|th)>)"
)
_DOUBLE_BREAK = re.compile(r"(?:<br>\s*){2,}")
_LOOSE_BREAK = re.compile(r"(</(?:p|h[2-3]|ul|ol|table|blockquote|figure)>)\s*(?:<br>\s*)+")
_LED_ROUND = re.compile(r'href="(https://www\.google\.[a-z.]+/url\?[^"]*)"')
_PRE = re.compile(r"(<pre\b.*?</pre>)", re.S)
PASSES = 12  # as deep as layouts nest; what is deeper stays as it is


def clean(html: str) -> str:
    """What was typed or pasted as it is stored. Cleaning what is clean changes nothing."""
    text = sanitise(unwrap(html) if _FOREIGN.search(html) else html)
    for _turn in range(PASSES):
        # What is taken out can leave something empty, or an element that the parser closes elsewhere: look again.
        # Every second piece is preformatted: there a blank is a blank.
        tidied = sanitise(
            "".join(part if at % 2 else _tidy(part) for at, part in enumerate(_PRE.split(text)))
        )
        if tidied == text:
            break
        text = tidied
    return text


def _tidy(html: str) -> str:
    html = _PIXEL.sub("", html)
    html = (
        _repeated(_TABLE, _laid_out, html).replace("<ta-kept>", "<table>").replace("</ta-kept>", "</table>")
    )
    html = _repeated(_DIV, _paragraph, html)
    html = re.sub(r"<(/?)b>", r"<\1strong>", re.sub(r"<(/?)i>", r"<\1em>", html))
    html = re.sub(r"</?(?:u|center|small)>", "", html)
    html = re.sub(r"</(strong|em)>(\s*)<\1>", r"\2", html)
    html = _HEADING.sub(_heading, html)
    html = _BLANKS.sub(" ", html)
    html = _repeated(_EMPTY_INLINE, lambda found: " " if found[2] else "", html)
    html = re.sub(r"<p( [^>]*)?>((?:(?!</?p\b).)*)</p>", _broken_up, html, flags=re.S)
    html = _EDGES.sub(r"\1\2", html)
    html = _repeated(_EMPTY_BLOCK, lambda _found: "", html)
    html = re.sub(r"<([uo]l)(?: [^>]*)?>\s*</\1>", "", html)
    html = _LOOSE_BREAK.sub(r"\1", html)
    return _LED_ROUND.sub(_led_straight, html).strip()


def _repeated(pattern: re.Pattern[str], change: Callable[[re.Match[str]], str], html: str) -> str:
    for _turn in range(PASSES):
        html, number = pattern.subn(change, html)
        if not number:
            break
    return html


def _laid_out(table: re.Match[str]) -> str:
    """A table of one column is no table, but a page's layout or a box."""
    rows = [_CELL.findall(row) for row in _ROW.findall(table[1])]
    if any(len(cells) > 1 for cells in rows):
        # A table stays; its mark keeps it from being asked again.
        return f"<ta-kept>{table[1]}</ta-kept>"
    return "".join(f"<div>{cell}</div>" for cells in rows for cell in cells)


def _paragraph(div: re.Match[str]) -> str:
    if _BLOCK.search(div[2]):
        return div[2]
    return f"<p{div[1] or ''}>{div[2]}</p>" if div[2].strip() else ""


def _heading(heading: re.Match[str]) -> str:
    level = "2" if heading[1] == "2" else "3"
    words = re.sub(r"</?strong>|<br>", "", heading[2]).strip()
    return f"<h{level}>{words}</h{level}>"


def _broken_up(paragraph: re.Match[str]) -> str:
    """Two line breaks are a paragraph's end, where no element reaches over them."""
    parts = _DOUBLE_BREAK.split(paragraph[2])
    if len(parts) == 1 or any(part.count("<a ") != part.count("</a>") for part in parts):
        return paragraph[0]
    if any(
        part.count(f"<{mark}>") != part.count(f"</{mark}>")
        for part in parts
        for mark in ("strong", "em", "s")
    ):
        return paragraph[0]
    return "".join(f"<p{paragraph[1] or ''}>{part.strip()}</p>" for part in parts)


def _led_straight(link: re.Match[str]) -> str:
    query = parse_qs(urlsplit(link[1].replace("&amp;", "&")).query)
    target = (query.get("q") or query.get("url") or [""])[0]
    plain = target.replace("&", "&amp;").replace('"', "%22")
    return f'href="{plain}"' if target.startswith(("http://", "https://")) else link[0]
