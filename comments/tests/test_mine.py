"""One's own comments with what became of them, and a quote to begin with."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from articles.models import Article
from comments import deciding, deleting, mine, quoting
from comments.models import Comment

pytestmark = pytest.mark.django_db
Say = Callable[..., Comment]
SignedIn = Callable[[User], Client]


def test_it_works(published: Article, reader: User, moderator: User, say: Say, signed_in: SignedIn) -> None:
    refused = say(published, reader, "Too harsh a word.")
    say(published, reader, "Another one that waits.")
    gone = say(published, reader, "Taken back.")
    deciding.reject(refused, by=moderator, version=1, reason="Speak to the matter")
    deleting.delete(gone, by=reader)
    page = signed_in(reader).get("/comments/mine/").content.decode()
    assert "Speak to the matter" in page
    assert "Waiting for review" in page
    assert "Deleted by yourself" in page
    only = signed_in(reader).get("/comments/mine/?outcome=refused").content.decode()
    assert "Too harsh a word." in only
    assert "Another one that waits." not in only
    assert signed_in(reader).get("/comments/mine/?outcome=nonsense").status_code == 404
    assert signed_in(reader).get("/comments/mine/?before=x").status_code == 404
    assert Client().get("/comments/mine/").status_code == 302


def test_a_long_history_goes_on_and_takes_two_queries(
    open_article: Article,
    reader: User,
    say: Say,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    monkeypatch.setattr(mine, "PAGE_LENGTH", 3)
    for number in range(5):
        say(open_article, reader, f"Number {number}.")
    with django_assert_num_queries(2):
        first, further = mine.own_comments(reader)
    second, end = mine.own_comments(reader, before=further)
    assert [own.comment.text for own in [*first, *second]] == [f"Number {n}." for n in (4, 3, 2, 1, 0)]
    assert end == 0


def test_a_quote_to_begin_with(
    open_article: Article, reader: User, stranger: User, say: Say, signed_in: SignedIn
) -> None:
    theirs = say(open_article, stranger, "> somebody else\n\nFirst.\nSecond.")
    page = signed_in(reader).get(f"/comments/{theirs.pk}/reply/?quote=all").content.decode()
    assert "&gt; First.\n&gt; Second.\n\n</textarea>" in page
    assert "somebody else</textarea>" not in page


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("One.", "> One.\n\n"),
        ("One.\n\nTwo.", "> One.\n>\n> Two.\n\n"),
        ("", ""),
        ("a" * 2000, "> " + "a" * quoting.LONGEST + " …\n\n"),
    ],
)
def test_quotes_are_marked(text: str, quote: str) -> None:
    assert quoting.marked(text) == quote
