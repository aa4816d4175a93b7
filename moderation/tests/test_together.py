"""Deciding on many at once: what is alike, each for itself, what was lost told, one undo."""

import pytest
from django.urls import reverse

from accounts.models import User
from articles.models import Article
from comments import deciding, posting
from comments.models import Comment
from comments.moderation import CommentCard
from moderation import queue
from moderation.models import Decision, Item
from moderation.tests.conftest import signed_in, submitted
from newsroom.testing import cast
from notifications.models import Notification

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _talk(_cards: None) -> None:
    queue.register(CommentCard())


@pytest.fixture
def waiting(published: Article, reader: User) -> list[Comment]:
    other = cast.person("Otto Other")
    return [
        posting.post(published, reader, "Cheap bells at https://www.bells.example/one now"),
        posting.post(published, other, "Cheap bells at https://bells.example/two now!"),
        posting.post(published, other, "Is the ferry late again today?"),
        posting.post(published, reader, "See http://bells.example for more of this"),
    ]


def item_of(comment: Comment) -> Item:
    return Item.objects.filter(kind="comments.comment", object_id=comment.pk).latest("pk")


def alike(person: User, comment: Comment, by: str) -> tuple[set[int], set[str]]:
    page = signed_in(person).get(reverse("moderation:alike", args=[item_of(comment).pk]), {"by": by})
    assert page.status_code == 200
    found = page.context["found"]
    return {row.item.object_id for row in found.rows}, {group.name for group in found.groups}


def decide(client, comments: list[Comment], action: str, **more: str):
    items = [f"{item_of(one).pk}:{one.version}" for one in comments]
    address = reverse("moderation:alike", args=[item_of(comments[0]).pk])
    return client.post(address, {"item": items, "action": action, **more}, follow=True)


def states(comments: list[Comment]) -> list[str]:
    return [Comment.objects.get(pk=one.pk).state for one in comments]


@pytest.mark.parametrize(
    ("by", "expected"), [("author", {0, 3}), ("link-0", {0, 1, 3}), ("text", {0, 1}), ("none", {0, 3})]
)
def test_what_is_alike(waiting: list[Comment], moderator: User, by: str, expected: set[int]) -> None:
    found, groups = alike(moderator, waiting[0], by)
    assert found == {waiting[number].pk for number in expected}
    assert groups == {"author", "link-0", "text"}


def test_what_is_like_nothing_says_so(published: Article, reader: User, moderator: User) -> None:
    alone = posting.post(published, reader, "Is it me?")
    page = signed_in(moderator).get(reverse("moderation:alike", args=[item_of(alone).pk]))
    assert "Nothing else that waits is like it." in page.text


def test_all_are_decided_and_one_undo_takes_all_back(waiting: list[Comment], moderator: User) -> None:
    client = signed_in(moderator)
    page = decide(client, waiting[:2], "reject/advertising")
    assert "2 decisions were recorded." in page.text
    assert states(waiting) == ["rejected", "rejected", "pending", "pending"]
    assert set(Decision.objects.filter(name="reject").values_list("reason_code", flat=True)) == {
        "advertising"
    }
    assert Decision.objects.filter(name="reject").count() == 2

    page = client.post(reverse("moderation:undo_together"), follow=True)
    assert "2 decisions were taken back." in page.text
    assert states(waiting) == ["pending"] * 4
    assert not Notification.objects.filter(sent_at__isnull=False, kind__startswith="comment").exists()


def test_what_somebody_else_decided_is_told(
    waiting: list[Comment], moderator: User, administrator: User
) -> None:
    deciding.approve(Comment.objects.get(pk=waiting[1].pk), by=administrator, version=1)
    page = decide(signed_in(moderator), waiting[:2], "spam")
    assert "1 decision was recorded." in page.text
    assert f"{administrator} was first" in page.text
    assert states(waiting[:2]) == ["spam", "approved"]


def test_an_old_version_is_not_decided_on(waiting: list[Comment], moderator: User) -> None:
    Comment.objects.filter(pk=waiting[1].pk).update(version=2)
    decide(signed_in(moderator), waiting[:2], "approve")
    assert states(waiting[:2]) == ["approved", "pending"]


def test_nothing_ticked_or_no_reason_is_said_and_decides_nothing(
    waiting: list[Comment], moderator: User
) -> None:
    client, address = signed_in(moderator), reverse("moderation:alike", args=[item_of(waiting[0]).pk])
    for form, words in (
        ({"action": "spam"}, "Tick at least one of them."),
        ({"action": "spam", "item": "x:y"}, "Tick at least one of them."),
        ({"action": "reject", "item": f"{item_of(waiting[0]).pk}:1"}, "Choose a reason, or write one."),
    ):
        answer = client.post(address, form)
        assert answer.status_code == 422
        assert words in answer.text
    assert states(waiting) == ["pending"] * 4


def test_what_is_beyond_one_s_reach_is_not_decided(
    waiting: list[Comment], moderator: User, reporter: User
) -> None:
    text = Item.objects.get(kind="articles.revision", object_id=submitted(reporter).pk)
    client = signed_in(moderator)
    address = reverse("moderation:alike", args=[item_of(waiting[0]).pk])
    assert client.post(address, {"item": f"{text.pk}:2", "action": "approve"}).status_code == 422
    assert client.get(reverse("moderation:alike", args=[text.pk])).status_code == 403


def test_without_an_act_there_is_nothing_to_see(moderator: User) -> None:
    assert signed_in(moderator).get(reverse("moderation:together"))["Location"] == reverse("moderation:queue")
