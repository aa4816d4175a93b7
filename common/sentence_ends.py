"""Where the sentences of plain text end, in English and German prose. Rules, no model: the same text, the same ends."""

import re
from collections.abc import Iterator


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


# All compared without case. What stands before a full stop and never ends a sentence:
_SHORTENED = _listed(
    """mr mrs ms dr prof st sen rep gov gen col capt lt sgt rev hon hr frl dipl
    vs dept univ e.g i.e a.m p.m cf ca bzw evtl ggf inkl sog usf vgl z.b d.h u.a o.ä s.o z d u"""
)
# … only before a number:
_BEFORE_NUMBER = _listed(
    """no nos nr abs art bd rd fig vol pp approx est max min str tel mio mrd
    jan feb mar apr jun jul aug sep sept oct okt nov dec dez"""
)
# … as often as it does; what follows decides.
_LATE = _listed("inc ltd corp co plc bros jr sr etc usw mio mrd")
_MONTHS = _listed(
    """januar jänner februar märz april mai juni juli august september oktober november dezember
    jahrhundert jahrhunderts"""
)
# Before a German ordinal: “am 3. März”, “der 2. Senat”.
_BEFORE_ORDINAL = _listed(
    """am ab bis dem den der des die das im beim seit vom zum zur und
    ihr ihre ihrem ihren sein seine seinem seinen"""
)
# A sentence begins with one of these far more often than a name does.
_OPENERS = _listed(
    """the a an it he she they we you i in on at but and that this these those there when while if as after before for
    its his her their our however officials analysts shares der die das ein eine er sie es wir ich im am in auf mit
    nach vor aber und doch dies diese dieser als wenn"""
)

_END = re.compile(r"(?:[.!?…]+)([\"'”’»«“‘›‹)\]]*)(\s+)(?=([„“\"‚‘«»‹›(\[¿¡–—'’-]*\s?)(\w+))")
_WORD_BEFORE = re.compile(r"[^\s(„“\"‚‘«»\[]+$")
_INITIAL = re.compile(r"^(?:\w\.)*[^\W\d_]$")


def sentence_ranges(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each sentence with a letter or digit in it, white space around it left out."""
    start = 0
    for found in _END.finditer(text):
        if _ends(text, start, found):
            yield from _stripped(text, start, found.start(2))
            start = found.end(2)
    yield from _stripped(text, start, len(text))


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    part = text[start:end]
    if any(character.isalnum() for character in part):
        yield start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())


def _ends(text: str, start: int, found: re.Match[str]) -> bool:
    following = found[4]
    if not (following[0].isupper() or following[0].isdigit()):
        return False
    if text[found.start()] != "." or text[found.start() : found.start(1)] != ".":
        return True  # “!”, “?”, “…”: nothing is shortened by them
    word = _WORD_BEFORE.search(text, start, found.start())
    if word is None or found[1]:
        return True
    return _word_ends(word[0], text[start : word.start()], following)


def _word_ends(word: str, before: str, following: str) -> bool:
    """Whether the full stop behind ``word`` is more than the mark of a shortened word, an initial or an ordinal."""
    low = word.lower()
    if low in _SHORTENED or (low in _BEFORE_NUMBER and following[0].isdigit()):
        return False
    if low in _LATE or _INITIAL.match(word):
        return following.lower() in _OPENERS and len(following) > 1
    if word.isdigit() and len(word) <= 2:
        last = before.split()[-1].lower() if before.strip() else ""
        return not (last == "" or following.lower() in _MONTHS or last in _BEFORE_ORDINAL)
    return True
