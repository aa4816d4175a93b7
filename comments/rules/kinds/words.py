"""Words and phrases, however they are disguised: all of a list at once, in one pass over each reading."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import ahocorasick_rs
from django.utils.translation import gettext as _

from comments.rules.folding import Span, needles
from comments.rules.subject import BadOption, Finding, Otherwise, Subject, merged, strings

MOST_TERMS = 20_000
MOST_TERM = 120
MOST_LETTERS = 1_000_000  # of a whole list


@dataclass(frozen=True, slots=True)
class Words:
    """One of the terms stands in the text: whole words, or their beginning where the term ends in a star."""

    automaton: ahocorasick_rs.AhoCorasick
    looks_at: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> "Words":
        """Compile the list. Raises BadOption."""
        terms = strings(dict(options), "terms")
        if not terms:
            raise BadOption("terms", _("Name at least one word."))
        if len(terms) > MOST_TERMS or sum(map(len, terms)) > MOST_LETTERS:
            raise BadOption(
                "terms", _("A list has at most %(most)s words; make two of it.") % {"most": MOST_TERMS}
            )
        patterns: dict[str, None] = {}
        for term in terms:
            found = needles(term)
            if not found or len(term) > MOST_TERM:
                words = (
                    _("“%(term)s” holds no word.") if not found else _("“%(term)s” is too long for a word.")
                )
                raise BadOption("terms", words % {"term": term[:60]})
            patterns |= dict.fromkeys(found)
        return cls(ahocorasick_rs.AhoCorasick(list(patterns)))

    def find(self, subject: Subject) -> Finding | None:
        """Every place in which one of the terms stands, disguised or not."""
        spans: set[Span] = set()
        for reading in subject.text.readings:
            for _which, start, end in self.automaton.find_matches_as_indexes(reading.text, overlapping=True):
                if span := reading.span(start, end):
                    spans.add(span)
        if not spans:
            return None
        return Finding(_("A word of the list stands in it."), merged(spans))

    def otherwise(self, subject: Subject, finding: Finding) -> Otherwise:
        """Without the words."""
        text = subject.text.without(finding.evidence)
        return Otherwise(replace(subject, text=text), _("without the marked words"))
