"""Checks of the words: what is missing, too long, not paired, or in the headline alone."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from articles.checklist.finding import Finding, look, must
from articles.checklist.subject import Subject
from articles.models import Revision
from articles.plain_lines import says_something

HEADLINE_COMFORT = 110  # characters; search results and cards cut longer ones
# Pairs by language; the apostrophe is no quotation mark, so single ones are left alone.
QUOTES = {
    "de": (("„", "“"), ("»", "«")),
    "fr": (("«", "»"),),
    "pl": (("„", "”"), ("«", "»")),
    "": (("“", "”"), ("«", "»")),
}
_NAME = re.compile(r"[^\W\d_][\w’'-]+")
# Capitals in most languages mark names; in German every noun, where a headline's words say nothing of the kind.
CAPITALS_MEAN_NAMES = ("en", "fr", "es", "it", "pt", "nl", "pl", "sv", "da", "nb")


def headline(subject: Subject) -> Iterator[Finding]:
    text = subject.revision
    if not says_something(text.headline):
        yield must("headline", "headline", _("The headline is missing."))
    elif len(text.headline) > HEADLINE_COMFORT and not text.short_headline:
        yield look(
            "headline_long",
            "short_headline",
            _("The headline is long; cards need a short one."),
            _("Write a short headline of at most 90 characters."),
        )


def body(subject: Subject) -> Iterator[Finding]:
    if not subject.text.strip():
        yield must("body", "body", _("There is no text yet."))
    if not subject.revision.standfirst.strip():
        yield look("standfirst", "standfirst", _("There is no standfirst."))


def note_to_readers(subject: Subject) -> Iterator[Finding]:
    text = subject.revision
    needs = text.change in (Revision.Change.UPDATE, Revision.Change.CORRECTION)
    if needs and not text.change_note.strip():
        yield must(
            "change_note",
            "change_note",
            _("An update or correction needs a note to readers."),
            _("Say in a sentence what was wrong or is new, and what is right."),
        )


def byline(subject: Subject) -> Iterator[Finding]:
    if subject.article.source.is_own and not subject.has_byline:
        yield look("byline", "filing-author_0", _("Nobody stands in the byline."), _("Name who wrote it."))


def credit(subject: Subject) -> Iterator[Finding]:
    if not subject.article.source.is_own and not subject.revision.credit.strip():
        yield look("credit", "credit", _("A text from another source should carry its credit."))


def quotation_marks(subject: Subject) -> Iterator[Finding]:
    for name, words in (("headline", subject.revision.headline), ("body", subject.text)):
        if unpaired(words, subject.article.language):
            yield look(
                f"quotes_{name}",
                name,
                _("Quotation marks do not pair up in the headline.")
                if name == "headline"
                else _("Quotation marks do not pair up."),
                _("Look for a quotation that is opened and not closed, or closed and not opened."),
            )


def unpaired(words: str, language: str) -> bool:
    """Whether a quotation is opened and not closed, in the marks of the language."""
    pairs = QUOTES.get(language.lower().partition("-")[0], QUOTES[""])
    if language.lower() == "de-ch":
        pairs = (*QUOTES["fr"], QUOTES["de"][0])
    if words.count('"') % 2:
        return True
    for opening, closing in pairs:
        depth = 0
        for mark in words:
            depth += (mark == opening) - (mark == closing)
            if depth < 0 or depth > 3:
                return True
        if depth:
            return True
    return False


def names(subject: Subject) -> Iterator[Finding]:
    language = subject.article.language.lower().partition("-")[0]
    if language not in CAPITALS_MEAN_NAMES or not subject.text:
        return
    missing = names_missing(subject.revision.headline, f"{subject.revision.standfirst} {subject.text}")
    if missing:
        yield look(
            "names",
            "headline",
            _("In the headline but not in the text: %(names)s.") % {"names": ", ".join(missing)},
            _("Check the spelling in both, or say in the text who or what it is."),
        )


def names_missing(headline: str, text: str) -> list[str]:
    """Words with a capital inside a headline that the text does not hold; none where most words have one."""
    words = _NAME.findall(headline)
    capitals = [word for word in words[1:] if word[0].isupper()]
    if len(words) > 2 and len(capitals) > 0.6 * (len(words) - 1):
        return []  # a headline in title case
    known = {_bare(word) for word in _NAME.findall(text)}
    return [word for word in dict.fromkeys(capitals) if _bare(word) not in known]


def _bare(word: str) -> str:
    return re.sub(r"[’']s?\Z", "", word).casefold()
