"""What the wire writes into its copy: the dateline that begins it, the pictures within it. Pure, on sanitised HTML."""

import re
from typing import NamedTuple

from common.html import plain_text

# LONDON · LISBON, Portugal · BERLIN/PARIS · NEW YORK (Agency) · WASHINGTON, March 3 (Agency)
_CAPITAL = r"[^\W\d_a-zß-öø-ÿ]"
_NAME = rf"{_CAPITAL}(?:{_CAPITAL}|[.'’])+"
_PLACE = rf"{_NAME}(?:[ /-]{_NAME}){{0,4}}"
_REGION = r"(?:,\s+[A-Z][\w.]+(?:\s[A-Z][\w.]+)?)?"
_DAY = r"(?:,\s+(?:[A-Z][a-z]{2,8}\.?\s+\d{1,2}|\d{1,2}\.?\s+[A-Z][a-z]{2,8}\.?))?"
_AGENCY = r"(?:\s*\([^()<>]{2,40}\))?"
_DATELINE = re.compile(
    r"^(?P<open>(?:\s*<(?:p|div)(?: dir=\"\w+\")?>)*)\s*(?P<marks>(?:<(?:b|strong|em|i|u)>\s*)*)"
    rf"(?P<place>{_PLACE}{_REGION}){_DAY}{_AGENCY}\s*"
    r"(?P<between>(?:</(?:b|strong|em|i|u)>\s*)*)(?P<end>:|—|–|--|-(?=\s|&nbsp;))(?P<after>(?:\s*</(?:b|strong|em|i|u)>)*)(?:\s|&nbsp;)*"
)
# A place is a name; what is longer is shouting ("BREAKING NEWS THAT WILL CHANGE EVERYTHING:").
MAX_PLACE = 80
# Words in capitals before a colon that are no place.
NO_PLACES = {
    "BREAKING", "BREAKING NEWS", "UPDATE", "URGENT", "ALERT", "EXCLUSIVE", "ANALYSIS", "OPINION", "EXPLAINER", "LIVE",
    "WATCH", "VIDEO", "PHOTOS", "CORRECTION", "EDITOR'S NOTE", "NOTE", "FACTBOX", "TIMELINE", "EMBARGOED", "EMBARGO",
    "EIL", "EILMELDUNG", "KORREKTUR", "NEWS", "FEATURE", "PREVIEW", "REVIEW", "INTERVIEW", "Q&A", "FAQ",
}  # fmt: skip
SHORT_FORMS = {"DC", "EU", "UK", "UN", "US", "USA", "UAE"}
_IMAGE = re.compile(r'<img(?:"[^"]*"|[^">])*>')
_EMPTY_FIGURE = re.compile(r"<(figure|a|p|div|center)\b[^>]*>\s*</\1>")


class Copy(NamedTuple):
    """A body without its dateline, and the place that was named."""

    place: str
    body: str


def split_dateline(body: str) -> Copy:
    """Take "LONDON:" or "LISBON (Agency) —" off the first paragraph; the body as it is where there is none."""
    found = _DATELINE.match(body)
    if not found:
        return Copy("", body)
    place = plain_text(found["place"])
    balanced = found["marks"].count("<") == found["between"].count("<") + found["after"].count("<")
    if len(place) > MAX_PLACE or place.upper().replace("’", "'") in NO_PLACES or not balanced:
        return Copy("", body)
    return Copy(spoken(place), found["open"] + body[found.end() :])


def without_pictures(body: str) -> str:
    """The text alone: a picture from elsewhere would tell that house who reads what."""
    text = _IMAGE.sub("", body)
    if text == body:
        return body
    for _ in range(4):  # a picture in a link in a figure leaves each of them empty, from the inside out
        text = _EMPTY_FIGURE.sub("", text)
    return text


def spoken(place: str) -> str:
    """London for LONDON: how it is set is the page's business."""
    return re.sub(r"[^\W\d_]+(?:['’][^\W\d_]+)*", _as_a_name, place)


def _as_a_name(word: re.Match[str]) -> str:
    return word[0] if word[0] in SHORT_FORMS or not word[0].isupper() else word[0].capitalize()
