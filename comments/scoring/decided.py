"""The newsroom's own decisions, in the order in which they were taken: what the score learns from and is measured on."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from comments.models import Comment
from comments.rules.replaying import KIND, REFUSED, outcomes_of
from moderation.models import Decision

MOST = 50_000  # the newest; older ones say little of what people refuse today
AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Decided:
    """One text on which a person decided. ``at`` is empty where only the order is known."""

    text: str
    is_refused: bool
    at: datetime | None = None


def decided_by_people() -> list[Decided]:
    """The last decision of a person on each comment, oldest first, where the text is still the one that they saw."""
    newest = (
        Decision.objects.filter(kind=KIND, by__isnull=False)
        .exclude(name="reopen")
        .order_by("-pk")
        .values_list("object_id", "at", "text_digest")[: MOST * 2]
    )
    seen: dict[int, tuple[datetime, str]] = {}
    for number, at, digest in newest.iterator(chunk_size=AT_ONCE):
        if number not in seen:
            seen[number] = (at, digest)
        if len(seen) >= MOST:
            break
    return sorted(_with_texts(seen), key=lambda one: one.at or datetime.min.replace(tzinfo=UTC))


def _with_texts(seen: dict[int, tuple[datetime, str]]) -> Iterator[Decided]:
    numbers = list(seen)
    for start in range(0, len(numbers), AT_ONCE):
        part = numbers[start : start + AT_ONCE]
        outcomes = outcomes_of(part)
        texts = Comment.objects.filter(pk__in=part, deleted_at=None).values_list("pk", "text")
        for number, text in texts:
            at, digest = seen[number]
            is_theirs = not digest or digest == hashlib.sha256(text.encode()).hexdigest()
            if number in outcomes and text and is_theirs:
                yield Decided(text, outcomes[number] == REFUSED, at)


def decided_in(path: Path) -> list[Decided]:
    """Decisions of a file in their order: a label, a tab, the text. “ham” and “approved” are approved, all else refused.

    Raises OSError, ValueError for a line that is none.
    """
    found = []
    with path.open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, 1):
            label, tab, text = line.rstrip("\n").partition("\t")
            if not tab:
                raise ValueError(f"line {number}: a label, a tab and a text are expected")
            found.append(Decided(text, label.strip().lower() not in {"ham", "approved", "approve", "0"}))
    return found
