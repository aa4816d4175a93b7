"""The words of a text and their stems: what articles are compared by.

Stemming and stop words are PostgreSQL's own dictionaries (Snowball), the same that search uses, for some thirty languages.
"""

import re
from collections.abc import Iterable

from django.db import connection

STEM_LENGTH = 40  # a longer “word” is an address or a chain of signs
DICTIONARIES = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "et": "estonian", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian",
    "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali",
    "nl": "dutch", "nn": "norwegian", "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip

_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)?")


def base_language(language: str) -> str:
    """“de” of “de-AT”."""
    return language.replace("_", "-").partition("-")[0].lower()


def words_in(text: str) -> list[str]:
    """The words as they are written, in order; bare numbers are none, an English genitive loses its ending."""
    found = (word.removesuffix("’s").removesuffix("'s") for word in _WORD.findall(text))
    return [word for word in found if len(word) > 1 and not word.isdecimal()]


def stems_of(words: Iterable[str], language: str) -> dict[str, str]:
    """Word in lower case → its stem in the language; stop words are missing. One query.

    A language without a dictionary keeps its words as they are.
    """
    distinct = sorted({word.lower() for word in words})
    name = DICTIONARIES.get(base_language(language))
    dictionary = f"{name}_stem" if name else "simple"
    if not distinct:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word, (ts_lexize(%s::regdictionary, word))[1] FROM unnest(%s::text[]) AS word",
            [dictionary, distinct],
        )
        return {word: stem[:STEM_LENGTH] for word, stem in cursor.fetchall() if stem}
