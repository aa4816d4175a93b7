"""The kinds of rules: one module each, with a value that is compiled from options and asked of comments."""

from collections.abc import Mapping
from typing import Any

from comments.models import RuleVersion
from comments.rules.kinds.capitals import Capitals
from comments.rules.kinds.images import Images
from comments.rules.kinds.language import Language
from comments.rules.kinds.length import Length
from comments.rules.kinds.links import Links
from comments.rules.kinds.new_author import NewAuthor
from comments.rules.kinds.pattern import Pattern
from comments.rules.kinds.rate import Rate
from comments.rules.kinds.repetition import Repetition
from comments.rules.kinds.score import Score
from comments.rules.kinds.words import Words
from comments.rules.subject import Test

K = RuleVersion.Kind
KINDS: dict[str, Any] = {
    K.WORDS: Words,
    K.PATTERN: Pattern,
    K.LINKS: Links,
    K.RATE: Rate,
    K.REPETITION: Repetition,
    K.NEW_AUTHOR: NewAuthor,
    K.LANGUAGE: Language,
    K.CAPITALS: Capitals,
    K.LENGTH: Length,
    K.IMAGES: Images,
    K.SCORE: Score,
}


def compiled(kind: str, options: Mapping[str, Any]) -> Test:
    """What is asked of comments. Raises BadOption, KeyError for a kind that there is not."""
    test: Test = KINDS[kind].from_options(options)
    return test
