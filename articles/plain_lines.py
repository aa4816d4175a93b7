"""What people type or paste into one line: composed, without what cannot be seen and turns the line around."""

import re
from unicodedata import category, normalize

# Kept: the marks LRM, RLM, ALM, and the joiners that Persian, Hindi and emoji are written with.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u2060\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_EMBEDDINGS = re.compile(r"[\u202a-\u202e]")  # the old way, overrides among them: words that read as others
_OPENING, _CLOSING = "\u2066\u2067\u2068", "\u2069"


def one_line(words: str) -> str:
    """The words on one line in Unicode's composed form; isolates of direction are closed, other turns dropped."""
    return " ".join(tidy(words).split())


def tidy(words: str) -> str:
    """The same with the line ends that were typed, as line feeds."""
    text = normalize("NFC", _EMBEDDINGS.sub("", _UNSEEN.sub("", words.replace("\r\n", "\n"))))
    return "\n".join(_balanced(line) for line in text.split("\n"))


def says_something(words: str) -> bool:
    """Whether there is a letter, a number or a sign; marks and points alone are none."""
    return any(category(character)[0] in "LN" or category(character) in ("So", "Sc") for character in words)


def _balanced(line: str) -> str:
    kept, opened = [], 0
    for character in line:
        opened += character in _OPENING
        if character == _CLOSING:
            if not opened:
                continue
            opened -= 1
        kept.append(character)
    return "".join(kept) + _CLOSING * opened
