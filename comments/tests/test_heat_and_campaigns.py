"""Threads that run hot, and the same words from many accounts."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from articles.models import Article
from comments import posting
from comments.models import Breaker, Comment
from comments.refusals import TooSoon
from comments.rules import heating
from comments.rules.heating import Heat
from moderation.models import Decision, Item
from newsroom.testing import cast
from notifications.models import Notification

pytestmark = pytest.mark.django_db
Say = Callable[..., Comment]
SPEECH = "The ferry must go and everybody here knows that it must go before the winter comes"


def people(count: int) -> list[User]:
    return [cast.person(f"Reader Number {number}") for number in range(count)]


def hot(article: Article, say: Say) -> Breaker:
    """A thread with thirty comments in a moment."""
    for number, person in enumerate(people(6)):
        for again in range(5):
            say(article, person, f"Thought {number} and {again}")
    assert heating.look() == 1
    return Breaker.objects.get()


class TestHeat:
    def test_it_works(self, open_article: Article, moderator: User, reader: User, say: Say) -> None:
        breaker = hot(open_article, say)
        assert (breaker.state, breaker.kind) == ("acting", "slow")
        assert Decision.objects.get(kind="comments.breaker").deputy == "heat-breaker@1"
        assert Notification.objects.filter(kind="heat_breaker", recipient=moderator).exists()
        posting.post(open_article, reader, "My first thought")
        with pytest.raises(TooSoon, match="one comment every 5 minutes") as refused:
            posting.post(open_article, reader, "My second thought")
        assert 240 < refused.value.seconds <= 300
        assert heating.look() == 0  # no second one beside it

    def test_it_ends_by_itself(self, open_article: Article, say: Say) -> None:
        breaker = hot(open_article, say)
        heating.look(breaker.ends_at + timedelta(seconds=1))
        breaker.refresh_from_db()
        assert breaker.state == "over"

    def test_a_moderator_lifts_it_with_a_reason(
        self, open_article: Article, moderator: User, say: Say, client: Client
    ) -> None:
        breaker = hot(open_article, say)
        client.force_login(moderator, backend="accounts.backends.RoleBackend")
        address = f"/admin/comments/breaker/{breaker.pk}/change/"
        assert "needs a reason" in client.post(address, {"version": breaker.version}).content.decode()
        client.post(address, {"version": breaker.version, "reason": "They are only glad"})
        breaker.refresh_from_db()
        assert breaker.state == "lifted"
        assert heating.look() == 0  # left alone

    def test_a_held_thread_holds(self, open_article: Article, reader: User, say: Say) -> None:
        now = timezone.now()
        Breaker.objects.create(
            article=open_article,
            kind="hold",
            state="acting",
            began_at=now,
            ends_at=now + timedelta(hours=1),
            why="Hot",
        )
        comment = say(open_article, reader, "A calm thought")
        assert comment.state == "pending"
        [reason] = Item.objects.get(object_id=comment.pk, kind="comments.comment").reasons
        assert reason["rule"] == "heat-breaker@1"

    @pytest.mark.parametrize(
        ("heat", "kind"),
        [
            (Heat(1, 30, 0, 0), "slow"),
            (Heat(1, 19, 0, 0), ""),
            (Heat(1, 30, 0, 5_000), ""),  # as lively as all day
            (Heat(1, 0, 5, 0), "hold"),
            (Heat(1, 0, 4, 0), ""),
        ],
    )
    def test_what_is_hot(self, heat: Heat, kind: str) -> None:
        assert heat.kind == kind


class TestCampaigns:
    def test_the_third_account_is_held_and_the_others_are_looked_at(
        self, open_article: Article, say: Say
    ) -> None:
        said = [say(open_article, person, f"{SPEECH}{'!' * n}") for n, person in enumerate(people(4))]
        assert [comment.state for comment in said] == ["approved", "approved", "pending", "pending"]
        items = Item.objects.filter(kind="comments.comment", closed_at=None).order_by("object_id")
        assert [item.object_id for item in items] == [comment.pk for comment in said]
        keys = {reason["campaign"] for item in items for reason in item.reasons}
        assert len(keys) == 1
        assert {reason["rule"] for item in items for reason in item.reasons} == {"campaign@1"}

    def test_the_same_link_from_four(self, open_article: Article, say: Say) -> None:
        link = "https://buy.example/it?click="
        texts = ["Look: {}", "I found this: {}", "{} is what I mean", "Well, {}"]
        said = [
            say(open_article, person, text.format(f"{link}{number}"))
            for number, (person, text) in enumerate(zip(people(4), texts, strict=True))
        ]
        assert [comment.state for comment in said] == ["approved", "approved", "approved", "pending"]

    def test_short_words_and_other_words_are_none(self, open_article: Article, say: Say) -> None:
        said = [say(open_article, person, "I quite agree") for person in people(4)]
        assert {comment.state for comment in said} == {"approved"}
