"""What a newer version is: a typing error mended, another headline, other substance, a correction, or a kill. Pure."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.html import plain_text
from feeds.models import ItemVersion
from feeds.versions.typing_errors import is_typing_error, ordinary_words
from feeds.versions.wording import Wording

Change = ItemVersion.Change
# Of a report that had a text only this much is left: an advisory stands in its place.
SHORT, LONG = 45, 60
_LINKS = re.compile(r'<(?:a [^>]*href|img [^>]*src)="([^"]*)"')
# Markup that says something of the words within it.
_SPEAKING = re.compile(r"<(/?(?:del|s|ins|blockquote|q|sup|sub|table|td|th|li))\b")
_ADVISORY = re.compile(
    r"\b(?:kill(?:ed)?|withdr(?:aw|awn|ew)|retract(?:ed|ion)?|do not (?:use|publish)|not for publication|"
    r"zurückgezogen|nicht (?:zu )?verwenden|nicht veröffentlichen|sperr(?:vermerk|ung)|gestrichen|annulliert)\b",
    re.I,
)
_CORRECTS = re.compile(
    r"\b(?:correct(?:s|ed|ing|ion)?|fix(?:es|ing)|clarif(?:ies|ying|ication)|"
    r"korrigier\w*|korrektur|berichtig\w*|richtigstellung|richtig ist)\b",
    re.I,
)
_ANNOUNCED = re.compile(
    r"\b(?:correction|corrected|corrects|korrektur|berichtigung|berichtigt|korrigiert)\b\s*[:—–(-]|"
    r"\b(?:this (?:story|report|version)|an earlier version|diese (?:meldung|fassung)|"
    r"in einer früheren (?:version|fassung))\b"
    r".{0,80}(?:correct|misstat|misspell|wrong|incorrect|korrigiert|berichtigt|falsch|irrtümlich)",
    re.I,
)
_BESIDE = {
    "byline": gettext_lazy("the byline"),
    "credit": gettext_lazy("the credit"),
    "dateline": gettext_lazy("the dateline"),
    "picture": gettext_lazy("the picture"),
    "embargo": gettext_lazy("the embargo"),
    "restrictions": gettext_lazy("the restrictions"),
    "rights": gettext_lazy("the copyright notice"),
    "usage_terms": gettext_lazy("the usage terms"),
}


def classify(before: Wording, after: Wording) -> tuple[ItemVersion.Change, str]:
    """What became of the report, and what that rests on, in words. What is in doubt is a change in substance."""
    if why := _why_killed(before, after):
        return Change.KILL, why
    if before.status == "canceled" and after.status != "canceled":
        return Change.SUBSTANTIVE, _("The wire sends again what it had withdrawn.")
    if after.status == "withheld" and before.status != "withheld":
        return Change.SUBSTANTIVE, _("The wire withholds it for now.")
    if why := _why_corrected(before, after):
        return Change.CORRECTION, why
    if changed := _changed(before.terms, after.terms):
        return Change.SUBSTANTIVE, _("What may be done with it changed: %(what)s.") % {"what": changed}
    return _by_words(before, after)


def _by_words(before: Wording, after: Wording) -> tuple[ItemVersion.Change, str]:
    pairs = [
        (plain_text(before.headline), plain_text(after.headline)),
        (before.summary, after.summary),
        (plain_text(before.body), plain_text(after.body)),
    ]
    titles, *texts = pairs
    text_is_same = all(old == new for old, new in texts) and not _speaks_otherwise(before.body, after.body)
    if text_is_same and titles[0] == titles[1]:
        return _by_what_stands_beside(before, after)
    ordinary = ordinary_words(*(words for pair in pairs for words in pair))
    language = after.language or before.language
    if not _speaks_otherwise(before.body, after.body) and all(
        old == new or is_typing_error(old, new, language, ordinary=ordinary) for old, new in pairs
    ):
        if changed := _changed(before.beside, after.beside):
            return Change.SUBSTANTIVE, _("Besides letters, this changed: %(what)s.") % {"what": changed}
        return Change.TYPO, _("A few letters or marks; no number, name, negation or quotation.")
    if text_is_same:
        return Change.HEADLINE, _("Only the headline is another one.")
    return Change.SUBSTANTIVE, _("Its words changed.")


def _by_what_stands_beside(before: Wording, after: Wording) -> tuple[ItemVersion.Change, str]:
    if changed := _changed(before.beside, after.beside):
        return Change.SUBSTANTIVE, _("The words are the same; this changed: %(what)s.") % {"what": changed}
    return Change.TYPO, _("No word changed, only markup or what it is filed under.")


def _why_killed(before: Wording, after: Wording) -> str:
    if after.status == "canceled":
        return "" if before.status == "canceled" else _("The wire’s status: withdrawn.")
    if after.said == "kill":
        return _("The wire’s own words withdraw it.")
    if (
        len(before.text.split()) >= LONG
        and len(after.text.split()) <= SHORT
        and _ADVISORY.search(f"{after.headline} {after.text} {after.note}")
    ):
        return _("Its text is gone, and a note stands in its place.")
    return ""


def _why_corrected(before: Wording, after: Wording) -> str:
    if after.said == "correction" and before.said != "correction":
        return _("The wire calls it a correction.")
    if after.note != before.note and _CORRECTS.search(after.note):
        return _("A note to editors says what was wrong.")
    if _is_announced(after.text) and not _is_announced(before.text):
        return _("The text says that it was corrected.")
    return ""


def _is_announced(text: str) -> bool:
    """A correction stands at the beginning of a text or in its last lines."""
    return any(_ANNOUNCED.search(end) for end in (text[:160], text[-400:]))


def _speaks_otherwise(before: str, after: str) -> bool:
    """Whether links, pictures, or markup that says something differ."""
    return _LINKS.findall(before) != _LINKS.findall(after) or _SPEAKING.findall(before) != _SPEAKING.findall(
        after
    )


def _changed(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    names = [name for name in _BESIDE if before.get(name, "") != after.get(name, "")]
    return ", ".join(str(_BESIDE[name]) for name in names)
