"""What must be in order before a text is published (blocking), and what an editor should look at (advisory)."""

from articles.checklist.checking import blocking, blocking_words, check, glance, register
from articles.checklist.finding import Finding, Severity

__all__ = ["Finding", "Severity", "blocking", "blocking_words", "check", "glance", "register"]
