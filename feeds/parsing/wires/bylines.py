"""Who wrote it, out of the line that says so: "By Ines Prado and Tomas Reyes", "Von Ines Prado, Hafenfunk". Pure."""

import re

from feeds.parsing.normalising import distinct

_BY = re.compile(r"^\s*(?:by|von|par|por|di|da|door|av|af|aus)\s+(?=\S)", re.IGNORECASE)
_AND = re.compile(r"\s*(?:,|;|/|&|\band\b|\bund\b|\bet\b|\by\b|\be\b|\ben\b|\boch\b|\bog\b)\s+|\s*[;/]\s*")
# A name has two to five words that begin with a capital, with particles between; what has one is a house or a place.
_NAME = re.compile(r"^[^\W\d_][\w.'’-]*(?: (?:[^\W\d_][\w.'’-]*)){1,4}$")
_PARTICLES = {
    "de",
    "da",
    "di",
    "du",
    "del",
    "della",
    "van",
    "von",
    "der",
    "den",
    "ter",
    "ten",
    "la",
    "le",
    "al",
    "el",
    "bin",
    "zu",
}
_SHORT = re.compile(r"^[dl]['’]")
_OFFICES = {
    "writer", "writers", "correspondent", "korrespondent", "korrespondentin", "editor", "editors", "staff", "reporter",
    "reporters", "reporterin", "redaktion", "news", "wire", "agency", "agencies", "agentur", "press", "service", "desk",
}  # fmt: skip
# Where somebody is, not who.
_PLACE = re.compile(r"\s+(?:in|at|aus|à|en)\s+[^\W\d_].*$")


def names_in(byline: str) -> list[str]:
    """The people that a byline names; houses, places and titles beside them are left out."""
    rest = _BY.sub("", " ".join(byline.split()), count=1)
    return list(distinct(name for part in _AND.split(rest) if (name := _name(part))))


def _name(part: str) -> str:
    name = _PLACE.sub("", _BY.sub("", part)).strip(" .,")
    if not _NAME.match(name):
        return ""
    plain = [_SHORT.sub("", word) for word in name.split() if word not in _PARTICLES]
    if len(plain) < 2 or _OFFICES & {word.casefold() for word in plain}:
        return ""
    return name if all(word[:1].isupper() for word in plain) else ""
