"""The decisions of a span as the report counts them: those that were not taken back at once, and what became of them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import zip_longest

from comments.models import Comment
from comments.transparency.period import Period
from moderation import undoing
from moderation.models import Decision

KIND = Comment._meta.label_lower
RESTRICTING = frozenset({"reject", "spam", "remove"})
ALLOWING = frozenset({"approve", "keep", "restore"})
TAKEN_BACK = frozenset({"reopen", "reinstate"})
CHUNK = 1_000


@dataclass(frozen=True)
class Passage:
    """One decision with those that came after it on the same comment."""

    decision: Decision
    after: tuple[Decision, ...]

    @property
    def is_by_rule(self) -> bool:
        return self.decision.by_id is None

    @property
    def was_taken_back(self) -> bool:
        """Whether it was undone while nobody had been told: then it never was a decision for anybody."""
        following = self.after[0] if self.after else None
        if following is None or following.name not in TAKEN_BACK:
            return False
        margin = max(undoing.window(), timedelta(seconds=1))
        return following.by_id == self.decision.by_id and following.at - self.decision.at <= margin

    @property
    def is_overturned(self) -> bool:
        """Whether a person decided the opposite later."""
        opposite = ALLOWING if self.decision.name in RESTRICTING else RESTRICTING
        for one, following in zip_longest(self.after, self.after[1:]):
            stood = following is None or following.name not in TAKEN_BACK
            if stood and one.by_id is not None and one.name in RESTRICTING | ALLOWING:
                return one.name in opposite
        return False


def passages(period: Period) -> Iterator[Passage]:
    """Every decision on comments in the span that restricts or allows, oldest first, a thousand at a time."""
    newest = 0
    wanted = Decision.objects.filter(
        kind=KIND, name__in=RESTRICTING | ALLOWING, at__gte=period.start, at__lt=period.end
    )
    while chunk := list(wanted.filter(pk__gt=newest).order_by("pk")[:CHUNK]):
        newest = chunk[-1].pk
        numbers = {decision.object_id for decision in chunk}
        history: dict[int, list[Decision]] = defaultdict(list)
        for decision in Decision.objects.filter(kind=KIND, object_id__in=numbers).order_by("object_version"):
            history[decision.object_id].append(decision)
        for decision in chunk:
            later = [
                one for one in history[decision.object_id] if one.object_version > decision.object_version
            ]
            passage = Passage(decision, tuple(later))
            if not passage.was_taken_back:
                yield passage
