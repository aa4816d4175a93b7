"""Every order, page by page: nothing is skipped and nothing comes twice, whatever readers vote meanwhile."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from accounts.models import User
from articles.models import Article
from comments import picking, queries, ranking, sorting, voting
from comments.models import Comment, EarlierRank
from comments.sorting import Sort
from newsroom.testing import cast

pytestmark = pytest.mark.django_db
Say = Callable[..., Comment]
NOBODY = AnonymousUser()


@pytest.fixture
def talk(
    open_article: Article, reader: User, moderator: User, say: Say, monkeypatch: pytest.MonkeyPatch
) -> list[Comment]:
    """Nine branches with different votes, replies and picks; pages of two."""
    monkeypatch.setattr(queries, "BRANCHES", 2)
    voters = [cast.person(f"Voter {number}") for number in range(3)]
    roots = [say(open_article, reader, f"Branch {number}") for number in range(9)]
    for number, root in enumerate(roots):
        for person in voters[: number % 4]:
            voting.vote(root, 1, by=person)
        for answer in range(number % 3):
            say(open_article, reader, f"Answer {number}.{answer}", root)
        if number % 2:
            root.refresh_from_db()
            picking.pick(root, by=moderator, version=root.version)
    return [Comment.objects.get(pk=root.pk) for root in roots]


def pages(article: Article, sort: Sort, between: Callable[[int], None] = lambda _: None) -> list[int]:
    """The branches in the order in which pages bring them."""
    found, mark, turn = [], None, 0
    while True:
        thread = queries.thread(article, NOBODY, sort, mark)
        found += [entry.comment.pk for entry in thread.entries]
        if not thread.next:
            return found
        mark = sorting.mark_in(thread.next, sort)
        assert mark is not None
        between(turn)
        turn += 1


def expected(talk: list[Comment], sort: Sort) -> list[int]:
    by = {
        Sort.BEST: lambda c: (-c.best, -c.pk),
        Sort.NEWEST: lambda c: (-c.pk,),
        Sort.OLDEST: lambda c: (c.pk,),
        Sort.PICKS: lambda c: (-(c.picked_at or timezone.now()).timestamp(),),
        Sort.DISCUSSED: lambda c: (-c.reply_count, -c.pk),
    }
    chosen = [comment for comment in talk if comment.picked_at] if sort is Sort.PICKS else talk
    return [comment.pk for comment in sorted(chosen, key=by[sort])]


@pytest.mark.parametrize("sort", Sort)
def test_it_works(sort: Sort, open_article: Article, talk: list[Comment]) -> None:
    assert pages(open_article, sort) == expected(talk, sort)


@pytest.mark.parametrize("sort", [Sort.BEST, Sort.DISCUSSED])
def test_votes_and_replies_between_two_pages_change_nothing(
    sort: Sort, open_article: Article, talk: list[Comment], say: Say, reader: User
) -> None:
    before = expected(talk, sort)
    crowd = [cast.person(f"Crowd {number}") for number in range(4)]

    def stir(turn: int) -> None:
        last, first = talk[before.index(before[-1])], Comment.objects.get(pk=before[0])
        last = Comment.objects.get(pk=before[-1 - turn % 2])
        for person in crowd[: turn + 1]:
            voting.vote(last, 1, by=person)
            voting.vote(first, -1, by=person)
        say(open_article, reader, f"Late answer {turn}", last)

    assert pages(open_article, sort, stir) == before


def test_what_is_new_waits_for_the_next_reading(
    open_article: Article, talk: list[Comment], say: Say, reader: User
) -> None:
    found = pages(open_article, Sort.NEWEST, lambda turn: say(open_article, reader, f"New {turn}") and None)
    assert found == expected(talk, Sort.NEWEST)


def test_ranks_that_were_left_are_forgotten(open_article: Article, talk: list[Comment]) -> None:
    assert EarlierRank.objects.exists()
    EarlierRank.objects.update(until=timezone.now() - ranking.REMEMBERED * 2)
    assert ranking.forget_earlier() > 0
    assert not EarlierRank.objects.exists()


def test_the_page_names_the_orders_and_leads_on(open_article: Article, talk: list[Comment]) -> None:
    address = f"/comments/article/{open_article.pk}/"
    page = Client().get(address, {"sort": "discussed"}).content.decode()
    assert 'sort=discussed" rel="nofollow" aria-current="true"' in page
    assert "More comments" in page
    following = Client().get(address, {"sort": "discussed"}).context["thread"].next
    asked = {"sort": "discussed", "from": following}
    assert "From the beginning of the thread" in Client().get(address, asked).content.decode()
    part = Client().get(address, asked, headers={"HX-Request": "true"}).content.decode()
    assert part.strip().startswith("<li>")
