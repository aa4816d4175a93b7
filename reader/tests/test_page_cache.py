"""The page store: who is answered from it, what takes a page away, what happens without it."""

import gzip
import threading
import time
from collections.abc import Callable

import pytest
import redis
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from accounts.models import User
from articles import withdrawing
from articles.models import Article, PageChange
from reader import invalidation, page_cache, page_store
from reader.page_cache import PageCacheMiddleware, public_page

pytestmark = pytest.mark.django_db
Publish = Callable[..., Article]


def another() -> Client:
    """Another web process: nothing near at hand."""
    return Client()


class Press:
    """A view that counts how often it was asked."""

    def __init__(self, shows: str = "article:1", seconds: float = 0) -> None:
        self.printed = 0
        self.seconds = seconds
        self.shows = shows
        self.meanwhile: Callable[[], object] = lambda: None

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.printed += 1
        time.sleep(self.seconds)
        self.meanwhile()
        return public_page(HttpResponse(f"edition {self.printed}"), {self.shows})


def ask(middleware: PageCacheMiddleware, path: str = "/world/", **headers: str) -> HttpResponse:
    return middleware(RequestFactory().get(path, headers=headers))


def test_it_works(client: Client, published: Article, django_assert_num_queries) -> None:
    first = client.get(published.get_absolute_url())
    with django_assert_num_queries(0):
        second = client.get(published.get_absolute_url())
        third = another().get(published.get_absolute_url())
    assert first.content == second.content == third.content
    assert "s-maxage=60" in first["Cache-Control"]
    assert {name: first[name] for name in ("ETag", "Last-Modified")} == {
        name: third[name] for name in ("ETag", "Last-Modified")
    }


def test_head_is_answered_like_get(client: Client, published: Article) -> None:
    answer = client.head(published.get_absolute_url())
    whole = another().get(published.get_absolute_url())
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["Content-Length"] == whole["Content-Length"]
    assert whole.content


def test_known_page_is_not_sent_again(client: Client, published: Article) -> None:
    address = published.get_absolute_url()
    first = client.get(address)
    for headers in (
        {"if-none-match": first["ETag"]},
        {"if-none-match": f'"x", W/{first["ETag"]}'},
        {"if-modified-since": first["Last-Modified"]},
    ):
        answer = client.get(address, headers=headers)
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer["ETag"] == first["ETag"]
        assert "Content-Type" not in answer
    assert client.get(address, headers={"if-none-match": '"x"'}).status_code == 200


@pytest.mark.parametrize(("accepted", "packed"), [("gzip, br", True), ("br", False), ("gzip;q=0", False)])
def test_pages_are_packed_for_who_takes_them(
    client: Client, published: Article, accepted: str, packed: bool
) -> None:
    answer = client.get(published.get_absolute_url(), headers={"accept-encoding": accepted})
    assert (answer.get("Content-Encoding") == "gzip") is packed
    body = gzip.decompress(answer.content) if packed else answer.content
    assert b"Nobody noticed the fog" in body
    assert answer["Content-Length"] == str(len(answer.content))
    assert "Accept-Encoding" in answer["Vary"]


def test_parameters_make_no_page_of_their_own(client: Client, published: Article) -> None:
    first = client.get(published.get_absolute_url())
    assert another().get(published.get_absolute_url(), {"utm_source": "x"}).content == first.content
    assert page_store.connection.keys("newsroom:page:*utm*") == []


def test_later_pages_of_a_list_are_not_stored(client: Client, published: Article) -> None:
    client.get("/world/?before=20990101T000000.000000Z-1")
    assert page_store.connection.keys("newsroom:page:*world*") == []


def test_a_change_takes_away_the_pages_that_show_it(
    client: Client, publish: Publish, change: Callable[..., None]
) -> None:
    article, other = publish(headline="Ferry is late"), publish(headline="Another")
    shown = (article.get_absolute_url(), "/", "/world/", "/feed/", "/sitemap.xml")
    for address in (*shown, other.get_absolute_url()):
        client.get(address)
    untouched = page_store.read(page_key(other.get_absolute_url()))
    change(article, headline="Ferry is in")
    assert invalidation.sweep() == 1
    assert not PageChange.objects.exists()
    for address in shown:
        assert page_store.read(page_key(address)) is None
    for address in shown[:3]:
        assert b"Ferry is in" in another().get(address).content
    assert page_store.read(page_key(other.get_absolute_url())) == untouched


def page_key(path: str) -> str:
    return page_cache._key(RequestFactory().get(path))


def test_a_comment_leaves_the_lists_alone(client: Client, published: Article) -> None:
    for address in (published.get_absolute_url(), "/"):
        client.get(address)
    PageChange.objects.all().delete()
    PageChange.objects.create(article=published, cards_too=False)
    invalidation.sweep()
    assert page_store.read(page_key(published.get_absolute_url())) is None
    assert page_store.read(page_key("/")) is not None


def test_withdrawn_is_gone_after_the_sweep(client: Client, published: Article, publisher: User) -> None:
    address = published.get_absolute_url()
    client.get(address)
    withdrawing.withdraw(published, by=publisher, reason="Wrong")
    invalidation.sweep()
    assert another().get(address).status_code == 410
    # The notice of withdrawal is stored like a page.
    assert page_store.read(page_key(address)).status == 410


def test_one_request_renders_for_all_that_wait(db: None) -> None:
    press = Press(seconds=0.3)
    middlewares = [PageCacheMiddleware(press) for _ in range(8)]
    answers: list[bytes] = []
    readers = [threading.Thread(target=lambda m=m: answers.append(ask(m).content)) for m in middlewares]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert press.printed == 1
    assert answers == [b"edition 1"] * 8


def test_an_old_page_is_shown_while_the_new_one_is_made(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_cache, "FRESH_SECONDS", -1)
    press = Press()
    ask(PageCacheMiddleware(press))
    press.meanwhile = lambda: seen.append(ask(PageCacheMiddleware(press)).content)
    seen: list[bytes] = []
    assert ask(PageCacheMiddleware(press)).content == b"edition 2"
    assert seen == [b"edition 1"]


def test_nobody_waits_for_what_comes_to_nothing(db: None) -> None:
    key = page_key("/world/")
    page_store.begin(key)
    page_store.finish(key, None, (), "")
    middleware = PageCacheMiddleware(lambda request: HttpResponse(status=404))
    assert middleware._wait(key) is None
    assert ask(middleware).status_code == 404
    assert page_store.connection.keys("newsroom:page:*") == []


def test_a_page_rendered_before_a_change_is_not_stored_after_it(db: None) -> None:
    press = Press()
    press.meanwhile = lambda: page_store.forget(["article:1"])
    assert ask(PageCacheMiddleware(press)).content == b"edition 1"
    press.meanwhile = lambda: None
    assert ask(PageCacheMiddleware(press)).content == b"edition 2"
    assert ask(PageCacheMiddleware(press)).content == b"edition 2"


def test_without_valkey_pages_are_made_for_each_reader(
    client: Client, published: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = redis.Redis.from_url("redis://127.0.0.1:1/0", socket_connect_timeout=0.2)
    monkeypatch.setattr(page_store, "connection", away)
    for _ in range(2):
        answer = client.get(published.get_absolute_url())
        assert answer.status_code == 200
        assert answer["Cache-Control"] == page_cache.PRIVATE


def test_the_page_is_delivered_when_valkey_goes_away_meanwhile(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = redis.Redis.from_url("redis://127.0.0.1:1/0", socket_connect_timeout=0.2)
    press = Press()
    press.meanwhile = lambda: monkeypatch.setattr(page_store, "connection", away)
    monkeypatch.setattr(page_store, "_script", lambda text: lambda **_: away.ping())
    assert ask(PageCacheMiddleware(press)).content == b"edition 1"
    assert press.printed == 1


def test_signed_in_pages_are_private_and_never_stored(
    client: Client, published: Article, reader: User
) -> None:
    client.force_login(reader)
    for address in ("/", published.get_absolute_url(), "/world/", "/search/?q=ferry"):
        answer = client.get(address)
        assert b"Sign out" in answer.content
        assert answer["Cache-Control"] == page_cache.PRIVATE
    assert page_store.connection.keys("newsroom:page:*") == []
    assert b"Sign out" not in another().get("/").content
    assert b"Sign out" in client.get("/").content


def test_who_has_a_message_waiting_sees_it(client: Client, published: Article) -> None:
    client.get("/")
    client.cookies["messages"] = "x"
    assert client.get("/")["Cache-Control"] == page_cache.PRIVATE


def test_an_answer_that_sets_a_cookie_is_not_stored(db: None) -> None:
    def greet(request: HttpRequest) -> HttpResponse:
        response = public_page(HttpResponse("hello"), {"lists"})
        response.set_cookie("who", "rita")
        return response

    assert "who" in ask(PageCacheMiddleware(greet)).cookies
    assert page_store.connection.keys("newsroom:page:*") == []


def test_each_language_has_its_page(client: Client, published: Article) -> None:
    english = client.get("/", headers={"accept-language": "en"})
    german = client.get("/", headers={"accept-language": "de-AT,de;q=0.9"})
    assert b'<html lang="en"' in english.content
    assert b'<html lang="de"' in german.content
    assert (english["Content-Language"], german["Content-Language"]) == ("en", "de")
    assert "Accept-Language" in english["Vary"]


def test_http_is_sent_on_although_the_page_is_stored(client: Client, published: Article, settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    secure = another()
    assert secure.get("/", secure=True).status_code == 200
    assert secure.get("/").status_code == 301


def test_unchanged_page_keeps_its_time_of_change(db: None) -> None:
    response = HttpResponse("same")
    before = page_cache.finished(response, None)
    old = page_store.StoredPage(**{**before_fields(before), "modified": 1_000_000_000})
    assert page_cache.finished(HttpResponse("same"), old).modified == 1_000_000_000
    assert page_cache.finished(HttpResponse("other"), old).modified > 1_000_000_000


def before_fields(page: page_store.StoredPage) -> dict[str, object]:
    return {name: getattr(page, name) for name in page.__slots__}


def test_a_page_comes_back_from_the_store_as_it_was() -> None:
    page = page_cache.finished(HttpResponse("Bytes \n and “words”"), None)
    assert page_store.StoredPage.load(page.dump()) == page


class Cut:
    """A database that has gone away."""

    def __call__(self, execute, sql, params, many, context):
        raise OperationalError("the connection was cut")


def test_while_the_database_is_away_the_stored_page_stands_in(
    client: Client, published: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_cache, "FRESH_SECONDS", -1)
    whole = client.get("/").content
    client.raise_request_exception = False
    with connection.execute_wrapper(Cut()):
        stale = client.get("/")
        nothing = client.get("/world/")
    assert (stale.status_code, stale.content) == (200, whole)
    assert nothing.status_code == 503
    assert nothing["Retry-After"] == "30"
    assert b"The presses stand still" in nothing.content
