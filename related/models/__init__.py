"""What is stored of the linking."""

from related.models.drawing import Drawing
from related.models.link import Link
from related.models.wording import Term, Wording

__all__ = ["Drawing", "Link", "Term", "Wording"]
