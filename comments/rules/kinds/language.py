"""A comment in another script or language than the article."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import regex
from django.utils.translation import gettext as _

from comments.rules.subject import BadOption, Finding, Otherwise, Subject, Text, flag, merged
from comments.rules.tongues import foreign_script, other_language
from common.words import base_language

MOST_FOREIGN = 0.3  # a quoted name or a word may be in any script
_RUNS = {
    "Latin": regex.compile(r"\p{Latin}+"),
    "Cyrillic": regex.compile(r"\p{Cyrillic}+(?:\s+\p{Cyrillic}+)*"),
    "Greek": regex.compile(r"\p{Greek}+(?:\s+\p{Greek}+)*"),
    "Arabic": regex.compile(r"\p{Arabic}+(?:\s+\p{Arabic}+)*"),
}


@dataclass(frozen=True, slots=True)
class Language:
    """It is in a script that the article's language is not written in, or surely in another language."""

    of_scripts: bool
    of_languages: bool
    looks_at: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> "Language":
        """Raises BadOption where it would never speak."""
        known = dict(options)
        made = cls(flag(known, "scripts"), flag(known, "languages"))
        if not made.of_scripts and not made.of_languages:
            raise BadOption("scripts", _("Choose scripts, languages or both."))
        return made

    def find(self, subject: Subject) -> Finding | None:
        """It is not in the article's language."""
        language = base_language(subject.language)
        if not language:
            return None
        text = subject.text.words
        script, share = foreign_script(text, language) if self.of_scripts else ("", 0.0)
        if share > MOST_FOREIGN:
            words = _("It is written in another script than the article (%(script)s).") % {"script": script}
            runs = _RUNS.get(script)
            spans = [found.span() for found in runs.finditer(subject.text.raw)] if runs else []
            return Finding(words, merged(spans))
        other = other_language(text, language) if self.of_languages else ""
        if not other:
            return None
        return Finding(
            _("It seems to be in another language (%(other)s) than the article (%(own)s).")
            % {"other": other, "own": language}
        )

    def otherwise(self, subject: Subject, finding: Finding) -> Otherwise | None:
        """Without the foreign script; a language cannot be taken out of a text, but the article's may be another."""
        text = subject.text.without(finding.evidence) if finding.evidence else Text("")
        if finding.evidence and text.raw.strip():
            return Otherwise(replace(subject, text=text), _("without the marked words"))
        other = other_language(subject.text.words, base_language(subject.language))
        if not other:
            return None
        words = _("below an article in the language of the comment (%(other)s)") % {"other": other}
        return Otherwise(replace(subject, language=other), words)
