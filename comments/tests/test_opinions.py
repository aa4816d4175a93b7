"""Second opinions: blind, by somebody else, recorded, and never a decision."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from articles.models import Article
from comments import deciding, deleting
from comments.models import Comment
from moderation import undoing
from moderation.actors import Deputy
from moderation.errors import NotAllowed
from moderation.models import Item, Opinion
from moderation.opinions import giving, sampling
from moderation.transition import transition
from newsroom.testing import cast

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _everything(settings: Any) -> None:
    settings.SECOND_OPINION_PERCENT = 100


@pytest.fixture
def other(db: None) -> User:
    return cast.person("Olga Other", Role.MODERATOR)


@pytest.fixture
def rejected(published: Article, reader: User, moderator: User, say: Callable[..., Comment]) -> Comment:
    comment = say(published, reader, "You are a bell.")
    deciding.reject(comment, by=moderator, version=1, reason="Zephyrine insult", reason_code="insult")
    return comment


def ask() -> int:
    return sampling.sample(timezone.now() + undoing.window() + timedelta(seconds=1))


def waiting(kind: str) -> Item:
    return Item.objects.get(kind=kind, closed_at=None)


def test_it_works(
    rejected: Comment, moderator: User, other: User, published: Article, signed_in: SignedIn
) -> None:
    assert sampling.sample() == 0, "not while it can be taken back"
    assert (ask(), ask()) == (1, 0)
    item = waiting("moderation.opinion")
    assert (item.priority, [reason["rule"] for reason in item.reasons]) == (-1, ["blind", "premoderated"])
    path = reverse("admin:comments_comment_change", args=[rejected.pk])
    desk = signed_in(other)
    for page in (reverse("moderation:item", args=[item.pk]), reverse("moderation:queue")):
        blind = desk.get(page).content.decode()
        assert "You are a bell." in blind
        for word in ("Zephyrine", "Max Moderator", "Rejected", "Not published", path):
            assert word not in blind, word
    first = signed_in(moderator).get(reverse("moderation:item", args=[item.pk])).content.decode()
    assert "You know this case already." in first

    desk.post(reverse("moderation:decide", args=[item.pk]), {"action": "allow", "version": "1"})

    rejected.refresh_from_db()
    assert rejected.state == "rejected", "an opinion decides nothing"
    again = waiting("comments.comment")
    assert again.reasons[0]["rule"] == "second-opinion"
    page = desk.get(reverse("moderation:agreement")).content.decode()
    for word in ("Max Moderator", "Olga Other", "Readers may see it", "Readers should not see it", "Insult"):
        assert word in page
    answer = desk.post(reverse("moderation:decide", args=[again.pk]), {"action": "uphold", "version": "2"})
    assert answer.status_code == 302
    rejected.refresh_from_db()
    assert (rejected.state, Item.objects.filter(closed_at=None).count()) == ("rejected", 0)


def test_whoever_agrees_opens_nothing(rejected: Comment, other: User) -> None:
    ask()
    opinion = Opinion.objects.get()
    giving.give(opinion, "refuse", by=other, version=1)
    assert Opinion.objects.get().agrees
    assert not Item.objects.filter(closed_at=None).exists()


def test_the_door_refuses_who_decided_who_wrote_and_rules(
    rejected: Comment, moderator: User, reader: User, other: User
) -> None:
    ask()
    opinion = Opinion.objects.get()
    reader.is_superuser = True
    for actor in (moderator, reader, Deputy("score@1")):
        with pytest.raises(NotAllowed):
            transition(opinion, "give", by=actor, version=1)
    with pytest.raises(NotAllowed):
        transition(opinion, "lapse", by=other, version=1)
    with pytest.raises(NotAllowed):
        giving.give(opinion, "burn", by=other, version=1)


def test_what_rules_decided_or_was_taken_back_is_not_asked_about(
    published: Article, reader: User, moderator: User, rejected: Comment, say: Callable[..., Comment]
) -> None:
    Article.objects.update(comments_mode=Article.CommentsMode.OPEN)
    say(Article.objects.get(pk=published.pk), reader, "Shown by the mode of the article.")
    undoing.undo(Item.objects.get(kind="comments.comment", decision__isnull=False), by=moderator)
    assert ask() == 0


def test_it_lapses_with_what_it_is_about(rejected: Comment, reader: User) -> None:
    ask()
    assert sampling.lapse_changed() == 0
    deleting.delete(rejected, by=reader)
    assert sampling.lapse_changed() == 1
    assert not Item.objects.filter(closed_at=None).exists()


def test_none_is_asked_for_where_the_share_is_nought(rejected: Comment, settings: Any) -> None:
    settings.SECOND_OPINION_PERCENT = 0
    assert ask() == 0


def test_a_page_with_nothing_says_so_and_is_not_for_everybody(
    moderator: User, reader: User, signed_in: SignedIn
) -> None:
    address = reverse("moderation:agreement")
    assert "No second opinion yet." in signed_in(moderator).get(address).content.decode()
    assert signed_in(reader).get(address).status_code in (302, 403)
