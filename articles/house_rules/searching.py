"""Where a pattern is found in words, within a time that no pattern and no text can stretch."""

from dataclasses import dataclass
from functools import lru_cache

import regex
from django.utils.translation import gettext as _

SECONDS = 0.25  # for one pattern in one text of a megabyte; a good one takes a hundredth of it
MOST_HITS = 20
CONTEXT = 40  # characters of an excerpt on either side


class BadPattern(ValueError):
    """``str()`` of it says, fit for the person who wrote the rule, why the pattern cannot be used."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One place: what was found, and the words around it."""

    found: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.before}[{self.found}]{self.after}"


@lru_cache(maxsize=512)
def compiled(pattern: str, *, is_expression: bool) -> "regex.Pattern[str]":
    """The pattern ready to search with. Raises BadPattern."""
    words = r"\s+".join(regex.escape(word) for word in pattern.split())
    if not words:
        raise BadPattern(_("Say what is to be found."))
    # Words are whole where they begin and end with a letter or a figure; “&c.” has no such end.
    whole = rf"(?<!\w)(?=\w){words}" if pattern.strip()[0].isalnum() else words
    whole += r"(?!\w)" if pattern.strip()[-1].isalnum() else ""
    try:
        return regex.compile(pattern if is_expression else whole, regex.IGNORECASE | regex.VERSION0)
    except (regex.error, OverflowError, RecursionError, MemoryError) as error:
        raise BadPattern(_("This is no regular expression: %(why)s.") % {"why": error}) from None


def search(pattern: str, text: str, *, is_expression: bool, seconds: float = SECONDS) -> list[Hit]:
    """The first places where it is found. Raises BadPattern, also where the search takes too long."""
    hits: list[Hit] = []
    try:
        for match in compiled(pattern, is_expression=is_expression).finditer(text, timeout=seconds):
            if not match.group():
                raise BadPattern(_("The pattern is found in nothing at all; let it need at least a letter."))
            start, end = match.span()
            hits.append(
                Hit(text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT])
            )
            if len(hits) == MOST_HITS:
                break
    except TimeoutError:
        raise BadPattern(
            _(
                "The search takes too long in some texts; let no repetition stand within another, as in “(a+)+”."
            )
        ) from None
    return hits
