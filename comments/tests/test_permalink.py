"""A link to one comment, however deep and however long the thread: in its context, marked, in few queries."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from articles import withdrawing
from articles.models import Article
from comments import deciding, deleting, queries
from comments.models import Comment

pytestmark = pytest.mark.django_db
Say = Callable[..., Comment]
SignedIn = Callable[[User], Client]
MOST_QUERIES = 6


def test_it_works(
    open_article: Article,
    reader: User,
    stranger: User,
    say: Say,
    signed_in: SignedIn,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    line = [say(open_article, reader, "Depth 0")]
    for number in range(1, 12):
        say(open_article, stranger, f"Beside {number}", line[-1])
        line.append(say(open_article, reader, f"Depth {number}", line[-1]))
    client = signed_in(stranger)
    client.get(f"/comments/{line[0].pk}/")
    for comment in line:
        with django_assert_max_num_queries(MOST_QUERIES):
            page = client.get(f"/comments/{comment.pk}/").content.decode()
        assert page.count('aria-current="true"') == 1
        marked = page[page.index("comment--marked") :]
        assert marked[: marked.index("</article>")].count(f"/comments/{comment.pk}/") >= 2
        for number in range(min(comment.depth, 6)):
            assert f'id="comment-{line[number].pk}"' in page, "what it stands below"


def test_the_window_is_small_in_a_long_branch(
    open_article: Article, reader: User, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "BEFORE", 2)
    monkeypatch.setattr(queries, "AFTER", 2)
    root = say(open_article, reader, "Root")
    line = [say(open_article, reader, f"Reply {number}", root) for number in range(9)]
    page = Client().get(f"/comments/{line[4].pk}/").content.decode()
    shown = [number for number, comment in enumerate(line) if f'id="comment-{comment.pk}"' in page]
    assert shown == [2, 3, 4, 5, 6]
    assert f"/comments/{root.pk}/replies/?after={line[6].path}" in page
    assert "The whole branch" in page


def test_what_waits_is_found_by_its_author_alone(
    published: Article, reader: User, stranger: User, moderator: User, say: Say, signed_in: SignedIn
) -> None:
    comment = say(published, reader, "Waiting here.")
    page = signed_in(reader).get(f"/comments/{comment.pk}/").content.decode()
    assert "Waiting here." in page
    assert "Only you see this." in page
    for client in (Client(), signed_in(stranger)):
        answer = client.get(f"/comments/{comment.pk}/")
        assert answer["Location"] == f"{published.get_absolute_url()}#comments"
    deciding.reject(comment, by=moderator, version=1, reason="Off the subject")
    assert "Off the subject" in signed_in(reader).get(f"/comments/{comment.pk}/").content.decode()


def test_what_is_gone_is_a_tombstone_where_others_answered(
    open_article: Article, reader: User, stranger: User, say: Say
) -> None:
    comment = say(open_article, reader, "Soon gone.")
    answer = say(open_article, stranger, "An answer.", comment)
    deleting.delete(comment, by=reader)
    page = Client().get(f"/comments/{answer.pk}/").content.decode()
    assert "Deleted by its author." in page
    assert "Deleted by its author." in Client().get(f"/comments/{comment.pk}/").content.decode()
    deleting.delete(answer, by=stranger)
    assert Client().get(f"/comments/{comment.pk}/").status_code == 302


def test_of_an_article_that_is_gone_there_is_none(
    open_article: Article, reader: User, publisher: User, say: Say
) -> None:
    comment = say(open_article, reader, "Here.")
    withdrawing.withdraw(open_article, by=publisher, reason="Wrong.")
    for page in ("", "replies/"):
        assert Client().get(f"/comments/{comment.pk}/{page}").status_code == 404
    assert Client().get(f"/comments/article/{open_article.pk}/news/").status_code == 404


def test_asking_for_news_is_cheap_and_the_same_for_all(
    open_article: Article, reader: User, say: Say, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    say(open_article, reader, "One.")
    address = f"/comments/article/{open_article.pk}/news/"
    with django_assert_num_queries(1):
        answer = Client().get(address)
    assert answer.json() == {"count": 1}
    assert "public" in answer["Cache-Control"]
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    again = Client().get(address, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    say(open_article, reader, "Two.")
    assert Client().get(address, headers={"If-None-Match": answer["ETag"]}).json() == {"count": 2}
