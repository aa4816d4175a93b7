"""Whatever people do in whatever order, the talk agrees with a naive model: counters, ranks, who sees what, who is told what."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from accounts import erasing
from accounts.roles import Role
from articles.models import Article
from comments import deciding, deleting, editing, muting, paths, posting, voting
from comments.models import Comment, Report, Vote
from comments.ranking import lower_bound
from comments.reporting import filing
from common.recounting import all_counters
from moderation import undoing
from moderation.errors import Refused
from moderation.models import Item
from newsroom.testing import cast
from notifications import delivering
from notifications.models import Notification

pytestmark = pytest.mark.django_db
READERS = ("Rita Reader", "Sam Stranger", "Tina Third")
KIND = "comments.comment"
# Where each decision may be taken, and where it leads: written out once more, so that the workflow is held against it.
STEPS = {
    "approve": (("pending", "rejected", "spam"), "approved"),
    "reject": (("pending",), "rejected"),
    "spam": (("pending", "approved"), "spam"),
    "remove": (("approved",), "removed"),
    "restore": (("removed",), "approved"),
    "keep": (("approved",), "approved"),
}
SETTLES = {"reject": "upheld", "spam": "upheld", "remove": "upheld", "approve": "refused", "keep": "refused"}


@dataclass
class Said:
    """What the model knows of a comment. ``last`` is the newest decision on it, ``by_rule`` whether a rule took it."""

    number: int
    author: str
    text: str
    parent: "Said | None"
    state: str = "pending"
    last: str = ""
    by_rule: bool = False
    undoable: tuple[str, ...] = ()  # the state before, and the reports that the decision settled
    is_deleted: bool = False
    votes: dict[str, int] = field(default_factory=dict)
    reports: dict[str, str] = field(default_factory=dict)
    asked_again: bool = False  # taken back: it waits although readers see it

    @property
    def is_visible(self) -> bool:
        return self.state == "approved" and not self.is_deleted

    @property
    def waits(self) -> bool:
        if self.is_deleted:
            return False
        return self.state == "pending" or (
            self.state == "approved" and ("open" in self.reports.values() or self.asked_again)
        )


class Talk(RuleBasedStateMachine):
    """One thread, three readers, a moderator."""

    numbers = st.integers(0, 7)
    readers = st.sampled_from(READERS)

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        writer, editor = cast.person("Rosa", Role.REPORTER), cast.person("Ada", Role.EDITOR)
        chief = cast.person("Petra", Role.PUBLISHER)
        self.article = cast.published(writer, editor, chief, comments_mode="open")
        self.moderator = cast.person("Max Moderator", Role.MODERATOR)
        self.people = {name: cast.person(name) for name in READERS}
        self.gone: set[str] = set()
        self.muted: set[tuple[str, str]] = set()
        self.said: list[Said] = []
        self.is_open = True
        self.turn = 0

    def teardown(self) -> None:
        try:
            self.nothing_is_left_to_recount()
            self.the_page_shows_what_is_visible()
            self.people_are_told_what_holds()
        finally:
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    # What people do

    @rule(is_open=st.booleans())
    def switch(self, is_open: bool) -> None:
        """The desk lets comments through at once, or reads them first."""
        self.is_open = is_open
        mode = "open" if is_open else "premoderated"
        Article.objects.filter(pk=self.article.pk).update(comments_mode=mode)
        self.article.comments_mode = mode

    @rule(name=readers)
    def post(self, name: str) -> None:
        if name not in self.gone:
            self._write(name, None)

    @rule(name=readers, number=numbers)
    def reply(self, name: str, number: int) -> None:
        parent = self._one(number)
        if parent is None or name in self.gone:
            return
        if parent.is_visible:
            self._write(name, parent)
        else:
            self._refused(lambda: self._write(name, parent))

    @rule(name=readers, number=numbers, value=st.sampled_from([1, -1, 0]))
    def vote(self, name: str, number: int, value: int) -> None:
        said = self._one(number)
        if said is None or name in self.gone:
            return
        act = lambda: voting.vote(self._row(said), value, by=self.people[name])  # noqa: E731
        if not said.is_visible or said.author == name:
            self._refused(act)
            return
        act()
        if value:
            said.votes[name] = value
        else:
            said.votes.pop(name, None)

    @rule(number=numbers)
    def edit(self, number: int) -> None:
        said = self._one(number)
        if said is None:
            return
        self.turn += 1
        row, text = self._row(said), f"Changed in turn {self.turn} about the bell."
        act = lambda: editing.edit(row, text, by=self.people[said.author], version=row.version)  # noqa: E731
        if said.is_deleted or said.state not in ("pending", "approved"):
            self._refused(act)
            return
        act()
        said.text = text
        if said.state == "approved" and not said.by_rule:
            said.state, said.last, said.by_rule, said.undoable = "pending", "reopen", False, ()

    @rule(name=readers, number=numbers)
    def report(self, name: str, number: int) -> None:
        said = self._one(number)
        if said is None or name in self.gone:
            return
        notice = filing.Notice("insult", "It insults somebody.")
        act = lambda: filing.file(self._row(said), notice, by=self.people[name])  # noqa: E731
        if not said.is_visible or said.author == name or name in said.reports:
            self._refused(act)
            return
        act()
        said.reports[name] = "open"

    @rule(number=numbers, step=st.sampled_from(sorted(STEPS)))
    def decide(self, number: int, step: str) -> None:
        said = self._one(number)
        if said is None:
            return
        row, (sources, target) = self._row(said), STEPS[step]
        act = lambda: deciding.decide(row, step, by=self.moderator, version=row.version, reason="Because.")  # noqa: E731
        if said.is_deleted or said.state not in sources:
            self._refused(act)
            return
        act()
        settled = tuple(name for name, outcome in said.reports.items() if outcome == "open")
        settled = settled if step in SETTLES else ()
        said.undoable = (said.state, *settled)
        for name in settled:
            said.reports[name] = SETTLES[step]
        said.state, said.last, said.by_rule, said.asked_again = target, step, False, False

    @rule(number=numbers)
    def undo(self, number: int) -> None:
        """The moderator thinks again, at once."""
        said = self._one(number)
        if said is None or said.is_deleted or not said.undoable or said.last == "restore":
            return
        row, (before, *settled) = self._row(said), said.undoable
        deciding.take_back(row, by=self.moderator, version=row.version)
        was_seen = before == "approved"
        said.state = "approved" if was_seen else "pending"
        said.last, said.by_rule, said.undoable = ("reinstate" if was_seen else "reopen"), False, ()
        said.asked_again = was_seen
        for name in settled:
            if said.reports.get(name) in ("upheld", "refused"):
                said.reports[name] = "open"

    @rule(number=numbers)
    def delete(self, number: int) -> None:
        said = self._one(number)
        if said is not None and said.author not in self.gone:
            deleting.delete(self._row(said), by=self.people[said.author])
            self._deleted(said)

    @rule(name=readers, other=readers)
    def mute(self, name: str, other: str) -> None:
        if name in self.gone or other in self.gone:
            return
        if name == other:
            self._refused(lambda: muting.mute(self.people[name], self.people[other]))
            return
        muting.mute(self.people[name], self.people[other])
        self.muted.add((name, other))

    @rule(name=st.sampled_from(READERS[:2]))
    def erase(self, name: str) -> None:
        if name in self.gone or self.turn < 4:
            return
        erasing.erase(self.people[name])
        self.people[name].refresh_from_db()
        self.gone.add(name)
        for said in self.said:
            said.votes.pop(name, None)
            if said.author == name:
                self._deleted(said)

    # What must hold

    @invariant()
    def the_numbers_agree(self) -> None:
        rows = {row.pk: row for row in Comment.objects.filter(article=self.article)}
        visible = [said for said in self.said if said.is_visible]
        assert Article.objects.get(pk=self.article.pk).comment_count == len(visible)
        for said in self.said:
            row = rows[said.number]
            assert (row.state, row.deleted_at is not None) == (said.state, said.is_deleted)
            assert row.text == ("" if said.is_deleted else said.text)
            votes = list(said.votes.values())
            assert (row.ups, row.downs) == (votes.count(1), votes.count(-1))
            assert row.best == lower_bound(row.ups, row.downs)
            assert Vote.objects.filter(comment=row).count() == len(votes)
            assert row.reply_count == sum(row.pk in paths.above(rows[one.number].path) for one in visible)
            outcomes = Report.objects.filter(comment=row).values_list("outcome", flat=True)
            assert sorted(outcomes) == sorted(said.reports.values())

    @invariant()
    def the_queue_holds_what_waits(self) -> None:
        waiting = Item.objects.filter(kind=KIND, closed_at=None).values_list("object_id", flat=True)
        assert set(waiting) == {said.number for said in self.said if said.waits}

    def nothing_is_left_to_recount(self) -> None:
        for counter in all_counters():
            assert counter.differences() == [], counter.name

    def the_page_shows_what_is_visible(self) -> None:
        for said in self.said:
            page = Client().get(f"/comments/{said.number}/", follow=True).content.decode()
            assert (said.text in page) == said.is_visible, said
            for other in self.said:
                assert other.is_visible or other.text not in page, other

    def people_are_told_what_holds(self) -> None:
        """Once the undo window has closed: each of what holds by then, once, and of nothing else."""
        delivering.deliver_due(timezone.now() + undoing.window() + timedelta(minutes=30))
        rows = Notification.objects.filter(
            channel="site", sent_at__isnull=False, dropped_at=None, kind__startswith="comment_"
        )
        told = [(row.kind, row.recipient.pk, row.object_id) for row in rows.select_related("recipient")]
        expected = [
            (kind, self.people[name].pk, said.number)
            for said in self.said
            for kind, name in self._notices(said)
            if name not in self.gone
        ]
        assert sorted(told) == sorted(expected)

    def _notices(self, said: Said) -> list[tuple[str, str]]:
        if said.is_deleted:
            return []
        found = []
        if said.last in ("approve", "restore") and not said.by_rule:
            found.append(("comment_approved", said.author))
        if said.last in ("reject", "remove"):
            found.append(("comment_rejected", said.author))
        if said.is_visible and said.parent is not None and said.parent.author != said.author:
            answered = said.parent.author
            if (answered, said.author) not in self.muted:
                found.append(("comment_reply", answered))
        return found

    # By hand

    def _write(self, name: str, parent: Said | None) -> None:
        self.turn += 1
        text = f"Said in turn {self.turn} about the ferry."
        above = self._row(parent) if parent else None
        row = posting.post(self.article, self.people[name], text, above, paced=False)
        said = Said(row.pk, name, text, parent)
        if self.is_open:
            said.state, said.last, said.by_rule = "approved", "approve", True
        self.said.append(said)

    def _deleted(self, said: Said) -> None:
        said.is_deleted = True
        for name, outcome in said.reports.items():
            if outcome == "open":
                said.reports[name] = "overtaken"

    def _one(self, number: int) -> Said | None:
        return self.said[number % len(self.said)] if self.said else None

    def _row(self, said: Said) -> Comment:
        return Comment.objects.get(pk=said.number)

    def _refused(self, act) -> None:
        with pytest.raises(Refused), transaction.atomic():
            act()


def run(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        Talk,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_it_works() -> None:
    run(examples=12, steps=14)


@pytest.mark.full
def test_at_length() -> None:
    run(examples=120, steps=40)
