"""Whoever acts on what is no longer there gets the conflict, on every path, and nothing has changed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from articles import drafting, filing, publishing, reviewing, steps, withdrawing
from articles.models import Article, Revision, SavedText
from moderation import leases
from moderation.errors import Conflict
from moderation.models import Decision, Item
from newsroom.testing import cast
from notifications.models import Notification

pytestmark = pytest.mark.django_db
LATER = timedelta(hours=2)


class House:
    """The people, a text that one of them looks at, and somebody who is faster."""

    def __init__(self, state: str, reporter: User, editor: User, second: User, publisher: User) -> None:
        self.writer, self.editor, self.second, self.publisher = reporter, editor, second, publisher
        self.text = cast.draft(reporter)
        if state != "draft":
            reviewing.submit(self.text, by=reporter, version=self.text.version)
        if state == "changes_requested":
            reviewing.request_changes(self.text, by=editor, version=self.text.version, reason="Shorter")
        if state in ("approved", "scheduled"):
            reviewing.approve(self.text, by=editor, version=self.text.version)
        if state == "scheduled":
            self._schedule()
        self.seen = self.text.version
        self._somebody_is_faster(state)

    def _somebody_is_faster(self, state: str) -> None:
        """The state stays (or comes again), the version does not."""
        if state == "approved":
            self._schedule()
            publishing.unschedule(self.text, by=self.publisher, version=self.text.version)
        elif state == "scheduled":
            self._schedule()
        else:
            self.text = drafting.save_draft(
                self.text, by=self.second, version=self.text.version, headline="Somebody was faster"
            )

    def _schedule(self) -> None:
        at = timezone.now() + LATER
        publishing.schedule(
            self.text, by=self.publisher, version=self.text.version, publish_at=at, zone="UTC"
        )


def _schedule(house: House) -> None:
    publishing.schedule(
        house.text, by=house.publisher, version=house.seen, publish_at=timezone.now() + LATER, zone="UTC"
    )


def _step(name: str) -> Callable[[House], None]:
    """The path of the editing page, the queue and bulk actions."""

    def take(house: House) -> None:
        words = steps.Words(reason="Because", publish_at=timezone.now() + LATER, zone="UTC")
        steps.take(name, house.text.article, house.text, by=house.publisher, version=house.seen, words=words)

    return take


VERBS: dict[str, tuple[str, Callable[[House], Any]]] = {
    "save": ("draft", lambda h: drafting.save_draft(h.text, by=h.writer, version=h.seen, headline="Mine")),
    "save in review": (
        "in_review",
        lambda h: drafting.save_draft(h.text, by=h.editor, version=h.seen, headline="Mine"),
    ),
    "submit": ("draft", lambda h: reviewing.submit(h.text, by=h.writer, version=h.seen)),
    "submit again": ("changes_requested", lambda h: reviewing.submit(h.text, by=h.writer, version=h.seen)),
    "approve": ("in_review", lambda h: reviewing.approve(h.text, by=h.editor, version=h.seen)),
    "override": (
        "in_review",
        lambda h: reviewing.override(h.text, by=h.publisher, version=h.seen, reason="Alone"),
    ),
    "request_changes": (
        "in_review",
        lambda h: reviewing.request_changes(h.text, by=h.editor, version=h.seen, reason="Longer"),
    ),
    "reopen": ("approved", lambda h: reviewing.reopen(h.text, by=h.editor, version=h.seen)),
    "reopen scheduled": ("scheduled", lambda h: reviewing.reopen(h.text, by=h.editor, version=h.seen)),
    "schedule": ("approved", _schedule),
    "schedule anew": ("scheduled", _schedule),
    "unschedule": ("scheduled", lambda h: publishing.unschedule(h.text, by=h.publisher, version=h.seen)),
    "publish": ("approved", lambda h: publishing.publish(h.text, by=h.publisher, version=h.seen)),
    "publish early": ("scheduled", lambda h: publishing.publish(h.text, by=h.publisher, version=h.seen)),
    "publish by the clock": (
        "scheduled",
        lambda h: publishing.publish(h.text, by=publishing.SCHEDULE, version=h.seen),
    ),
    **{
        f"step {name}": (state, _step(name))
        for name, state in {
            "submit": "draft",
            "approve": "in_review",
            "override": "in_review",
            "request_changes": "in_review",
            "reopen": "approved",
            "schedule": "approved",
            "unschedule": "scheduled",
            "publish": "approved",
            "withdraw": "approved",
        }.items()
    },
}


def snapshot() -> list[Any]:
    """Everything that a step could have changed."""
    return [
        *Revision.objects.order_by("pk").values(),
        *Article.objects.order_by("pk").values(),
        *Item.objects.order_by("pk").values(),
        Decision.objects.count(),
        SavedText.objects.count(),
        Notification.objects.count(),
    ]


@pytest.mark.parametrize("verb", VERBS)
def test_a_stale_version_is_a_conflict(
    verb: str, reporter: User, editor: User, second_editor: User, publisher: User
) -> None:
    state, act = VERBS[verb]
    house = House(state, reporter, editor, second_editor, publisher)
    before = snapshot()

    with pytest.raises(Conflict):
        act(house)

    assert snapshot() == before


def test_a_stale_filing_is_a_conflict(draft: Revision, editor: User, second_editor: User) -> None:
    article = draft.article
    seen = filing.filing_of(article)
    wanted = {name: getattr(seen, name) for name in seen.__dataclass_fields__}
    filing.file(article, filing.Filing(**{**wanted, "urgency": 2}), by=second_editor, seen=seen.digest)
    before = snapshot()

    with pytest.raises(Conflict):
        filing.file(article, filing.Filing(**{**wanted, "urgency": 3}), by=editor, seen=seen.digest)

    assert snapshot() == before


def test_a_second_withdrawal_is_a_conflict(published: Article, publisher: User) -> None:
    stale = Article.objects.get(pk=published.pk)
    withdrawing.withdraw(published, by=publisher, reason="Hoax")
    before = snapshot()

    with pytest.raises(Conflict):
        withdrawing.withdraw(stale, by=publisher, reason="Hoax indeed")

    assert snapshot() == before


@pytest.mark.parametrize("verb", ["approve", "override", "request_changes"])
def test_leases_go_with_the_step_that_ends_the_wait(
    verb: str, draft: Revision, reporter: User, editor: User, publisher: User
) -> None:
    reviewing.submit(draft, by=reporter, version=draft.version)
    leases.take(Item.objects.all(), by=editor, limit=1)

    steps.take(
        verb,
        draft.article,
        draft,
        by=publisher,
        version=draft.version,
        words=steps.Words(reason="Because"),
    )

    item = Item.objects.get(kind="articles.revision", object_id=draft.pk)
    assert item.closed_at is not None
    assert item.decision == Decision.objects.latest("pk")
    assert (item.lease_holder, item.lease_until) == (None, None)
