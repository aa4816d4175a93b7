"""Votes: one per person and comment, never on one's own, counted and ranked in the same moment."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from articles.models import Article, PageChange
from comments import deciding, deleting, ranking, voting
from comments.models import Comment, Vote
from comments.refusals import Closed, TooSoon
from common.limits import Limit
from moderation.errors import NotAllowed
from newsroom.testing import cast

pytestmark = pytest.mark.django_db
Say = Callable[..., Comment]
SignedIn = Callable[[User], Client]


@pytest.fixture
def comment(open_article: Article, reader: User, say: Say) -> Comment:
    return say(open_article, reader, "I steered that ferry.")


def numbers(comment: Comment) -> tuple[int, int]:
    comment.refresh_from_db()
    assert comment.best == ranking.lower_bound(comment.ups, comment.downs)
    return comment.ups, comment.downs


def test_it_works(comment: Comment, open_article: Article, stranger: User, signed_in: SignedIn) -> None:
    client = signed_in(stranger)
    page = client.get(open_article.get_absolute_url()).content.decode()
    assert f'formaction="/comments/{comment.pk}/vote/"' in page
    back = f"/comments/article/{open_article.pk}/?sort=newest"

    for value, counted in (("1", (1, 0)), ("1", (1, 0)), ("-1", (0, 1)), ("0", (0, 0)), ("0", (0, 0))):
        answer = client.post(f"/comments/{comment.pk}/vote/", {"value": value, "next": back})
        assert answer["Location"] == f"{back}#comment-{comment.pk}"
        assert numbers(comment) == counted
    client.post(f"/comments/{comment.pk}/vote/", {"value": "1"})
    page = client.get(open_article.get_absolute_url()).content.decode()
    assert page.count('aria-pressed="true"') == 1, "one's own vote is shown"


def test_htmx_gets_the_buttons_alone(comment: Comment, stranger: User, signed_in: SignedIn) -> None:
    asked = {"headers": {"HX-Request": "true"}}
    part = signed_in(stranger).post(f"/comments/{comment.pk}/vote/", {"value": "1"}, **asked).content.decode()
    assert part.strip().startswith('<span class="vote">')
    assert 'aria-pressed="true"' in part
    refused = signed_in(comment.author).post(f"/comments/{comment.pk}/vote/", {"value": "1"}, **asked)
    assert "Nobody votes on their own comment." in refused.content.decode()


def test_nobody_votes_on_their_own_or_on_what_is_not_there(
    comment: Comment,
    open_article: Article,
    reader: User,
    stranger: User,
    moderator: User,
    say: Say,
    signed_in: SignedIn,
) -> None:
    with pytest.raises(NotAllowed):
        voting.vote(comment, 1, by=reader)
    with pytest.raises(NotAllowed):
        voting.vote(comment, 7, by=stranger)
    page = signed_in(reader).get(open_article.get_absolute_url()).content.decode()
    assert "/vote/" not in page
    deciding.remove(comment, by=moderator, version=comment.version, reason="No")
    with pytest.raises(Closed):
        voting.vote(comment, 1, by=stranger)
    other = say(open_article, reader, "Still here.")
    Article.objects.filter(pk=open_article.pk).update(comments_mode=Article.CommentsMode.CLOSED)
    with pytest.raises(Closed):
        voting.vote(other, 1, by=stranger)
    assert not Vote.objects.exists()


def test_who_is_not_signed_in_sees_the_number_and_no_button(
    comment: Comment, open_article: Article, stranger: User
) -> None:
    voting.vote(comment, 1, by=stranger)
    page = Client().get(f"/comments/article/{open_article.pk}/").content.decode()
    assert '<span class="vote__count"' in page
    assert "/vote/" not in page
    assert (
        Client()
        .post(f"/comments/{comment.pk}/vote/", {"value": "1"})["Location"]
        .startswith("/accounts/login/")
    )


def test_another_site_is_not_led_to(comment: Comment, stranger: User, signed_in: SignedIn) -> None:
    sent = {"value": "1", "next": "https://evil.example/"}
    answer = signed_in(stranger).post(f"/comments/{comment.pk}/vote/", sent)
    assert answer["Location"] == f"/comments/{comment.pk}/#comment-{comment.pk}"


def test_nobody_votes_faster_than_one_reads(
    comment: Comment, stranger: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voting, "PACE", Limit("comment-vote-slowly", count=1, seconds=3600))
    voting.vote(comment, 1, by=stranger)
    with pytest.raises(TooSoon, match="You can vote again in"):
        voting.vote(comment, 1, by=stranger)


def test_votes_make_no_page_anew_each(comment: Comment, stranger: User) -> None:
    PageChange.objects.all().delete()
    voting.vote(comment, 1, by=stranger)
    assert not PageChange.objects.exists()


def test_votes_of_who_erases_the_account_are_gone(comment: Comment, stranger: User) -> None:
    voting.vote(comment, 1, by=stranger)
    assert voting.forget(stranger.pk) == 1
    assert numbers(comment) == (0, 0)


def test_a_vote_outlives_no_deletion(comment: Comment, stranger: User, reader: User) -> None:
    voting.vote(comment, 1, by=stranger)
    deleting.delete(comment, by=reader)
    with pytest.raises(Closed):
        voting.vote(comment, 0, by=stranger)
    assert numbers(comment) == (1, 0)


@pytest.mark.parametrize(
    ("ups", "downs", "bound"),
    # E. B. Wilson's interval at 95 %: the values that tables of it print.
    [
        (0, 0, 0.0),
        (0, 5, 0.0),
        (1, 0, 0.2065),
        (10, 0, 0.7225),
        (5, 5, 0.2366),
        (90, 10, 0.8256),
        (600, 400, 0.5693),
    ],
)
def test_the_rank_is_the_lower_bound(ups: int, downs: int, bound: float) -> None:
    assert ranking.lower_bound(ups, downs) == pytest.approx(bound, abs=0.0001)


def test_much_applause_stands_above_a_little(open_article: Article, say: Say, reader: User) -> None:
    people = [cast.person(f"Voter {number}") for number in range(5)]
    loved, liked, disputed = (say(open_article, reader, words) for words in ("Loved", "Liked", "Disputed"))
    for person in people:
        voting.vote(loved, 1, by=person)
    voting.vote(liked, 1, by=people[0])
    for person, value in zip(people, (1, -1, -1, 1, -1), strict=True):
        voting.vote(disputed, value, by=person)
    page = Client().get(f"/comments/article/{open_article.pk}/").content.decode()
    places = [page.index(f'id="comment-{comment.pk}"') for comment in (loved, liked, disputed)]
    assert places == sorted(places)
