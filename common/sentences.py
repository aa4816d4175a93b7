"""The sentences of an article's text, numbered: what a key point points to.

Works on HTML that ``common.html`` has written: attributes quoted, tags closed. Subheads, captions, tables and code are
no sentences. ``sentences`` and ``number`` count alike, from 1.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from common.sentence_ends import sentence_ranges

_PIECE = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)(?:\"[^\"]*\"|[^\">])*>|([^<]+|<)")
_LETTER = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);|.", re.S)
# Tags that may stand within a sentence; every other one begins and ends it.
_INLINE = {
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "img", "ins", "kbd", "mark", "q", "s",
    "samp", "small", "strong", "sub", "sup", "time", "tt", "u", "var",
}  # fmt: skip
_VOID = {"img"}
_SILENT = {"h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "table", "pre"}


@dataclass(slots=True)
class _Piece:
    """A tag, or text that belongs to one sentence (its number) or to none (0)."""

    raw: str
    tag: str = ""
    is_end: bool = False
    sentence: int = 0


def sentences(html: str) -> list[str]:
    """The sentences as plain text, in order; the first one has number 1."""
    found: dict[int, list[str]] = {}
    for pieces in _numbered(html):
        for piece in pieces:
            if piece.sentence:
                found.setdefault(piece.sentence, []).append(unescape(piece.raw))
    return [" ".join("".join(parts).split()) for parts in found.values()]


def number(html: str) -> str:
    """The same HTML with each sentence in ``<span class="s" id="s-N">``.

    A link or an emphasis that runs over the end of a sentence stays whole: the sentence then gets several spans, of which
    the first has the id.
    """
    return "".join("".join(_wrapped(pieces)) for pieces in _numbered(html))


def _numbered(html: str) -> Iterator[list[_Piece]]:
    """The document in runs of pieces, each either one block's tag or all that stands between two of them."""
    run: list[_Piece] = []
    silent, count = 0, 0
    for piece in _pieces(html):
        if not piece.tag or piece.tag in _INLINE:
            run.append(piece)
            continue
        if run:
            run, count = _divided(run, count) if not silent else (run, count)
            yield run
            run = []
        if piece.tag in _SILENT:
            silent = max(0, silent + (-1 if piece.is_end else 1))
        yield [piece]
    if run:
        yield _divided(run, count)[0] if not silent else run


def _pieces(html: str) -> Iterator[_Piece]:
    for found in _PIECE.finditer(html):
        if found[3] is None:
            yield _Piece(found[0], found[2].lower(), bool(found[1]))
        else:
            yield _Piece(found[3])


def _divided(run: list[_Piece], count: int) -> tuple[list[_Piece], int]:
    """The run with its text cut at the ends of sentences, which count on from ``count``; and the new count."""
    letters = [(piece, _letters(piece.raw)) for piece in run]
    plain = "".join(_plain(found) for piece, found in letters if not piece.tag)
    ranges = [(start, end, count + at) for at, (start, end) in enumerate(sentence_ranges(plain), 1)]
    # Every position of the text belongs to one of these: a sentence, or (0) the white space between two.
    spans: list[tuple[int, int]] = []
    for start, end, current in ranges:
        spans += [(start, 0), (end, current)]
    spans.append((len(plain), 0))
    divided: list[_Piece] = []
    position = at = 0
    for piece, found in letters:
        if piece.tag:
            divided.append(piece)
            continue
        begin = 0
        while begin < len(found):
            until, owner = spans[at]
            if until <= position:
                at += 1
                continue
            part = found[begin : begin + until - position]
            divided.append(_Piece("".join(part), sentence=owner))
            begin, position = begin + len(part), position + len(part)
    return divided, count + len(ranges)


def _letters(raw: str) -> Sequence[str]:
    """The text letter by letter, an entity being one."""
    return raw if "&" not in raw else _LETTER.findall(raw)


def _plain(letters: Sequence[str]) -> str:
    """One character for each letter, so that positions agree."""
    if isinstance(letters, str):
        return letters
    return "".join((unescape(letter)[:1] or " ") if letter[0] == "&" else letter for letter in letters)


def _wrapped(pieces: list[_Piece]) -> Iterator[str]:
    """The pieces with a span around every stretch of a sentence in which all tags are closed."""
    opening, closing = dict[int, str](), set[int]()
    seen = set[int]()
    for first, last in _stretches(pieces):
        owner = next(piece.sentence for piece in pieces[first : last + 1] if piece.sentence)
        opening[first] = '<span class="s">' if owner in seen else f'<span class="s" id="s-{owner}">'
        closing.add(last)
        seen.add(owner)
    for at, piece in enumerate(pieces):
        yield opening.get(at, "") + piece.raw + ("</span>" if at in closing else "")


def _stretches(pieces: list[_Piece]) -> Iterator[tuple[int, int]]:
    partner = _partners(pieces)
    own: dict[int, list[int]] = {}
    for at, piece in enumerate(pieces):
        if piece.sentence:
            own.setdefault(piece.sentence, []).append(at)
    for places in own.values():
        first = _widened(pieces, places[0], -1, lambda piece: not piece.is_end)
        last = _widened(pieces, places[-1], 1, lambda piece: piece.is_end)
        inside = [at for at in range(first, last + 1) if _stays(partner, at, first, last)]
        yield from _joined(pieces, inside)


def _partners(pieces: list[_Piece]) -> dict[int, int]:
    """For each tag the place of the one that closes or opens it; its own place where it needs none, -1 if it is alone."""
    partner: dict[int, int] = {}
    open_tags: list[int] = []
    for at, piece in enumerate(pieces):
        if not piece.tag:
            continue
        partner[at] = at if piece.tag in _VOID else -1
        if piece.tag in _VOID:
            continue
        if not piece.is_end:
            open_tags.append(at)
        elif open_tags and pieces[open_tags[-1]].tag == piece.tag:
            partner[at] = open_tags.pop()
            partner[partner[at]] = at
    return partner


def _widened(pieces: list[_Piece], at: int, step: int, fits: Callable[[_Piece], bool]) -> int:
    while 0 <= at + step < len(pieces) and pieces[at + step].tag and fits(pieces[at + step]):
        at += step
    return at


def _stays(partner: dict[int, int], at: int, first: int, last: int) -> bool:
    return at not in partner or first <= partner[at] <= last


def _joined(pieces: list[_Piece], inside: list[int]) -> Iterator[tuple[int, int]]:
    """Neighbours among ``inside`` as (first, last); stretches without text are left out."""
    stretch: list[int] = []
    for at in [*inside, -2]:
        if stretch and at != stretch[-1] + 1:
            if any(pieces[place].sentence for place in stretch):
                yield stretch[0], stretch[-1]
            stretch = []
        stretch.append(at)
