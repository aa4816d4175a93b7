"""What is left of a name when everything is gone that a reader overlooks: two names with the same skeleton look alike.

After Unicode's Technical Standard 39, with its table of confusable signs; beyond it, case, accents and punctuation go, since
a reader of comments does not compare letter by letter. Both sides of a comparison are reduced alike. Pure.
"""

import unicodedata
from functools import lru_cache

from confusable_homoglyphs import categories, confusables

# Told apart by nobody at the size of a comment's head; the standard's table leaves the case of the first two open.
_ASCII = str.maketrans({"0": "o", "1": "i", "l": "i", "|": "i", "5": "s"})
_PAIRS = (("rn", "m"), ("vv", "w"))
MARKS_OVERLOOKED = "Mn"
# Scripts that one word of a language may mix.
_TOGETHER = (
    {"HAN", "HIRAGANA", "KATAKANA"},
    {"HAN", "HANGUL"},
    {"HAN", "BOPOMOFO"},
)
_ANYWHERE = {"COMMON", "INHERITED", "UNKNOWN"}


def skeleton(name: str) -> str:
    """The skeleton, the same in capitals; empty for a name without letters and digits."""
    return _bare(_without_accents(_composed(name).casefold()))


def readings(name: str) -> set[str]:
    """The skeletons that the name may be taken for: as it is, and by capitals that look like another alphabet's (В, Н, Р)."""
    return {skeleton(name), _bare(_without_accents(_prototypes(_composed(name)).casefold()))} - {""}


def mixes_scripts(name: str) -> bool:
    """Whether a single word takes its letters from scripts that no language puts into one word."""
    return any(not _is_one_hand(_scripts(word)) for word in name.split())


def _composed(name: str) -> str:
    return unicodedata.normalize("NFKC", name)


def _bare(folded: str) -> str:
    bare = _prototypes(folded).casefold().translate(_ASCII)
    bare = "".join(sign for sign in bare if sign.isalnum())
    for pair, sign in _PAIRS:
        bare = bare.replace(pair, sign)
    return bare


def _scripts(word: str) -> set[str]:
    return {script for sign in word if sign.isalpha() and (script := categories.alias(sign)) not in _ANYWHERE}


def _is_one_hand(scripts: set[str]) -> bool:
    return len(scripts) < 2 or any(scripts <= together for together in _TOGETHER)


def _without_accents(text: str) -> str:
    parts = unicodedata.normalize("NFD", text)
    return "".join(sign for sign in parts if unicodedata.category(sign) != MARKS_OVERLOOKED)


def _prototypes(text: str) -> str:
    return "".join(sign if sign.isascii() else _prototype(sign) for sign in text)


@lru_cache(maxsize=4_096)
def _prototype(sign: str) -> str:
    """What the table names for a sign. It lists pairs both ways; a plain letter, then the lower number, is taken."""
    alike = [entry["c"] for entry in confusables.confusables_data.get(sign, ())]
    plain = sorted(other for other in alike if other.isascii() and other.isalnum())
    if plain:
        return str(plain[0])
    if len(alike) == 1 and alike[0].isalpha():
        return str(min(sign, alike[0]))
    return sign
