"""Usage terms in words, as agencies write them, read as restrictions: English and German, and only what is plainly said. Pure."""

import re
from functools import lru_cache

from articles.restrictions import (
    CREDIT_REQUIRED,
    NO_ARCHIVE,
    NO_PICTURE_REUSE,
    NO_SYNDICATION,
    WEB_ONLY,
    kept,
    term,
)

_NO = r"(?:no|not|without|keine?r?|nicht|ohne)"
_PASSING_ON = (
    r"(?:syndication|redistribution|re-?distribution|redistributed|syndicated|resale|re-?sale|resold|sales?|passed on|"
    r"weitergabe|weiterverbreitung|weiterverbreitet|weitergegeben|weiterverkauf|syndizierung|syndiziert)"
)
_PICTURES = r"(?:pictures?|images?|photos?|photographs?|bild(?:er|material)?|fotos?)"
_BETWEEN = r"(?:\W+(?:for|to|be|any|onward|further|zur|zum|für|die|der|eine|may|must|dürfen|darf)){0,3}\W+"
READINGS: dict[str, re.Pattern[str]] = {
    WEB_ONLY: re.compile(
        r"\b(?:internet|web|online)(?:[ -]use)?[ -]only\b|\b(?:only|exclusively) (?:for |on )?(?:the )?(?:internet|web|online use)\b|"
        r"\b(?:nur|ausschliesslich)(?: für)?(?: die| den)?(?: das)? (?:internet|web|online(?:-?nutzung|-?medien|-?angebote)?)\b|"
        r"\b(?:no|not for) print\b|\bnicht für print\b",
    ),
    NO_ARCHIVE: re.compile(
        rf"\b{_NO}{_BETWEEN}(?:archiv(?:e|es|ed|ing|al|al use)?|archivierung|archiviert)\b|"
        r"\bno[- ]archives?\b|\barchivierung (?:ist )?(?:nicht gestattet|untersagt|verboten|nicht erlaubt)\b|"
        r"\barchiving (?:is )?(?:prohibited|not (?:allowed|permitted))\b"
    ),
    NO_SYNDICATION: re.compile(
        rf"\b{_NO}{_BETWEEN}{_PASSING_ON}\b|\b{_PASSING_ON} (?:is |ist )?(?:prohibited|forbidden|untersagt|verboten|not (?:allowed|permitted)|nicht (?:gestattet|erlaubt))\b"
    ),
    NO_PICTURE_REUSE: re.compile(
        rf"\b{_PICTURES}\b[^.;]{{0,60}}\b(?:only (?:with|in connection with|together with) (?:this|the)|nur (?:mit|im zusammenhang mit|in verbindung mit) (?:diese[mr]|der|dem))\b|"
        rf"\b(?:no|keine)\s+(?:re-?use|wiederverwendung|weiterverwendung)\s+(?:of|der)\s+{_PICTURES}\b|\bone[- ]time use\b|\beinmalige (?:nutzung|verwendung)\b"
    ),
    CREDIT_REQUIRED: re.compile(
        r"\bmandatory credit\b|\bcredit (?:is )?(?:mandatory|required)\b|\bmust (?:be )?credit(?:ed)?\b|"
        r"\bnennung (?:ist )?(?:pflicht|verpflichtend)\b|\b(?:nur|honorarfrei nur) (?:mit|bei|unter) (?:vollständiger )?(?:nennung|nennung der quelle|quellenangabe)\b|\bquellenangabe (?:ist )?(?:pflicht|erforderlich)\b"
    ),
}
_DAYS = re.compile(
    r"\b(?:within|after|for|nach|binnen|für|innerhalb von|bis zu)\s+(\d{1,4})\s+(?:days?|tagen?)\b"
)
MAX_LENGTH = 4_000


def restrictions_in(terms: str) -> list[str]:
    """The restrictions that the words plainly say; what they may mean beyond that is for people to read."""
    return list(_read(terms[:MAX_LENGTH])) if terms else []


@lru_cache(maxsize=256)
def _read(terms: str) -> tuple[str, ...]:
    # A feed says the same with every report.
    words = " ".join(terms.casefold().replace("ß", "ss").split())
    found = [name for name, reading in READINGS.items() if reading.search(words)]
    days = _DAYS.search(words) if NO_ARCHIVE in found else None
    return tuple(kept([*found, term(int(days[1]))] if days else found))
