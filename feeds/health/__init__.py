"""How feeds are: in words with what can be done, as figures, and what needs somebody first."""

from feeds.health.checking import CHECK, check
from feeds.health.wording import in_words, needs_in_words, told_error

__all__ = ["CHECK", "check", "in_words", "needs_in_words", "told_error"]
