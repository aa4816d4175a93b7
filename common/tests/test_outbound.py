"""The guarded client against real servers that mean no good."""

import gzip
import ipaddress
import socket
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import httpcore2
import pytest

from common.addresses import why_refused
from common.connecting import Resolve
from common.outbound import (
    Client,
    Limits,
    Refused,
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


def leads_to(*addresses: str) -> Resolve:
    """A resolver that answers so, whatever it is asked."""

    async def resolve(host: str, port: int, timeout: float) -> list[str]:
        return list(addresses)

    return resolve


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


def test_a_redirect_to_a_private_address_is_refused(server: Loopback) -> None:
    for target in (
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:10.0.0.1]/",
        "http://localhost:22/",
        "http://10.1.2.3:8080/",
    ):
        url = server.page("/moved", status=302, Location=target)
        with pytest.raises(Refused):
            client(server).request(url)


def test_a_redirect_to_another_protocol_is_refused(server: Loopback) -> None:
    for target in ("file:///etc/passwd", "gopher://127.0.0.1/", "ftp://files.example/"):
        url = server.page("/moved", status=302, Location=target)
        with pytest.raises(Refused, match="Only http and https"):
            client(server).request(url)


def test_a_name_that_leads_inside_is_refused() -> None:
    for address in (
        "10.0.0.1",
        "::1",
        "::ffff:127.0.0.1",
        "fd00::1",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 — an address to refuse
        "64:ff9b::a00:1",
    ):
        inside = Client(resolve=leads_to("93.184.215.14", address))
        with pytest.raises(Refused, match="only the public web"):
            inside.request("http://innocent.example/")


def test_what_was_checked_is_what_is_connected_to() -> None:
    """A name that means something else the second time it is asked is asked only once."""
    asked: list[str] = []
    dialled: list[str] = []

    async def resolve(host: str, port: int, timeout: float) -> list[str]:
        asked.append(host)
        return ["93.184.215.14"] if len(asked) == 1 else ["127.0.0.1"]

    async def connect(address: object, port: int, timeout: float | None) -> httpcore2.AsyncNetworkStream:
        dialled.append(str(address))
        raise httpcore2.ConnectError("closed")

    with pytest.raises(Unreachable):
        Client(resolve=resolve, connect=connect).request("http://rebinding.example/")

    assert (asked, dialled) == (["rebinding.example"], ["93.184.215.14"])


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


@pytest.mark.parametrize(
    "host", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "localhost", "[::ffff:7f00:1]"]
)
def test_other_spellings_of_this_machine(host: str) -> None:
    with pytest.raises((Refused, Unreachable)):
        Client(limits=Limits(connect=1, total=2)).request(f"http://{host}/")


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


def test_a_bomb_is_counted_while_it_unpacks(server: Loopback) -> None:
    url = server.page("/bomb", gzip.compress(b"\0" * 20_000_000), Content_Encoding="gzip")
    with pytest.raises(TooLarge):
        client(server, size=1_000_000).request(url)


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


@pytest.mark.parametrize(
    ("address", "refused"),
    [
        ("93.184.215.14", False),
        ("2606:2800:21f:cb07::1", False),
        ("64:ff9b::5db8:d70e", False),
        ("127.0.0.1", True),
        ("10.0.0.1", True),
        ("172.16.0.1", True),
        ("192.168.0.1", True),
        ("169.254.169.254", True),
        ("100.100.100.200", True),
        ("168.63.129.16", True),
        ("0.0.0.0", True),  # noqa: S104
        ("255.255.255.255", True),
        ("224.0.0.1", True),
        ("198.18.0.1", True),
        ("::", True),
        ("::1", True),
        ("::ffff:192.168.0.1", True),
        ("64:ff9b::7f00:1", True),
        ("2002:7f00:1::", True),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", True),
        ("fe80::1", True),
        ("fec0::1", True),
        ("fd00:ec2::254", True),
        ("ff02::1", True),
        ("2001:db8::1", True),
    ],
)
def test_addresses(address: str, refused: bool) -> None:
    assert bool(why_refused(ipaddress.ip_address(address))) is refused
