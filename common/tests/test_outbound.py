"""The guarded client against real servers that mean no good."""

import asyncio
import gzip
import socket
import threading
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import brotli
import pytest
from backports import zstd

from common.awaiting import awaited
from common.outbound import (
    Bomb,
    Client,
    Limits,
    Refused,
    Response,
    TooLarge,
    TooManyRedirects,
    TooSlow,
    Unreachable,
)
from newsroom.testing.loopback import Loopback, serve


@pytest.fixture
def server() -> Iterator[Loopback]:
    with serve() as found:
        yield found


def client(server: Loopback, **limits: float) -> Client:
    return Client(allow=frozenset({server.place}), contact="https://paper.example/", limits=Limits(**limits))


def test_it_works(server: Loopback) -> None:
    url = server.page("/feed", "words", ETag='"1"', Content_Type="text/plain")

    response = client(server).request(url, headers={"if-none-match": '"0"'})

    assert (response.status, response.body, response.headers["etag"]) == (200, b"words", '"1"')
    assert response.url == url
    path, headers = server.asked[0]
    assert (path, headers["if-none-match"]) == ("/feed", '"0"')
    assert headers["user-agent"] == "Newsroom/1 (+https://paper.example/)"


def test_an_error_is_an_answer(server: Loopback) -> None:
    assert client(server).request(server.url("/none")).status == 404


def test_a_private_address_is_refused_before_anything_is_sent(server: Loopback) -> None:
    with pytest.raises(Refused, match="Port"):
        Client().request(server.url("/"))
    with pytest.raises(Refused, match="this machine itself"):
        Client().request("http://127.0.0.1/")
    assert server.asked == []


def test_a_redirect_to_another_protocol_is_refused(server: Loopback) -> None:
    for target in ("file:///etc/passwd", "gopher://127.0.0.1/", "ftp://files.example/"):
        url = server.page("/moved", status=302, Location=target)
        with pytest.raises(Refused, match="Only http and https"):
            client(server).request(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://user:secret@paper.example/",
        "http://paper.example:22/",
        "http://paper.example:6379/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://",
        "//paper.example/",
        "http://[::1/",
        "http://" + "a" * 5_000,
        "",
    ],
)
def test_addresses_that_are_never_asked(url: str) -> None:
    async def resolve(host: str, port: int, timeout: float) -> list[str]:
        pytest.fail("nothing was to be looked up")

    with pytest.raises(Refused):
        Client(resolve=resolve).request(url)


def test_a_circle_of_redirects_ends(server: Loopback) -> None:
    url = server.page("/round", status=301, Location="/round")

    with pytest.raises(TooManyRedirects):
        client(server).request(url)

    assert len(server.asked) == 6


def test_a_permanent_move_is_told(server: Loopback) -> None:
    new = server.page("/new", "here")
    old = server.page("/old", status=301, Location="/new")
    server.page("/maybe", status=302, Location="/old")

    assert client(server).request(old).permanent_redirect_to == new
    assert client(server).request(server.url("/maybe")).permanent_redirect_to == ""


def test_a_server_that_drips_is_cut(server: Loopback) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            for _ in range(600):
                handler.wfile.write(b"x")
                handler.wfile.flush()
                time.sleep(0.05)
        except OSError:
            pass

    url = server.script("/drip", drip)

    with pytest.raises(TooSlow):
        client(server, total=0.4, read=0.3).request(url)


def test_a_server_that_says_nothing_is_cut(server: Loopback) -> None:
    url = server.script("/silent", lambda handler: time.sleep(2))
    with pytest.raises(TooSlow):
        client(server, read=0.2).request(url)


def test_an_answer_that_is_too_large_is_cut(server: Loopback) -> None:
    announced = server.page("/large", b"x" * 5_000)

    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            for _ in range(1_000):
                handler.wfile.write(b"x" * 1_000)
        except OSError:
            pass

    for url in (announced, server.script("/endless", endless)):
        with pytest.raises(TooLarge):
            client(server, size=4_000).request(url)


ZEROS = b"\0" * 30_000_000


@pytest.mark.parametrize(
    ("packing", "bomb"),
    [
        ("gzip", gzip.compress(ZEROS)),
        ("deflate", zlib.compress(ZEROS)),
        ("br", brotli.compress(ZEROS, quality=5)),
        ("zstd", zstd.compress(ZEROS)),
        ("gzip, gzip", gzip.compress(gzip.compress(ZEROS))),
    ],
)
def test_a_bomb_is_counted_while_it_unpacks(server: Loopback, packing: str, bomb: bytes) -> None:
    url = server.page("/bomb", bomb, Content_Encoding=packing)
    guarded = client(server, size=1_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge):
            guarded.request(url)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # The limit, the piece that passed it, what it was packed in, and the interpreter's own.
    assert peak < 5_000_000


def test_a_bomb_is_told_long_before_it_is_unpacked_and_a_packed_text_is_read(server: Loopback) -> None:
    bomb = server.page("/bomb", gzip.compress(ZEROS), Content_Encoding="gzip")
    words = "".join(f"<item><title>Report {number}</title></item>" for number in range(60_000)).encode()
    text = server.page("/text", gzip.compress(words), Content_Encoding="gzip")
    guarded = client(server, size=100_000_000)

    with pytest.raises(Bomb, match="grows more than 200 times") as trouble:
        guarded.request(bomb)
    assert trouble.value.code == "bomb"
    assert guarded.request(text).body == words


def test_headers_without_end_are_cut(server: Loopback) -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        try:
            for number in range(100_000):
                handler.wfile.write(f"X-{number}: {'x' * 100}\r\n".encode())
        except OSError:
            pass

    def many(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        for number in range(700):
            handler.send_header(f"X-{number}", "x" * 100)
        handler.end_headers()

    for script in (endless, many):
        with pytest.raises(Unreachable, match="HTTP properly"):
            client(server).request(server.script("/headers", script))


def test_tls_that_is_none(server: Loopback) -> None:
    with pytest.raises(Unreachable, match="certificate or encryption"):
        client(server).request(server.url("/").replace("http:", "https:"))


def test_many_are_asked_at_once(server: Loopback) -> None:
    """A server that hangs does not hold the others, and large bodies wait until they may grow."""
    asked, waiting = threading.Barrier(5), []

    def together(handler: BaseHTTPRequestHandler) -> None:
        asked.wait(10)
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(b"x" * 2_000_000)

    async def ask_all() -> list[Response]:
        one_at_a_time = asyncio.Semaphore(1)

        async def before_growing() -> None:
            async with one_at_a_time:
                waiting.append(1)

        url, guarded = server.script("/together", together), client(server)
        return await asyncio.gather(*(guarded.fetch(url, before_growing=before_growing) for _ in range(5)))

    answers = awaited(ask_all())

    assert {len(answer.body) for answer in answers} == {2_000_000}
    assert len(waiting) == 5


def test_packing_is_undone_or_refused(server: Loopback) -> None:
    good = server.page("/good", gzip.compress(b"words"), Content_Encoding="gzip")
    damaged = server.page("/damaged", b"not packed at all", Content_Encoding="gzip")
    unknown = server.page("/unknown", b"words", Content_Encoding="lzma")

    assert client(server).request(good).body == b"words"
    with pytest.raises(Unreachable, match="damaged"):
        client(server).request(damaged)
    with pytest.raises(Unreachable, match="not asked for"):
        client(server).request(unknown)


def test_what_is_no_http(server: Loopback) -> None:
    url = server.script("/noise", lambda handler: handler.wfile.write(b"\x00\x01garbage\r\n\r\n"))
    with pytest.raises(Unreachable, match="HTTP"):
        client(server).request(url)


def test_nobody_listens() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{probe.getsockname()[1]}"
    with pytest.raises(Unreachable, match="does not accept connections"):
        Client(allow=frozenset({place})).request(f"http://{place}/")


def test_no_proxy_is_taken_from_the_environment(server: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert client(server).request(server.page("/", "words")).body == b"words"
