"""No spelling of an address, no name and no redirect leads the client inside.

For loopback a listener proves it: it must see no connection. All other addresses are never dialled: the connect step is
watched, and nothing is sent.
"""

import ipaddress
import socket
from collections.abc import Iterator

import httpcore2
import pytest

from common import connecting
from common.addresses import IPAddress
from common.awaiting import awaited
from common.connecting import Connect, Guard, Resolve, connect_to
from common.outbound import Client, Limits, OutboundError, Refused
from common.resolving import resolve_name
from newsroom.testing.loopback import Loopback, serve

LOOPBACK = (
    # numbers: decimal, hexadecimal, octal, short, long, with a dot behind
    *("127.0.0.1", "2130706433", "0x7f000001", "0x7F.0x0.0x0.0x1", "0177.0.0.1", "017700000001"),
    *("127.1", "127.0.1", "127.000.000.001", "127.255.255.254", "127.0.0.1.", "127.1."),
    # what this machine calls nobody, and thereby itself
    *("0", "0.0.0.0", "0x0", "[::]", "[0:0:0:0:0:0:0:0]"),  # noqa: S104 — addresses to refuse
    # names, and names in odd scripts
    *(
        "localhost",
        "LOCALHOST",
        "localhost.",
        "ip6-localhost",
        "ⓛocalhost",
        "ｌｏｃａｌｈｏｓｔ",
        "lоcalhost",
    ),
    *("127。0。0。1", "１２７.0.0.1", "①②⑦.0.0.1", "127．0．0．1"),
    # IPv6, and IPv4 wrapped in it: mapped, compatible, NAT64 (also for local use), 6to4, Teredo, ISATAP
    *("[::1]", "[0:0:0:0:0:0:0:1]", "[0000::0001]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]"),
    *("[::127.0.0.1]", "[64:ff9b::127.0.0.1]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]"),
    *("[2001:0:7f00:1::]", "[2001:0:4136:e378:8000:63bf:80ff:fffe]", "[2606:2800::5efe:127.0.0.1]"),
    # zones, and what is glued to an address
    *("[::1%25lo]", "[::1%lo]", "[fe80::1%25lo]", "127.0.0.1%00.paper.example", "127.0.0.1%2f.paper.example"),
    *("user@127.0.0.1", "paper.example@127.0.0.1", "paper.example:80@127.0.0.1", "@127.0.0.1"),
    *("127.0.0.1\\@paper.example", "127.0.0.1\t", " 127.0.0.1", "127.0.0.1\\.paper.example"),
)
ELSEWHERE = (
    *("10.0.0.1", "172.16.0.1", "172.31.255.254", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
    *("100.127.255.254", "192.0.0.1", "192.0.2.1", "198.18.0.1", "203.0.113.1", "224.0.0.1", "239.1.1.1"),
    *("240.0.0.1", "255.255.255.255", "192.88.99.1", "168.63.129.16"),
    *("fe80::1", "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1", "100::1", "2001:db8::1", "3fff::1"),
    *("::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "64:ff9b:1::5db8:d70e"),
    *("2002:a00:1::", "2001:0:a00:1::", "fe80::1%eth0", "2606:2800:21f:cb07::1%eth0", "::10.0.0.1"),
)


class Watch:
    """Stands where connections are made; ``dialled`` tells which were."""

    def __init__(self, *real: str) -> None:
        self.dialled: list[str] = []
        self._real = real

    async def __call__(
        self, address: IPAddress, port: int, timeout: float | None
    ) -> httpcore2.AsyncNetworkStream:
        if f"{address}:{port}" in self._real:
            return await connect_to(address, port, timeout)
        self.dialled.append(str(address))
        raise httpcore2.ConnectError("not sent")


async def worst_resolver(host: str, port: int, timeout: float) -> list[str]:
    """Numbers are what they are; every name is this machine."""
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
        return [str(row[4][0]) for row in rows]
    except OSError:
        return ["127.0.0.1", "::1"]


def leads_to(*addresses: str) -> Resolve:
    """A resolver that answers so, whatever it is asked."""

    async def resolve(host: str, port: int, timeout: float) -> list[str]:
        return list(addresses)

    return resolve


@pytest.fixture
def listener(monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    """Listens on loopback, on a port that counts as one of the web's: only the address stands between."""
    with serve() as found:
        monkeypatch.setattr(connecting, "ALLOWED_PORTS", {found.port})
        found.page("/", "inside")
        yield found


def ask(url: str, resolve: Resolve = worst_resolver, connect: Connect = connect_to, *allow: str) -> bytes:
    guarded = Client(frozenset(allow), limits=Limits(connect=1, total=2), resolve=resolve, connect=connect)
    return guarded.request(url).body


def test_it_works(listener: Loopback) -> None:
    """What the operator allowed is reached, in this spelling and no other."""
    assert (
        ask(f"http://127.1:{listener.port}/", worst_resolver, connect_to, f"127.1:{listener.port}")
        == b"inside"
    )
    with pytest.raises(Refused):
        ask(f"http://127.2:{listener.port}/", worst_resolver, connect_to, f"127.1:{listener.port}")


@pytest.mark.parametrize("host", LOOPBACK)
def test_no_spelling_of_this_machine_connects(listener: Loopback, host: str) -> None:
    watch = Watch()
    for resolve in (worst_resolver, leads_to("::ffff:127.0.0.1")):
        with pytest.raises(Refused):
            ask(f"http://{host}:{listener.port}/", resolve)
        with pytest.raises(Refused):
            ask(f"http://{host}:{listener.port}/", resolve, watch)
    assert (listener.asked, watch.dialled) == ([], [])


@pytest.mark.parametrize("address", ELSEWHERE)
def test_no_address_inside_is_dialled(address: str) -> None:
    watch = Watch()
    literal = f"[{address}]" if ":" in address else address
    ways = (
        (f"http://{literal}/", worst_resolver),
        ("http://paper.example/", leads_to(address)),
        ("http://paper.example/", leads_to("93.184.215.14", address)),
        ("https://paper.example:8443/", leads_to(address, "93.184.215.14")),
    )
    for url, resolve in ways:
        with pytest.raises(Refused):
            ask(url, resolve, watch)
    assert watch.dialled == []


@pytest.mark.parametrize(
    "target",
    [
        *(
            f"http://{host}/"
            for host in ("127.1", "0x7f000001", "[::ffff:7f00:1]", "0", "localhost.", "%E2%93%9Bocalhost")
        ),
        *(f"//{f'[{address}]' if ':' in address else address}/" for address in ELSEWHERE),
        *("http://user@paper.example/", "http://127.0.0.1:6379/", "http://paper.example:22/"),
        *("file:///etc/passwd", "unix:///run/socket", "http+unix://%2Frun%2Fsocket/", "gopher://127.0.0.1/"),
    ],
)
def test_no_redirect_leads_inside(target: str) -> None:
    with serve() as outside:
        watch = Watch(outside.place)
        url = outside.page("/", status=302, Location=target)
        with pytest.raises(Refused):
            ask(url, worst_resolver, watch, outside.place)
        assert len(outside.asked) == 1
    assert watch.dialled == []


def test_what_was_checked_is_what_is_connected_to() -> None:
    """A name that means something else the second time it is asked is asked only once."""
    asked: list[str] = []
    watch = Watch()

    async def resolve(host: str, port: int, timeout: float) -> list[str]:
        asked.append(host)
        return ["93.184.215.14"] if len(asked) == 1 else ["127.0.0.1"]

    with pytest.raises(OutboundError):
        ask("http://rebinding.example/", resolve, watch)

    assert (asked, watch.dialled) == (["rebinding.example"], ["93.184.215.14"])


def test_a_name_that_changes_between_redirects_is_checked_again() -> None:
    with serve() as outside:
        place = f"rebinding.example:{outside.port}"
        answers = iter([["127.0.0.1"], ["10.0.0.1"]])
        watch = Watch(outside.place)

        async def resolve(host: str, port: int, timeout: float) -> list[str]:
            return next(answers)

        url = outside.page("/", status=302, Location="http://rebinding.example/", Connection="close")
        with pytest.raises(Refused):
            ask(url.replace(outside.place, place), resolve, watch, place)
    assert watch.dialled == []


@pytest.mark.parametrize("port", [0, 1, 22, 25, 81, 3306, 5432, 6379, 8000, 11211, 65535])
def test_ports_that_are_not_the_webs(port: int) -> None:
    watch = Watch()
    with pytest.raises(Refused, match="not one for the web"):
        ask(f"http://paper.example:{port}/", leads_to("93.184.215.14"), watch)
    assert watch.dialled == []


def test_no_unix_socket_is_opened() -> None:
    guard = Guard(allow=frozenset(), resolve=resolve_name, connect=connect_to)
    with pytest.raises(Refused):
        awaited(guard.connect_unix_socket("/run/postgresql/.s.PGSQL.5432"))


def test_nothing_but_numbers_is_dialled() -> None:
    watch = Watch()
    with pytest.raises(Refused):
        ask("http://paper.example/", leads_to("127.0.0.1 paper.example"), watch)
    with pytest.raises(OutboundError):
        ask("http://paper.example/", leads_to("93.184.215.14"), watch)
    assert [ipaddress.ip_address(address) for address in watch.dialled]
