"""What the words of a wire say of its own copy, for agencies that say it nowhere else: killed, corrected, renewed. Pure.

Agencies set such words apart: before a colon or a dash, in brackets, between stars, alone in capitals. The same words in
a sentence ("Court orders kill switch", "Markets in correction") are news.
"""

import re
from typing import Literal

from common.html import plain_text
from feeds.parsing.reports import IncomingReport

Said = Literal["kill", "correction", "update", ""]

# Words by what they say; alone or with what agencies put before and after them.
_KILL = (
    r"(?:mandatory |bulletin |story |photo |eds? )?(?:kill|killed)(?: notice| bulletin| advisory)?|(?:story |photo )?elimination|"
    r"withdrawn|withdrawal|retraction|retracted|retracts|story withdrawn|cancel(?:l?ed|lation)|"
    r"zurückgezogen|zurueckgezogen|rückzug|rückruf|meldung (?:wird )?zurückgezogen|streichung|storno|storniert|gestrichen|"
    r"annul[ée]e?|annulation|retrait|retirée?|anulad[ao]|anulaci[óo]n|retirad[ao]|annullat[ao]|annullamento|ritirat[ao]|"
    r"ingetrokken|vervallen|anulado|anulação|tilbagetrukket|trukket|återkallad|indragen"
)
_CORRECTION = (
    r"correct(?:ion|ed|s|ing)?|clarification|clarifies|korrektur|korrigiert|korrigierte fassung|berichtigung|berichtigt|berichtigte fassung|"
    r"richtigstellung|rectificatif|rectification|corrig[ée]e?|correctif|correcci[óo]n|corregid[ao]|corrige|rectificaci[óo]n|"
    r"correzione|rettifica|corre[cç]ão|corrigid[ao]|correctie|rectificatie|gecorrigeerd|rettelse|rättelse|rettet"
)
_UPDATE = (
    r"(?:\d{1,2}(?:st|nd|rd|th) )?(?:ld|lead|lede|add|adds)(?:[- ]writethr[ou]u?)?|(?:\d{1,2}(?:st|nd|rd|th) )?writethr(?:u|ough)|"
    r"(?:update|lead|aktualisierung|neufassung|zusammenfassung|overview) ?\d{0,4}|updated|updates|recasts?|refiles?|rewrites?|"
    r"aktualisiert|aktualisierte fassung|ergänzt|ergänzung|\d{1,2}\. ?(?:neufassung|zusammenfassung|aktualisierung)|mise à jour|actualis[ée]e?|"
    r"actualizaci[óo]n|actualizad[ao]|actualiza|aggiornamento|aggiornat[ao]|atualiza[cç]ão|atualizad[ao]|bijgewerkt|opdateret|uppdaterad"
)
# "dpa-", "BC-", "AP-", "Eds:", "URGENT:": what may come before the word.
_BEFORE = r"(?:[a-zäöü]{1,8}[-/: ]{1,2}|eilt?[-: ]+|(?:attention|attn|achtung)[\w ,:-]{0,30}?[-–—:!]\s*)?"
_OPEN = r"^[\s*+#=<>\[(–—-]*"
_CLOSE = r"(?=\s*(?:[:*+#=\])/]|[-–—](?=[\s\w])|\.\.|$))"
_ORDER: tuple[tuple[Said, str], ...] = (("kill", _KILL), ("correction", _CORRECTION), ("update", _UPDATE))
_BEGINS = [(said, re.compile(f"{_OPEN}{_BEFORE}(?:{words}){_CLOSE}")) for said, words in _ORDER]
_BRACKETED = [
    (said, re.compile(rf"[(\[]\s*(?:{words})(?:[\s:,;–—-][^)\]]*)?[)\]]")) for said, words in _ORDER
]
# How American agencies end a slugline: "BC-Ferry, 1st Ld-Writethru".
_ENDS: list[tuple[Said, re.Pattern[str]]] = [
    ("kill", re.compile(r"^[a-z]{2}-.*, kill$")),
    (
        "update",
        re.compile(
            r", (?:\d{1,2}(?:st|nd|rd|th) )?(?:ld|lead|add)?[- ]?writethr[ou]u?$|, \d{1,2}(?:st|nd|rd|th) ld$"
        ),
    ),
]
# An advisory speaks in its text, or in the note beside it, and then in whole sentences.
_ADVISORY = re.compile(
    rf"{_OPEN}{_BEFORE}(?:advisory|editors?[\u2019']? (?:note|advisory)|note to (?:editors|users)|attention|attn|achtung|hinweis(?: an die redaktionen)?|"
    r"redaktioneller hinweis|avis|avviso|aviso)\b"
)
_SENTENCE: tuple[tuple[Said, re.Pattern[str]], ...] = (
    (
        "kill",
        re.compile(
            r"\b(?:kill (?:the|this|our|all)|(?:has|have|is|was) been (?:killed|withdrawn|retracted)|(?:is|was|are) (?:killed|withdrawn|retracted)|"
            r"(?:do|must) not (?:be )?(?:use[d]?|publish(?:ed)?)|(?:wird|ist|wurde) zurückgezogen|ziehen wir (?:hiermit )?zurück|"
            r"nicht (?:mehr )?(?:zu )?(?:verwenden|veröffentlichen)|est annulée?|ne pas publier|queda anulad[ao])\b"
        ),
    ),
    (
        "correction",
        re.compile(
            r"^\W*(?:eds?:?\s*)?(?:corrects?|correcting|this (?:story|version) (?:corrects|has been corrected)|korrigiert|berichtigt|corrige)\b|"
            r"\b(?:in the (?:story|report) [^.]{0,120}(?:erroneously|incorrectly)|has been corrected to|(?:wurde|wird) (?:berichtigt|korrigiert))\b"
        ),
    ),
    (
        "update",
        re.compile(
            r"^\W*(?:eds?:?\s*)?(?:updates?|adds?|recasts?|rewrites?|leads? with|new throughout|aktualisiert|ergänzt|neu:)\b"
        ),
    ),
)
OPENING = 600  # characters of a text in which an advisory says what it is about


def says(report: IncomingReport) -> Said:
    """Whether the report calls an earlier one back, mends it or renews it; by its status, else by its words."""
    if report.status == "canceled":
        return "kill"
    headline = _plain(report.title)
    for said, pattern in [*_BEGINS, *_BRACKETED, *_ENDS]:
        if pattern.search(headline):
            return said
    if said := _in_sentences(_plain(report.note)):
        return said
    if _ADVISORY.search(headline):
        text = report.summary or plain_text(report.content_html[: OPENING * 3])
        return _in_sentences(f"{headline} {_plain(text[:OPENING])}")
    return ""


def _in_sentences(text: str) -> Said:
    return next((said for said, pattern in _SENTENCE if text and pattern.search(text)), "")


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("ß", "ss").split())
