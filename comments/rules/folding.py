"""A text as it is disguised, read as it is meant: several readings of it, each with the way back to the raw text. Pure.

The plain reading folds case, accents, width and what cannot be seen. The others also undo look-alike letters of other
alphabets, digits for letters, letters drawn out, and letters set apart by signs or blanks. Each is linear in the text.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import regex
from confusable_homoglyphs import confusables

Span = tuple[int, int]  # characters of the raw text, end excluded

LEET = {
    "0": "o", "1": "i", "2": "z", "3": "e", "4": "a", "5": "s", "6": "g", "7": "t", "8": "b", "9": "g",
    "@": "a", "$": "s", "!": "i", "|": "i", "€": "e", "£": "l", "+": "t", "(": "c",
}  # fmt: skip
AMBIGUOUS = "1!|"  # may also stand for an l
_DOUBLE = regex.compile(r"(?i)(\p{L})\1+")
_AMBIGUOUS = regex.compile(r"[1!|]")
LEAST_SPACED = 3  # so many single letters in a row are one word set apart
MOST_KEPT = 20_000  # signs whose folding is remembered; nobody fills the memory with rare ones
_SPELLED = {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"}
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa"})
_CHUNK = regex.compile(r"\S+")
_WORD = regex.compile(r"[\p{L}\p{N}_]+")
_WORD_WITH_HIDDEN = regex.compile(r"[\p{L}\p{N}_][\p{L}\p{N}_\p{M}\p{Cf}]*")
_UNSEEN = regex.compile(r"[\p{M}\p{C}]")
_RUN = regex.compile(r"(?i)(\p{L})\1{2,}")  # no word is spelled with the same letter three times in a row
_MIXED = regex.compile(r"^\p{L}[\p{L}\d]*\d|^\d+\p{L}")  # “covid19”
_OPENING, _CLOSING = "\"'“”„«»‚‘’(<[{¿¡*_~", "\"'“”„«»‚‘’)>]}.,;:!?…*_~"


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading: words a blank apart, with a blank at both ends. ``starts`` are their places in it, ``spans`` in the raw
    text; ``counted`` says which words differ from the plain reading (None: every one counts)."""

    text: str
    starts: tuple[int, ...]
    spans: tuple[Span, ...]
    counted: tuple[bool, ...] | None = None

    def span(self, start: int, end: int) -> Span | None:
        """Where ``text[start:end]`` stands in the raw text; None where no word of it counts."""
        first = max(bisect_right(self.starts, start + (self.text[start] == " ")) - 1, 0)
        last = max(bisect_right(self.starts, end - 1 - (self.text[end - 1] == " ")) - 1, first)
        if self.counted is not None and not any(self.counted[first : last + 1]):
            return None
        return self.spans[first][0], self.spans[last][1]


@dataclass(slots=True)
class _Word:
    text: str
    span: Span
    is_changed: bool = False


@dataclass(slots=True)
class _Chunk:
    """What stands between two blanks, and the plain words in it. ``core`` has no quotes and stops around it."""

    core: str
    span: Span
    plain: list[_Word]

    @property
    def varies(self) -> bool:
        """Whether its meaning depends on how it is read."""
        return _AMBIGUOUS.search(self.core) is not None or _RUN.search(self.core) is not None


class _Table(dict[int, str]):
    """For ``str.translate``: what each sign becomes, reckoned when it is first met."""

    def __init__(self, becomes: Callable[[str], str]) -> None:
        super().__init__()
        self._becomes = becomes

    def __missing__(self, code: int) -> str:
        value = self._becomes(chr(code))
        if len(self) < MOST_KEPT:
            self[code] = value
        return value


def _fold(sign: str) -> str:
    if unicodedata.category(sign)[0] in "CM" and sign not in "\n\t":
        return ""
    spelled = "".join(_SPELLED.get(one, one) for one in sign.casefold())
    plain = unicodedata.normalize("NFKD", spelled).casefold()
    return "".join(_SPELLED.get(one, one) for one in plain if not unicodedata.combining(one))


def _look_alike(sign: str) -> str:
    """The Latin letter that the sign can be taken for; the sign itself, folded, where there is none."""
    plain = _fold(sign)
    if not plain or plain.isascii():
        return plain
    for candidate in (sign, sign.lower(), plain):
        for other in confusables.confusables_data.get(candidate, ()):
            letter = str(other["c"]).casefold()
            if len(letter) == 1 and letter.isascii() and letter.isalpha():
                return letter
    return plain


def _letters(becomes: Callable[[str], str], ambiguous: str = "") -> Callable[[str], str]:
    """Letters and digits only; with ``ambiguous`` also what stands for one, the ambiguous ones as that letter."""

    def meant(sign: str) -> str:
        if ambiguous and sign in AMBIGUOUS:
            return ambiguous
        read = becomes(sign)
        if ambiguous:
            read = LEET.get(read, read)
        return "".join(one for one in read if one.isalnum())

    return meant


FOLD = _Table(_fold)
_PLAIN, _LOOKS = _Table(_letters(_fold)), _Table(_letters(_look_alike))
_MEANT = {letter: _Table(_letters(_look_alike, letter)) for letter in "il"}
_NATIVE = {letter: _Table(_letters(_fold, letter)) for letter in "il"}


def folded(text: str) -> str:
    """The text in lower case, without accents, and without what cannot be seen."""
    return text.translate(FOLD)


def needles(term: str) -> list[str]:
    """What to look for in readings: the words of a term between blanks. A closing star leaves the last one open; an umlaut
    is also looked for as two letters, a digit in a word as the letter as which it is read. Empty where there is no word."""
    is_open = term.rstrip().endswith("*")
    found = []
    spellings = [term, unicodedata.normalize("NFC", term.lower()).translate(_UMLAUTS)]
    if _MIXED.search(term):
        spellings += [term.translate(_MEANT[letter]) for letter in "il"]
    for spelling in spellings:
        if words := _WORD.findall(folded(spelling)):
            found.append(f" {' '.join(words)}" + ("" if is_open else " "))
    return list(dict.fromkeys(found))


def readings(text: str) -> list[Reading]:
    """The plain reading first, then those that undo a disguise, where there is any to undo."""
    chunks = list(_chunks(text))
    plain = _reading([word for chunk in chunks for word in chunk.plain])
    is_native = _is_native(text)
    first = [_meant(chunk, "i", 1, is_native=is_native) for chunk in chunks]
    found, seen = [plain], {plain.text}
    variants = _variants(text)
    varying = [chunk.varies for chunk in chunks] if len(variants) > 1 else []
    for letter, run in variants:
        meant = first
        if (letter, run) != ("i", 1):
            meant = [
                _meant(chunk, letter, run, is_native=is_native) if varies else word
                for chunk, word, varies in zip(chunks, first, varying, strict=True)
            ]
        words = _words(chunks, meant)
        counted = [word.is_changed for word in words]
        reading = _reading(words, counted)
        if any(counted) and reading.text not in seen:
            seen.add(reading.text)
            found.append(reading)
    return found


def _variants(text: str) -> list[tuple[str, int]]:
    """What a 1 may mean, and how often a letter that is drawn out may stand."""
    letters = "il" if _AMBIGUOUS.search(text) else "i"
    runs = (1, 2) if _RUN.search(text) else (1,)
    return [(letter, run) for letter in letters for run in runs]


def _chunks(text: str) -> Iterator[_Chunk]:
    for found in _CHUNK.finditer(text):
        raw, start = found[0], found.start()
        has_unseen = not raw.isascii() and _UNSEEN.search(raw) is not None
        pattern = _WORD_WITH_HIDDEN if has_unseen else _WORD
        plain = [
            _Word(word, (start + one.start(), start + one.end()))
            for one in pattern.finditer(raw)
            if (word := one[0].translate(FOLD).strip())
        ]
        core = raw.lstrip(_OPENING)
        start += len(raw) - len(core)
        core = core.rstrip(_CLOSING)
        yield _Chunk(core, (start, start + len(core)), plain)


def _words(chunks: list[_Chunk], meant: list[_Word | None]) -> list[_Word]:
    words: list[_Word] = []
    single: list[_Word] = []
    for chunk, word in zip(chunks, meant, strict=True):
        if word is not None and len(word.text) == 1:
            single.append(word)
            continue
        if single:
            words += _joined(single)
            single = []
        words += chunk.plain if word is None else [word]
    return words + _joined(single)


def _joined(single: list[_Word]) -> list[_Word]:
    """Single letters in a row as the word that they are."""
    if len(single) < LEAST_SPACED:
        return single
    text = "".join(word.text for word in single)
    return [_Word(text, (single[0].span[0], single[-1].span[1]), is_changed=True)]


def _meant(chunk: _Chunk, letter: str, run: int, *, is_native: bool) -> _Word | None:
    """The chunk as one word without its disguise; None where it wears none, so that its plain words hold."""
    core = chunk.core
    if core.isascii() and core.isalpha():
        if len(core) == 1:
            return _Word(core.lower(), chunk.span)
        if not _RUN.search(core):
            return None
    plain = core.translate(_PLAIN)
    looks = core.translate(_LOOKS)
    if not any(sign.isalpha() for sign in looks):
        return None  # a number stays a number
    # A word of another alphabet, in a text in that alphabet, wears no disguise.
    is_own = is_native and not any(sign.isascii() and sign.isalpha() for sign in plain)
    meant = core.translate((_NATIVE if is_own else _MEANT)[letter])
    if _RUN.search(meant):  # once a letter is drawn out, others of the word may be a little
        meant = (_DOUBLE if run == 1 else _RUN).sub(lambda found: found[1] * run, meant)
    is_changed = [word.text for word in chunk.plain] != [meant]
    if not meant or (not is_changed and len(meant) > 1):
        return None
    return _Word(meant, chunk.span, is_changed)


def _is_native(text: str) -> bool:
    """Whether most letters of the text are of another alphabet than the Latin one."""
    if text.isascii():
        return False
    letters = [sign for sign in text.translate(_PLAIN) if sign.isalpha()]
    return sum(not sign.isascii() for sign in letters) * 2 > len(letters)


def _reading(words: list[_Word], counted: list[bool] | None = None) -> Reading:
    starts, place = [], 1
    for word in words:
        starts.append(place)
        place += len(word.text) + 1
    text = f" {' '.join(word.text for word in words)} "
    spans = tuple(word.span for word in words)
    return Reading(text, tuple(starts), spans, tuple(counted) if counted is not None else None)
