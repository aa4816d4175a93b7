"""What a comment said before: every change with its time, word by word."""

from dataclasses import dataclass
from datetime import datetime

from articles.comparing import Line, compare_lines
from comments.models import Comment, EarlierText


@dataclass(frozen=True, slots=True)
class Change:
    """One step from a wording to the next; ``is_for_all`` where the older one had stood in public."""

    at: datetime
    lines: tuple[Line, ...]
    is_for_all: bool


def keep(comment: Comment, now: datetime) -> None:
    """Keep what the comment says, in the transaction that replaces it."""
    EarlierText.objects.create(
        comment=comment,
        text=comment.text,
        written_at=comment.edited_at or comment.created_at,
        replaced_at=now,
        was_shown=comment.is_visible,
    )


def changes(comment: Comment, *, sees_all: bool) -> list[Change]:
    """The steps to what stands there now, newest first. Wordings that never stood in public are left out of a reader's."""
    earlier = list(comment.earlier_texts.all())
    if not sees_all:
        earlier = [wording for wording in earlier if wording.was_shown]
    after = [*(wording.text for wording in earlier[1:]), comment.text][: len(earlier)]
    steps = [
        Change(
            wording.replaced_at,
            compare_lines(wording.text.splitlines(), text.splitlines()),
            wording.was_shown,
        )
        for wording, text in zip(earlier, after, strict=True)
    ]
    return steps[::-1]
