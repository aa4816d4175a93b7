"""What the paper got wrong, newest first, a page at a time."""

from dataclasses import dataclass

from articles.models import Correction

PAGE_LENGTH = 50


@dataclass(frozen=True, slots=True)
class CorrectionsPage:
    """A page of notes, and where the next one begins (0: there is none)."""

    notes: list[Correction]
    next: int
    is_first: bool


def corrections_page(before: int = 0) -> CorrectionsPage:
    """The notes of articles that readers can see, older than the note ``before``. One query."""
    notes = Correction.objects.filter(article__live__isnull=False, article__withdrawn_at=None)
    if before:
        notes = notes.filter(pk__lt=before)
    rows = list(
        notes.select_related("article__section", "article__live")
        .defer("article__live__body")
        .order_by("-pk")[: PAGE_LENGTH + 1]
    )
    following = rows[PAGE_LENGTH - 1].pk if len(rows) > PAGE_LENGTH else 0
    return CorrectionsPage(rows[:PAGE_LENGTH], following, is_first=not before)
