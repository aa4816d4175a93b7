"""Taking a decision back: by who made it, for half a minute, and nobody is told."""

from datetime import timedelta

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse

from accounts.models import User
from articles.models import Article
from comments import deciding, posting
from comments.models import Comment
from comments.moderation import CommentCard
from moderation import queue
from moderation.errors import Conflict, NotAllowed
from moderation.models import Decision, Item
from moderation.tests.conftest import signed_in, submitted
from moderation.undoing import undo, window
from notifications import delivering
from notifications.models import Notification

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _talk(_cards: None) -> None:
    """The talk's own card."""
    queue.register(CommentCard())


@pytest.fixture
def waiting(published: Article, reader: User) -> Comment:
    return posting.post(published, reader, "Is the bell *old*?")


def item_of(comment: Comment) -> Item:
    items = Item.objects.select_related("decision__by").filter(kind="comments.comment", object_id=comment.pk)
    return items.latest("pk")


def told() -> list[str]:
    sent = Notification.objects.filter(
        sent_at__isnull=False, dropped_at=None, channel="email", kind__startswith="comment"
    )
    return list(sent.values_list("kind", flat=True).order_by("pk"))


def deliver(after: timedelta = timedelta(0)) -> None:
    """Send what is due ``after`` from now."""
    Notification.objects.update(next_attempt_at=models.F("next_attempt_at") - after)
    delivering.deliver_due()


def test_it_works(waiting: Comment, moderator: User) -> None:
    client = signed_in(moderator)
    first = item_of(waiting)
    page = client.post(
        reverse("moderation:decide", args=[first.pk]), {"action": "approve", "version": 1}, follow=True
    )
    address = reverse("moderation:undo", args=[first.pk])
    assert f'action="{address}"' in page.content.decode()

    deliver()
    assert told() == []
    page = client.post(address, follow=True)

    assert "Taken back. It waits again, and nobody is told." in page.content.decode()
    waiting.refresh_from_db()
    again = item_of(waiting)
    assert (waiting.state, again.closed_at, again.pk != first.pk) == ("pending", None, True)
    assert [reason["rule"] for reason in again.reasons] == [
        "reopened",
        *(one["rule"] for one in first.reasons),
    ]
    deliver(window())
    assert told() == []


def test_what_stands_is_told_once_the_window_has_closed(waiting: Comment, moderator: User) -> None:
    deciding.approve(waiting, by=moderator, version=1)
    undo(item_of(waiting), by=moderator)
    waiting.refresh_from_db()
    deciding.approve(waiting, by=moderator, version=waiting.version)
    deliver()
    assert told() == []
    deliver(window())
    assert told() == ["comment_approved"]


def test_it_is_too_late_once_people_are_told(waiting: Comment, moderator: User) -> None:
    decision = deciding.approve(waiting, by=moderator, version=1)
    with pytest.raises(NotAllowed, match="too late"):
        undo(item_of(waiting), by=moderator, now=decision.at + window())
    waiting.refresh_from_db()
    assert waiting.state == "approved"


def test_only_who_decided_takes_it_back(waiting: Comment, moderator: User, administrator: User) -> None:
    deciding.approve(waiting, by=moderator, version=1)
    with pytest.raises(NotAllowed):
        undo(item_of(waiting), by=administrator)
    page = signed_in(administrator).get(reverse("moderation:item", args=[item_of(waiting).pk]))
    assert "data-undo" not in page.content.decode()


def test_what_was_decided_again_is_not_taken_back(
    waiting: Comment, moderator: User, administrator: User
) -> None:
    deciding.approve(waiting, by=moderator, version=1)
    item = item_of(waiting)
    deciding.remove(waiting, by=administrator, version=2, reason="Rude")
    with pytest.raises(Conflict):
        undo(item, by=moderator)
    answer = signed_in(moderator).post(
        reverse("moderation:undo", args=[item.pk]), headers={"X-Queue-Fragment": "1"}
    )
    assert answer.status_code == 409
    waiting.refresh_from_db()
    assert waiting.state == "removed"


def test_nobody_decides_by_an_item_that_was_closed_and_taken_back(
    waiting: Comment, moderator: User, administrator: User
) -> None:
    """A page may be laid out just while somebody decides and takes it back: the old item, and the new version."""
    first = item_of(waiting)
    deciding.approve(waiting, by=moderator, version=1)
    undo(item_of(waiting), by=moderator)
    waiting.refresh_from_db()
    form = {"action": "approve", "version": waiting.version}
    client = signed_in(administrator)
    assert client.post(reverse("moderation:decide", args=[first.pk]), form).status_code == 409
    waiting.refresh_from_db()
    assert waiting.state == "pending"
    assert client.post(reverse("moderation:decide", args=[item_of(waiting).pk]), form).status_code == 302


def test_a_kind_whose_decisions_stand_offers_nothing(reporter: User, editor: User) -> None:
    revision = submitted(reporter)
    item = Item.objects.get(kind="articles.revision", object_id=revision.pk)
    client = signed_in(editor)
    client.post(
        reverse("moderation:decide", args=[item.pk]), {"action": "approve", "version": revision.version}
    )
    page = client.get(reverse("moderation:item", args=[item.pk]))
    assert "data-undo" not in page.content.decode()
    assert client.post(reverse("moderation:undo", args=[item.pk])).status_code == 403


def test_a_script_gets_the_sheet_that_waits_again(waiting: Comment, moderator: User) -> None:
    deciding.reject(waiting, by=moderator, version=1, reason="Off the subject")
    answer = signed_in(moderator).post(
        reverse("moderation:undo", args=[item_of(waiting).pk]), headers={"X-Queue-Fragment": "1"}
    )
    assert answer.status_code == 200
    assert f'data-item="{item_of(waiting).pk}"' in answer.content.decode()
    assert "proof__decision" in answer.content.decode()


def test_who_may_not_look_takes_nothing_back(waiting: Comment, moderator: User, reader: User) -> None:
    deciding.approve(waiting, by=moderator, version=1)
    address = reverse("moderation:undo", args=[item_of(waiting).pk])
    assert Client().post(address).status_code == 302
    assert signed_in(reader).post(address).status_code == 403
    assert Decision.objects.filter(object_id=waiting.pk, kind="comments.comment").count() == 1


def test_what_is_left_as_it_is_takes_no_notice_back(waiting: Comment, moderator: User) -> None:
    deciding.approve(waiting, by=moderator, version=1)
    deciding.keep(waiting, by=moderator, version=waiting.version)
    deliver(after=window())
    assert told() == ["comment_approved"]
