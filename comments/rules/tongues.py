"""In which script and language a text is, as far as that shows in a few words: scripts by their letters, languages by the
small words that every sentence has. It says nothing where it is not sure. Pure."""

from collections import Counter
from functools import cache

import regex

SCRIPTS = (
    "Latin",
    "Cyrillic",
    "Greek",
    "Arabic",
    "Hebrew",
    "Han",
    "Hiragana",
    "Katakana",
    "Hangul",
    "Devanagari",
    "Thai",
)
# The scripts of languages that are not written in Latin letters.
WRITTEN_IN = {
    "ru": {"Cyrillic"}, "uk": {"Cyrillic"}, "bg": {"Cyrillic"}, "mk": {"Cyrillic"}, "be": {"Cyrillic"},
    "sr": {"Cyrillic", "Latin"}, "el": {"Greek"}, "ar": {"Arabic"}, "fa": {"Arabic"}, "ur": {"Arabic"},
    "he": {"Hebrew"}, "yi": {"Hebrew"}, "zh": {"Han"}, "ja": {"Han", "Hiragana", "Katakana"},
    "ko": {"Hangul", "Han"}, "hi": {"Devanagari"}, "mr": {"Devanagari"}, "ne": {"Devanagari"}, "th": {"Thai"},
}  # fmt: skip
SMALL_WORDS = {
    "de": "der die das und ist nicht ich ein eine mit für auf von zu den dem des sich auch es an wie aber im sind wird "
    "oder war haben hat wir sie er bei nach nur noch wenn kann mehr uns so dass man hier",
    "en": "the and is not of to that it for with on are was this you be have has they we but at by from or as what there "
    "their would can more if who been were so an",
    "fr": "le la les et est pas une un des du que qui dans pour sur avec ce il elle nous vous mais ne au aux sont plus "
    "par ont cette être je",
    "it": "il lo gli che non è una un di del della per con sono ma più come anche questo si nel alla dei delle ho hanno "
    "se loro",
    "es": "el los las y es no una un de del que en por para con pero más como este esta se al lo son muy hay su sin",
    "nl": "de het een en is niet van dat ik op te zijn met voor er maar ook als bij nog wel naar aan wordt",
    "pt": "o os as e é não uma um de do da que em por para com mas mais como este se ao dos das são muito",
    "pl": "i w nie na się jest że do to z jak ale o po tak przez tylko są czy już od był",
    "tr": "bir ve bu da de için çok ne ama gibi var daha değil ile mi olan kadar sonra",
    "sv": "och att det är en inte som på för med av jag till den har om ett men var så",
    "da": "og at det er en ikke som på for med af jeg til den har om et men var så",
}
LEAST_LETTERS = 12
LEAST_WORDS = 8
SURE = 0.18  # of all words; every running text has more small words of its language
TIMES_AS_MANY = 2.5  # as of the language that was expected
_WORD = regex.compile(r"\p{L}+(?:[’']\p{L}+)?")
_BY_SCRIPT = {name: regex.compile(rf"\p{{Script={name}}}") for name in SCRIPTS}


def foreign_script(text: str, language: str) -> tuple[str, float]:
    """The script in which most letters are that are in none of the language's, and their share of all letters."""
    letters = sum(1 for sign in text if sign.isalpha())
    if letters < LEAST_LETTERS:
        return "", 0.0
    expected = WRITTEN_IN.get(language, {"Latin"})
    counts = Counter(
        {name: len(pattern.findall(text)) for name, pattern in _BY_SCRIPT.items() if name not in expected}
    )
    name, count = counts.most_common(1)[0]
    return (name, min(1.0, sum(counts.values()) / letters)) if count else ("", 0.0)


def other_language(text: str, language: str) -> str:
    """The language in which the text is, if that is surely another one than expected; else empty."""
    words = [word.lower() for word in _WORD.findall(text)]
    if len(words) < LEAST_WORDS or language not in SMALL_WORDS:
        return ""
    shares = {
        name: sum(word in small for word in words) / len(words) for name, small in _small_words().items()
    }
    best = max(shares, key=lambda name: shares[name])
    if best == language or shares[best] < SURE or shares[best] < TIMES_AS_MANY * shares[language]:
        return ""
    return best


@cache
def _small_words() -> dict[str, frozenset[str]]:
    return {name: frozenset(words.split()) for name, words in SMALL_WORDS.items()}
