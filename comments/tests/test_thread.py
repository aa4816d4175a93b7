"""What each viewer sees of a thread, in how many queries, and how a long one goes on."""

import re
from collections.abc import Callable

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from articles import drafting
from articles.models import Article, Author
from comments import deciding, deleting, queries
from comments.models import Comment
from comments.queries import Entry
from comments.sorting import Sort

pytestmark = pytest.mark.django_db
Say = Callable[..., Comment]
NOBODY = AnonymousUser()


def outline(entries: list[Entry]) -> list:
    return [(entry.comment.author.display_name.split()[0], outline(entry.replies)) for entry in entries]


def test_it_works(
    open_article: Article,
    reader: User,
    stranger: User,
    say: Say,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    monkeypatch.setattr(queries, "REPLIES", 3)
    first = say(open_article, reader, "1")
    second = say(open_article, stranger, "2")
    answer = say(open_article, stranger, "1.1", first)
    say(open_article, reader, "1.1.1", answer)
    say(open_article, reader, "1.2", first)

    with django_assert_num_queries(1):
        seen = queries.thread(open_article, NOBODY, Sort.OLDEST)
        assert outline(seen.entries) == [
            ("Rita", [("Sam", [("Rita", [])]), ("Rita", [])]),
            ("Sam", []),
        ]
    assert seen.entries[1].comment == second
    assert seen.next == ""


def test_what_waits_is_seen_by_its_author_alone(
    published: Article,
    reader: User,
    stranger: User,
    moderator: User,
    say: Say,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    say(published, reader, "Waiting here")
    refused = say(published, reader, "Refused here")
    deciding.reject(refused, by=moderator, version=1, reason="Off the subject")

    with django_assert_max_num_queries(1):
        seen = queries.thread(published, reader)
        assert sorted((entry.state, entry.reason) for entry in seen.own) == [
            ("pending", ""),
            ("rejected", "Off the subject"),
        ]
    for other in (NOBODY, stranger, moderator):
        seen = queries.thread(published, other)
        assert (seen.entries, seen.own) == ([], [])

    client = Client()
    client.force_login(reader)
    page = client.get(published.get_absolute_url()).content.decode()
    for words in (
        "Waiting for review",
        "Waiting here",
        "Not published",
        "Off the subject",
        "Only you see this.",
    ):
        assert words in page


def test_the_page_of_who_is_not_signed_in_has_no_form_no_token_and_no_cookie(
    open_article: Article, reader: User, say: Say
) -> None:
    say(open_article, reader, "Hello")
    answer = Client().get(open_article.get_absolute_url())
    page = answer.content.decode()
    assert "Hello" in page
    for nothing in ("<textarea", "csrfmiddlewaretoken", "/delete/", "/edit/"):
        assert nothing not in page
    assert not answer.cookies
    assert f"/accounts/login/?next={open_article.get_absolute_url()}%23comments" in page


def test_an_empty_thread_invites(published: Article) -> None:
    page = Client().get(published.get_absolute_url()).content.decode()
    assert "No comments yet" in page
    assert "Be the first" in page


def test_staff_and_the_articles_author_are_marked(
    open_article: Article, reporter: User, moderator: User, reader: User, say: Say, settings: LazySettings
) -> None:
    reporter.is_staff = moderator.is_staff = True
    reporter.save()
    moderator.save()
    drafting.set_bylines(open_article, [Author.objects.create(name="Rosa", slug="rosa", user=reporter)])
    for person in (reporter, moderator, reader):
        say(open_article, person, f"I am {person}")
    shown = queries.thread(open_article, NOBODY, Sort.OLDEST).entries
    assert [entry.is_by_author for entry in shown] == [True, False, False]
    page = Client().get(open_article.get_absolute_url()).content.decode()
    assert page.count(">Author</span>") == 1
    assert page.count(">Staff</span>") == 1


def test_a_long_branch_goes_on_and_every_reply_can_be_reached(
    open_article: Article, reader: User, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "FURTHER", 3)
    first = say(open_article, reader, "0")
    line = [first, *(say(open_article, reader, str(number), first) for number in range(1, 9))]
    client = Client()
    page = client.get(f"/comments/article/{open_article.pk}/").content.decode()
    assert "6 more replies" in page

    seen = [comment for comment in line if f'id="comment-{comment.pk}"' in page]
    way = re.compile(rf'href="(/comments/{first.pk}/replies/\?after=\w+)"')
    while found := way.search(page):
        part = client.get(found[1], headers={"HX-Request": "true"}).content.decode()
        page = client.get(found[1]).content.decode()
        here = [comment for comment in line[1:] if f'id="comment-{comment.pk}"' in part]
        assert all(f'id="comment-{comment.pk}"' in page for comment in [first, *here])
        assert "<html" not in part
        seen += here
    assert seen == line
    assert client.get(f"/comments/{line[1].pk}/replies/").status_code == 404, "no beginning of a branch"


NONE_OF_OURS = [
    "~",
    "A",
    "1'--",
    "x" * 700,
    "1_1",
    "1e999_1_1",
    "nan_1_1",
    "1_1_999999999999999999",
    "1_" + "9" * 20 + "_1",
]
NOBODY_WAS_AT = ["0_1_1", "1_1_99999999999999999", "9999999999999999_999999999999999999_1", "-1_0_0"]


@pytest.mark.parametrize("sort", Sort)
def test_a_place_that_is_none_of_ours_is_not_found(sort: Sort, published: Article) -> None:
    address, client = f"/comments/article/{published.pk}/", Client()
    for place in NONE_OF_OURS:
        assert client.get(address, {"from": place, "sort": sort}).status_code == 404, place
    for place in NOBODY_WAS_AT:
        assert client.get(address, {"from": place, "sort": sort}).status_code in (200, 404), place


def test_nor_is_one_in_a_branch(open_article: Article, reader: User, say: Say) -> None:
    comment, client = say(open_article, reader, "Here"), Client()
    for after in ("~", "A", "1'--", "x" * 700):
        assert client.get(f"/comments/{comment.pk}/replies/", {"after": after}).status_code == 404


def test_an_order_that_there_is_not_is_not_found(published: Article) -> None:
    assert Client().get(f"/comments/article/{published.pk}/", {"sort": "loudest"}).status_code == 404


def test_what_is_not_published_has_no_talk(draft: Article) -> None:
    assert Client().get(f"/comments/article/{draft.article_id}/").status_code == 404
    assert Client().get("/comments/article/99999999999999999999999/").status_code == 404


def test_who_follows_a_link_to_what_is_gone_comes_to_the_thread(
    open_article: Article, reader: User, say: Say
) -> None:
    comment = say(open_article, reader, "Soon gone")
    deleting.delete(comment, by=reader)
    assert (
        Client().get(f"/comments/{comment.pk}/")["Location"] == f"{open_article.get_absolute_url()}#comments"
    )
