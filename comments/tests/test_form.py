"""The form: preview, quotes, a part for scripts, and a thread that one follows by writing in it."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from articles.models import Article
from comments.models import Comment, Follow

pytestmark = pytest.mark.django_db
Say = Callable[..., Comment]
SignedIn = Callable[[User], Client]


def test_it_works(open_article: Article, reader: User, signed_in: SignedIn) -> None:
    address = f"/comments/article/{open_article.pk}/"
    page = signed_in(reader).post(address, {"text": "*Well* said.", "preview": "1"}).content.decode()
    assert "<p><em>Well</em> said.</p>" in page
    assert "*Well* said.</textarea>" in page
    assert not Comment.objects.exists()


def test_a_preview_counts_for_no_limit(open_article: Article, reader: User, signed_in: SignedIn) -> None:
    client, address = signed_in(reader), f"/comments/article/{open_article.pk}/"
    for _ in range(12):
        assert client.post(address, {"text": "Look.", "preview": "1"}).status_code == 200
    assert client.post(address, {"text": "Sent."}).status_code == 302


@pytest.mark.parametrize("text", ["", "a" * 5_001])
def test_what_is_wrong_is_said_in_a_preview_too(
    open_article: Article, reader: User, signed_in: SignedIn, text: str
) -> None:
    client, sent = signed_in(reader), {"text": text, "preview": "1"}
    address = f"/comments/article/{open_article.pk}/"
    page = client.post(address, sent).content.decode()
    assert 'aria-invalid="true"' in page
    part = client.post(address, sent, headers={"HX-Request": "true"}).content.decode()
    assert "field__error" in part
    assert "<form" not in part


def test_a_reply_and_a_change_are_previewed_where_they_are_written(
    open_article: Article, reader: User, say: Say, signed_in: SignedIn
) -> None:
    comment = say(open_article, reader, "First.")
    for act in ("reply", "edit"):
        sent = {"text": "**Bold**", "version": comment.version, "preview": "1"}
        page = signed_in(reader).post(f"/comments/{comment.pk}/{act}/", sent).content.decode()
        assert "<strong>Bold</strong>" in page
        assert f'action="/comments/{comment.pk}/{act}/"' in page
    comment.refresh_from_db()
    assert comment.text == "First."


def test_a_script_gets_the_form_alone(
    open_article: Article, reader: User, stranger: User, say: Say, signed_in: SignedIn
) -> None:
    comment = say(open_article, stranger, "First.")
    address = f"/comments/{comment.pk}/reply/?quote=all"
    part = signed_in(reader).get(address, headers={"HX-Request": "true"}).content.decode()
    assert part.strip().startswith("<form")
    assert "&gt; First.\n\n</textarea>" in part
    assert f'id="reply-{comment.pk}-text"' in part


def test_a_paragraph_of_the_article_is_quoted_by_a_link(
    open_article: Article, reader: User, signed_in: SignedIn
) -> None:
    client, address = signed_in(reader), f"/comments/article/{open_article.pk}/write/"
    assert f'href="{address}?paragraph=2' in client.get(address).content.decode()
    assert "&gt; “We heard the bell" in client.get(f"{address}?paragraph=2").content.decode()
    for nonsense in ("0", "99", "-1", "x", "9" * 40, "²"):
        assert client.get(f"{address}?paragraph={nonsense}").status_code == 200


def test_who_writes_may_follow(open_article: Article, reader: User, signed_in: SignedIn) -> None:
    client, address = signed_in(reader), f"/comments/article/{open_article.pk}/"
    client.post(address, {"text": "Silently."})
    assert not Follow.objects.exists()
    client.post(address, {"text": "Tell me more.", "follow": "on"})
    assert Follow.objects.get().person == reader
    assert 'name="follow"' in client.get(open_article.get_absolute_url()).content.decode()


def test_the_browser_is_told_which_text_was_taken(
    open_article: Article, reader: User, signed_in: SignedIn
) -> None:
    number = "7f8a2c1e-9d1b-4a53-8a76-3a3a3a3a3a3a"
    client, address = signed_in(reader), f"/comments/article/{open_article.pk}/"
    refused = client.post(address, {"text": "", "submission": number})
    assert "comment_sent" not in refused.cookies
    taken = client.post(address, {"text": "Taken.", "submission": number})
    assert taken.cookies["comment_sent"].value == number
