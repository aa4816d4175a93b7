"""Whether a word is another one with one slip of the fingers. There is no dictionary: what may be another word is none. Pure."""

from feeds.versions.grave_words import GRAVE, LITTLE, NEGATING_PREFIXES, TAKEN_FOR_EACH_OTHER

VOWELS = frozenset("aeiou")  # "wurde" is not "würde"


def is_misspelt(old: str, new: str, language: str) -> bool:
    """One slip of the fingers; what may be another word, a plural, another tense or its opposite is none."""
    if old.replace("-", "") == new.replace("-", ""):  # "resigned" and "re-signed"
        return all(word.split("-")[0] not in NEGATING_PREFIXES for word in (old, new))
    if any(new == prefix + old or old == prefix + new for prefix in NEGATING_PREFIXES):
        return False
    if _is_swapped(old, new):
        # "bleiben" and "blieben"; in English, "recieve" is everybody's slip.
        return language != "de" or old.replace("ie", "ei") != new.replace("ie", "ei")
    if len(old) == len(new):
        differ = [at for at in range(len(old)) if old[at] != new[at]]
        # A vowel for a vowel ("seperate"); a consonant for another is mostly another word ("injured", "insured").
        if not all(word[at] in VOWELS for at in differ for word in (old, new)):
            return False
        return len(differ) == 1 and len(new) >= 7 and 0 < differ[0] < len(new) - 1
    short, long = sorted((old, new), key=len)
    if len(long) != len(short) + 1 or len(short) < 3:
        return False
    places = [at for at in range(len(long)) if long[:at] + long[at + 1 :] == short]
    if not places:
        return False
    is_at_the_edge = places[0] == 0 or places[-1] == len(long) - 1
    if len(places) > 1:  # a letter that is doubled: a plural or an ending it is not
        return not is_at_the_edge or (long[-1] == "e" and len(long) >= 8)
    return not is_at_the_edge and len(long) >= 5


def is_little_word_mistyped(old: str, new: str) -> bool:
    """ "taht" for "that": of words of which nearly every slip is another word, only two letters that changed places."""
    if old in GRAVE or new not in LITTLE or len(new) < 4:
        return False
    return _is_swapped(old, new) and frozenset((old, new)) not in TAKEN_FOR_EACH_OTHER


def _is_swapped(old: str, new: str) -> bool:
    if len(old) != len(new):
        return False
    differ = [at for at in range(len(old)) if old[at] != new[at]]
    if len(differ) != 2 or differ[1] != differ[0] + 1:
        return False
    first, second = differ
    return old[first] == new[second] and old[second] == new[first]
