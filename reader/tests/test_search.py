"""The search page: what is found, and what is typed into it."""

from collections.abc import Callable

import pytest
from django.test import Client

from articles.models import Article
from reader.rolls import PAGE_LENGTH

pytestmark = pytest.mark.django_db
Publish = Callable[..., Article]


def search(client: Client, query: str) -> str:
    answer = client.get("/search/", {"q": query})
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_works(client: Client, publish: Publish) -> None:
    publish(headline="Harbour bell")
    content = search(client, "harbour")
    assert "Harbour bell" in content
    assert "<mark>harbour</mark>" in content


def test_without_a_question_it_only_asks(client: Client, db: None) -> None:
    answer = client.get("/search/")
    assert answer.status_code == 200
    assert b"answers" not in answer.content


def test_words_are_found_in_other_forms_and_left_out_on_request(client: Client, publish: Publish) -> None:
    publish(headline="Ferries collide")
    assert "Ferries collide" in search(client, "ferry colliding")
    assert "Ferries collide" not in search(client, "ferry -collide")
    assert "Ferries collide" in search(client, '"forty people"')
    assert "Ferries collide" not in search(client, '"people forty"')


def test_snippets_are_escaped_once(client: Client, publish: Publish) -> None:
    publish(
        body="<p>Quartz &amp; feldspar, if a &lt;b&gt; is &lt;script&gt;alert(1)&lt;/script&gt; here.</p>"
    )
    content = search(client, "quartz")
    assert "<mark>Quartz</mark> &amp; feldspar" in content
    assert "&amp;amp;" not in content
    assert "<script>alert" not in content


def test_the_question_is_shown_escaped(client: Client, db: None) -> None:
    content = search(client, '"><script>alert(1)</script>')
    assert "<script>alert" not in content


@pytest.mark.parametrize("query", ["a\0b", "x" * 10_000, "'", "\\", "|| && !!", "%", "🜁", "\ud800"[:0] or "‮"])
def test_odd_questions_are_answered(client: Client, db: None, query: str) -> None:
    search(client, query)


def test_withdrawn_and_drafts_are_not_found(client: Client, draft) -> None:
    assert draft.headline not in search(client, "ferry")


def test_pages_follow_one_another(client: Client, publish: Publish) -> None:
    for number in range(PAGE_LENGTH + 1):
        publish(headline=f"Quartz {number:02}")
    first = client.get("/search/", {"q": "quartz"})
    mark = first.context["roll"].next
    assert f"?q=quartz&amp;before={mark}" in first.content.decode()
    second = client.get("/search/", {"q": "quartz", "before": mark})
    assert b"Quartz 00" in second.content
    assert client.get("/search/", {"q": "quartz", "before": "x"}).status_code == 404


def test_an_address_with_a_slip_is_answered_with_what_is_near(client: Client, publish: Publish) -> None:
    publish(headline="Harbour bell rings again")
    answer = client.get("/world/2026/01/01/harbor-bell-rings-agian/")
    assert answer.status_code == 404
    assert b"Harbour bell rings again" in answer.content
