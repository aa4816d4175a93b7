"""The paper's own pages: written at the desk, read by all, named at every foot."""

from html.parser import HTMLParser

import pytest
from django.test import Client

from accounts.models import User
from reader import page_store, paper_pages
from reader.models import Page

pytestmark = pytest.mark.django_db

WRITTEN = {
    "title": "Imprint",
    "slug": "imprint",
    "standfirst": "Who is responsible.",
    "body": "<h2>Address</h2><p>Lantern Quay 4</p>",
    "language": "",
    "position": "0",
    "is_published": "on",
}


@pytest.fixture(autouse=True)
def _nothing_stored() -> None:
    page_store.forget([paper_pages.SHOWS])


@pytest.fixture
def desk(client: Client, publisher: User) -> Client:
    client.force_login(publisher)
    return client


def _links(html: str) -> set[str]:
    found: set[str] = set()

    class Links(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.update(value or "" for name, value in attrs if tag == "a" and name == "href")

    Links().feed(html)
    return found


@pytest.mark.django_db(transaction=True)
def test_it_works(desk: Client) -> None:
    """A publisher writes it; whoever reads the paper finds it, at its address and at the foot, at once."""
    assert Client().get("/about/imprint/").status_code == 404
    assert desk.post("/admin/reader/page/add/", WRITTEN).status_code == 302
    answer = Client().get("/about/imprint/")
    assert answer.status_code == 200
    assert "<p>Lantern Quay 4</p>" in answer.content.decode()
    assert "/about/imprint/" in _links(Client().get("/about/").content.decode())
    assert "/about/imprint/" in _links(Client().get("/corrections/").content.decode())
    assert b"/about/imprint/" in Client().get("/sitemap.xml").content
    page = Page.objects.get()
    desk.post(f"/admin/reader/page/{page.pk}/change/", {**WRITTEN, "body": "<p>Moved to Quay 9</p>"})
    assert b"Moved to Quay 9" in Client().get("/about/imprint/").content


def test_nothing_dangerous_is_stored(desk: Client) -> None:
    body = '<p onclick="x()">Fine</p><script>bad()</script><a href="javascript:bad()">here</a>'
    desk.post("/admin/reader/page/add/", {**WRITTEN, "body": body})
    stored = Page.objects.get().body
    assert "Fine" in stored
    assert not any(word in stored for word in ("onclick", "script", "bad()"))


def test_an_empty_page_is_not_published(desk: Client) -> None:
    answer = desk.post("/admin/reader/page/add/", {**WRITTEN, "body": ""})
    assert answer.status_code == 200
    assert b"The page says nothing yet" in answer.content
    assert not Page.objects.exists()


def test_what_is_not_published_is_not_there(client: Client) -> None:
    Page.objects.create(title="Terms", slug="terms", body="<p>Soon</p>")
    assert client.get("/about/terms/").status_code == 404
    assert "/about/terms/" not in _links(client.get("/about/").content.decode())
    assert b"terms" not in client.get("/sitemap.xml").content


def test_the_foot_names_what_is_in_the_readers_language(client: Client) -> None:
    for language, slug in (("de", "impressum"), ("en", "imprint"), ("", "contact")):
        Page.objects.create(title=slug, slug=slug, body="<p>x</p>", language=language, is_published=True)
    german = _links(client.get("/about/", headers={"accept-language": "de"}).content.decode())
    assert {"/about/impressum/", "/about/contact/"} <= german
    assert "/about/imprint/" not in german
    assert client.get("/about/imprint/", headers={"accept-language": "de"}).status_code == 200


@pytest.mark.parametrize("role", ["reporter", "editor", "moderator"])
def test_others_write_none(client: Client, request: pytest.FixtureRequest, role: str) -> None:
    client.force_login(request.getfixturevalue(role))
    assert client.post("/admin/reader/page/add/", WRITTEN).status_code == 403
    assert not Page.objects.exists()
