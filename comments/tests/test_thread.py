"""What each viewer sees of a thread, in how many queries, and how a long one goes on."""

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
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    first = say(open_article, reader, "1")
    second = say(open_article, stranger, "2")
    answer = say(open_article, stranger, "1.1", first)
    say(open_article, reader, "1.1.1", answer)
    say(open_article, reader, "1.2", first)

    with django_assert_num_queries(1):
        seen = queries.thread(open_article, NOBODY)
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

    with django_assert_max_num_queries(2):
        seen = queries.thread(published, reader)
        assert [(entry.state, entry.reason) for entry in seen.entries] == [
            ("pending", ""),
            ("rejected", "Off the subject"),
        ]
    for other in (NOBODY, stranger, moderator):
        assert queries.thread(published, other).entries == []

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
    shown = queries.thread(open_article, NOBODY).entries
    assert [entry.is_by_author for entry in shown] == [True, False, False]
    page = Client().get(open_article.get_absolute_url()).content.decode()
    assert page.count(">Author</span>") == 1
    assert page.count(">Staff</span>") == 1


def test_a_long_thread_goes_on_and_every_comment_can_be_reached(
    open_article: Article, reader: User, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "SHOWN", 3)
    first = say(open_article, reader, "0")
    line = [first, *(say(open_article, reader, str(number), first) for number in range(1, 8))]

    client, seen = Client(), []
    address = f"/comments/article/{open_article.pk}/"
    start = ""
    while True:
        page = client.get(address, {"from": start} if start else {})
        seen += [comment for comment in line if f'id="comment-{comment.pk}"' in page.content.decode()]
        start = page.context["thread"].next
        if not start:
            break
    assert seen == line
    assert "in reply to Rita Reader" in page.content.decode()

    near, far = (client.get(f"/comments/{comment.pk}/")["Location"] for comment in (line[1], line[7]))
    assert near == f"{open_article.get_absolute_url()}#comment-{line[1].pk}"
    assert far == f"{address}?from={line[7].path}#comment-{line[7].pk}"
    assert f'id="comment-{line[7].pk}"' in client.get(far).content.decode()


@pytest.mark.parametrize("start", ["~", "A", "1'--", "x" * 700])
def test_a_start_that_is_none_of_ours_is_not_found(start: str, published: Article) -> None:
    assert Client().get(f"/comments/article/{published.pk}/", {"from": start}).status_code == 404


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
