"""What a version of a rule would have done: asked of every comment of the last months, in batches, before it is in force."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from comments.intervals import Interval, wilson
from comments.models import Comment, Replay, RuleVersion
from comments.rules.judging import Rule, rule_of
from comments.rules.past import subjects_of
from moderation.errors import NotAllowed
from moderation.models import Decision

LOOKS_BACK = timedelta(days=90)
BATCH = 500  # comments in memory at once
MOST_EXAMPLES = 15  # of each outcome
KIND = Comment._meta.label_lower
APPROVED, REFUSED, UNDECIDED = "approved", "refused", "undecided"
_OUTCOMES: dict[str, str] = {
    Comment.State.APPROVED.value: APPROVED,
    Comment.State.REJECTED.value: REFUSED,
    Comment.State.SPAM.value: REFUSED,
    Comment.State.REMOVED.value: REFUSED,
}


@dataclass(frozen=True, slots=True)
class Precision:
    """Of the comments on which it would have spoken and people decided, the share that they refused too."""

    decided: int
    refused: int
    interval: Interval | None

    @property
    def share(self) -> float | None:
        """0 to 1; None where people decided on none."""
        return self.refused / self.decided if self.decided else None


def precision_of(replay: Replay) -> Precision:
    """How often people agreed with it, with a Wilson interval of 95 %."""
    decided = replay.approved + replay.refused
    return Precision(decided, replay.refused, wilson(replay.refused, decided) if decided else None)


@transaction.atomic
def ask(
    version: RuleVersion, *, by: User | None, since: datetime | None = None, now: datetime | None = None
) -> Replay:
    """Let a version be replayed; a run of it that is under way already is it. Raises NotAllowed.

    A sweep takes it on; ``run`` does so at once.
    """
    if by is not None and not by.has_perm("comments.change_rule", version):
        raise NotAllowed(_("Your role does not allow trying rules."))
    RuleVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if under_way := version.replays.filter(finished_at=None).first():
        return under_way
    now = now or timezone.now()
    since = since or now - LOOKS_BACK
    concerned = _concerned(version).filter(created_at__gte=since)
    first = concerned.order_by("pk").values_list("pk", flat=True).first()
    return Replay.objects.create(
        version=version,
        since=since,
        asked_at=now,
        asked_by=by,
        total=concerned.order_by().count(),
        after=(first or 1) - 1,
    )


def run(replay: Replay, progress: Callable[[Replay], None] = lambda replay: None) -> Replay:
    """Go on until it is finished; ``progress`` is called after each batch. Memory does not grow with the comments."""
    while replay.finished_at is None:
        replay = go_on(replay)
        progress(replay)
    return replay


def go_on_due(seconds: float, now: Callable[[], datetime] = timezone.now) -> int:
    """The sweep: go on with what was asked for, for some seconds; returns how many batches it were."""
    until, batches = now() + timedelta(seconds=seconds), 0
    while now() < until:
        due = Replay.objects.filter(finished_at=None).order_by("pk").first()
        if due is None:
            break
        go_on(due)
        batches += 1
    return batches


@transaction.atomic
def go_on(replay: Replay) -> Replay:
    """Ask of the next batch. Two that do it at once take turns."""
    current = Replay.objects.select_for_update(of=("self",)).get(pk=replay.pk)
    if current.finished_at is not None:
        return current
    version = RuleVersion.objects.select_related("rule").get(pk=current.version_id)
    rule = rule_of(version, version.rule.name)
    concerned = _concerned(version).filter(created_at__gte=current.since, pk__gt=current.after)
    batch = list(
        concerned.filter(created_at__lte=current.asked_at)
        .select_related("author", "article")
        .defer("html", "article__comments_mode")
        .order_by("pk")[:BATCH]
    )
    _look_at(current, rule, batch)
    if len(batch) < BATCH:
        current.finished_at = timezone.now()
        current.total = current.looked_at
    if batch:
        current.after = batch[-1].pk
    current.save()
    return current


def _concerned(version: RuleVersion) -> QuerySet[Comment]:
    found = Comment.objects.filter(deleted_at=None)
    if version.article_id or version.is_for_article:
        found = found.filter(article=version.article_id)
    if version.section_id:
        found = found.filter(article__section=version.section_id)
    if version.language:
        found = found.filter(article__language__istartswith=version.language.partition("-")[0])
    return found


def _look_at(replay: Replay, rule: Rule, batch: Sequence[Comment]) -> None:
    found: dict[int, Any] = {}
    for comment, subject in subjects_of(batch, rule.test.looks_at):
        finding = rule.find(subject)
        if finding is not None:
            found[comment.pk] = finding
    outcomes = outcomes_of(list(found))
    kept = {
        name: [e for e in replay.examples if e["outcome"] == name] for name in (APPROVED, REFUSED, UNDECIDED)
    }
    for number, finding in found.items():
        outcome = outcomes.get(number, UNDECIDED)
        replay.approved += outcome == APPROVED
        replay.refused += outcome == REFUSED
        # The newest of each outcome: a rule is judged by what is written now.
        example = {
            "comment": number,
            "outcome": outcome,
            "evidence": [list(span) for span in finding.evidence],
        }
        kept[outcome] = [*kept[outcome], example][-MOST_EXAMPLES:]
    replay.examples = [example for examples in kept.values() for example in examples]
    replay.looked_at += len(batch)
    replay.hits += len(found)


def outcomes_of(numbers: Sequence[int]) -> dict[int, str]:
    """What people decided last on these comments: approved or refused; who nobody decided on is missing."""
    decisions = (
        Decision.objects.filter(kind=KIND, object_id__in=numbers, by__isnull=False)
        .order_by("object_id", "-object_version")
        .distinct("object_id")
        .values_list("object_id", "to_state")
    )
    return {number: _OUTCOMES[state] for number, state in decisions if state in _OUTCOMES}
