"""Many servers on loopback in one process, healthy and hostile: ``python -m newsroom.testing.hostile_hosts 900 100``.

Each has an address of its own in 127.0.0.0/8, so that it is a host of its own, all on one port. The first line of the
output is JSON: the feeds, each with its ``kind``. Nothing listens beyond this machine. Ends when its input ends.
"""

import asyncio
import contextlib
import gzip
import hashlib
import itertools
import json
import random
import socket
import sys
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

REPORTS = 20
NEW_EACH_TIME = 2
BLOCK = b"x" * 65_536
BOMB = gzip.compress(b"<rss>" + b" " * 200_000_000, 9)
REFUSED = ("http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/", "http://[::ffff:127.0.0.1]/")

Answer = Callable[["Exchange"], Awaitable[None]]


@dataclass
class Exchange:
    """One connection: who was asked, how often before, and the way to answer."""

    host: str
    port: int
    times: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def say(self, data: bytes) -> None:
        """Send, as fast as the other side reads."""
        self.writer.write(data)
        await self.writer.drain()

    async def head(self, status: str, **headers: object) -> None:
        """Send a status line and headers."""
        lines = [
            f"HTTP/1.1 {status}",
            *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()),
        ]
        await self.say("\r\n".join([*lines, "Connection: close", "", ""]).encode())


def story(host: str, number: int) -> str:
    """Eighty words that no other report has."""
    letters = hashlib.shake_128(f"{host} {number}".encode()).hexdigest(240)
    return " ".join(letters[start : start + 6] for start in range(0, len(letters), 6))


async def healthy(exchange: Exchange) -> None:
    """A feed that brings a few new reports each time."""
    first = exchange.times * NEW_EACH_TIME
    items = "".join(
        f'<item><guid isPermaLink="false">{exchange.host}-{number}</guid>'
        f"<title>Ferry {number} of {exchange.host} reaches its harbour</title>"
        f"<link>http://{exchange.host}/{number}</link><pubDate>Tue, 10 Mar 2026 {number // 60 % 24:02}:{number % 60:02}:00 GMT"
        f"</pubDate><description>{story(exchange.host, number)}</description></item>"
        for number in range(first + REPORTS - 1, first - 1, -1)
    )
    body = f'<rss version="2.0"><channel><title>Wire {exchange.host}</title>{items}</channel></rss>'.encode()
    await exchange.head("200 OK", Content_Type="application/rss+xml", Content_Length=len(body))
    await exchange.say(body)


async def hangs(exchange: Exchange) -> None:
    """Takes the question and says nothing."""
    await asyncio.sleep(600)


async def hangs_after_headers(exchange: Exchange) -> None:
    """Promises a feed and says nothing more."""
    await exchange.head("200 OK", Content_Type="application/rss+xml")
    await asyncio.sleep(600)


async def drips(exchange: Exchange) -> None:
    """A byte a second, so that no silence is ever long."""
    await exchange.head("200 OK", Content_Type="application/rss+xml")
    while True:
        await exchange.say(b"<")
        await asyncio.sleep(1)


async def redirects(exchange: Exchange) -> None:
    """From one address to the next, without end."""
    await exchange.head("302 Found", Location=f"/{exchange.times}", Content_Length=0)


async def bomb(exchange: Exchange) -> None:
    """200 KB that unpack to 200 MB."""
    await exchange.head("200 OK", Content_Encoding="gzip", Content_Length=len(BOMB))
    await exchange.say(BOMB)


async def endless(exchange: Exchange) -> None:
    """10 GB, unannounced."""
    await exchange.head("200 OK", Content_Type="application/rss+xml")
    for _ in range(10 * 1024 * 1024 * 1024 // len(BLOCK)):
        await exchange.say(BLOCK)


async def wrong_length(exchange: Exchange) -> None:
    """Breaks off long before the length that it announced."""
    await exchange.head("200 OK", Content_Type="application/rss+xml", Content_Length=100_000)
    await exchange.say(b"<rss version='2.0'><channel><title>Short")


async def tls_garbage(exchange: Exchange) -> None:
    """Answers a TLS handshake with noise."""
    await exchange.say(bytes(range(256)) * 8)


async def too_often(exchange: Exchange) -> None:
    """Wants to be left alone."""
    await exchange.head("429 Too Many Requests", Retry_After=7200, Content_Length=0)


async def leads_inside(exchange: Exchange) -> None:
    """Leads to addresses that are no stranger's business."""
    await exchange.head("302 Found", Location=REFUSED[exchange.times % len(REFUSED)], Content_Length=0)


HOSTILE: dict[str, Answer] = {
    "hangs": hangs,
    "hangs_after_headers": hangs_after_headers,
    "drips": drips,
    "redirects": redirects,
    "bomb": bomb,
    "endless": endless,
    "wrong_length": wrong_length,
    "tls_garbage": tls_garbage,
    "too_often": too_often,
    "leads_inside": leads_inside,
}
ANSWERS: dict[str, Answer] = {"healthy": healthy, **HOSTILE}


class Hosts:
    """All of them."""

    def __init__(self, kinds: dict[str, str], port: int) -> None:
        self._kinds, self._port = kinds, port
        self._asked: Counter[str] = Counter()

    async def serve(self) -> None:
        """Listen on every address."""
        for host in self._kinds:
            await asyncio.start_server(self._answer, host, self._port, limit=65_536)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = writer.get_extra_info("sockname")[0]
        kind = self._kinds[host]
        exchange = Exchange(host, self._port, self._asked[host], reader, writer)
        self._asked[host] += 1
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            if kind != "tls_garbage":
                await reader.readuntil(b"\r\n\r\n")
            await ANSWERS[kind](exchange)
        writer.close()


def hosts(healthy_ones: int, hostile_ones: int) -> dict[str, str]:
    """The kind of each address."""
    addresses = (
        f"127.{77 + number // 62_500}.{number // 250 % 250}.{number % 250 + 1}"
        for number in itertools.count()
    )
    kinds = [*["healthy"] * healthy_ones, *itertools.islice(itertools.cycle(HOSTILE), hostile_ones)]
    random.Random(7).shuffle(kinds)  # noqa: S311 — so that none is always asked first
    return dict(zip(addresses, kinds, strict=False))


def free_port() -> int:
    """A port that is free on this machine; on the other loopback addresses it is then, too."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def main() -> None:
    """Serve until the input ends."""
    kinds, port = hosts(int(sys.argv[1]), int(sys.argv[2])), free_port()
    await Hosts(kinds, port).serve()
    feeds = [
        {
            "url": f"{'https' if kind == 'tls_garbage' else 'http'}://{host}:{port}/feed",
            "kind": kind,
            "place": f"{host}:{port}",
        }
        for host, kind in kinds.items()
    ]
    print(json.dumps(feeds), flush=True)
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
