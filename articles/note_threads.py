"""The notes on an article as threads: what the panel and the page of notes print."""

from collections.abc import Sequence
from dataclasses import dataclass

from articles.models import Article, Note, Revision
from articles.noting import printed_words

SHOWN = 100  # threads; who needs more filters or resolves
FILTERS = ("open", "resolved", "all")


@dataclass(frozen=True, slots=True)
class Thread:
    """A note with its replies. ``is_gone``: the words that it is about no longer stand in the text."""

    note: Note
    replies: Sequence[Note]
    is_gone: bool


def threads(article: Article, text: Revision, which: str = "open") -> list[Thread]:
    """Newest first, two queries. Where somebody agreed with the text stands among the open ones."""
    notes = Note.objects.filter(article=article, parent=None).select_related("author", "link", "resolved_by")
    if which == "open":
        notes = notes.filter(resolved_at=None)
    elif which == "resolved":
        notes = notes.filter(resolved_at__isnull=False)
    found = list(notes.order_by("-id")[:SHOWN])
    replies: dict[int, list[Note]] = {}
    for reply in Note.objects.filter(parent__in=found).select_related("author", "link").order_by("id"):
        replies.setdefault(reply.parent_id or 0, []).append(reply)
    plain = printed_words(text) if any(note.quote for note in found) else ""
    return [
        Thread(note, replies.get(note.pk, []), bool(note.quote) and note.quote not in plain) for note in found
    ]
