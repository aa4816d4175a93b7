"""The one HTTP client: every request that leaves the house goes through here.

A name is resolved once, every address it has is checked, and the connection goes to the checked number, so that no
name can mean one host when it is checked and another when it is connected to. Each redirect starts over. Time, size
and the number of redirects are bounded; nothing of the environment (proxies, .netrc) is used.

Whoever asks many at once awaits ``Client.fetch``; all others call ``request``.
"""

import asyncio
import io
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

import httpcore2
import httpx2
from django.conf import settings

from common.awaiting import awaited
from common.connecting import Connect, Guard, Resolve, connect_to, why_broken
from common.outbound_errors import (
    Bomb,
    OutboundError,
    Refused,
    TooLarge,
    TooManyRedirects,
    TooSlow,
    Unreachable,
)
from common.resolving import resolve_name

__all__ = [
    "Bomb",
    "Client",
    "Limits",
    "OutboundError",
    "Refused",
    "Response",
    "TooLarge",
    "TooManyRedirects",
    "TooSlow",
    "Unreachable",
    "client",
    "request",
]

PERMANENT = {301, 308}
REDIRECTS = {301, 302, 303, 307, 308}
MAX_ADDRESS_LENGTH = 4_000
MAX_HEADERS = 64 * 1024
# A body that grows past this is a large one: whoever asks many at once lets only a few of them grow at a time.
LARGE = 1024 * 1024
# A large body that unpacks to more than this many times what came is no text: packed feeds grow five to thirty times.
MOST_GROWTH = 200
PIECE = 4 * 1024

Grow = Callable[[], Awaitable[None]]
Follow = Callable[[str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one request with all its redirects. Times in seconds, sizes in bytes."""

    connect: float = 5.0
    read: float = 10.0  # the longest silence
    total: float = 20.0  # from the first lookup to the last byte: a server that drips is cut here
    size: int = 10 * 1024 * 1024  # after decompression
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Response:
    """What came back. Header names are in lower case."""

    url: str  # where the body came from, after redirects
    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    permanent_redirect_to: str = ""  # where an unbroken chain of 301 and 308 led, if the first answer was one


class _CountedStream(httpx2.AsyncByteStream):
    """The body as it comes from the wire, cut when it grows past the limit even before decompression.

    What is packed is passed on in small pieces, so that its growth is told before much of it is unpacked.
    """

    def __init__(self, answer: httpcore2.Response, limit: int) -> None:
        self._answer, self._limit = answer, limit

    async def __aiter__(self) -> AsyncIterator[bytes]:
        received = 0
        is_packed = any(name.lower() == b"content-encoding" for name, _value in self._answer.headers)
        async for chunk in self._answer.aiter_stream():
            received += len(chunk)
            if received > self._limit:
                raise TooLarge(self._limit)
            step = PIECE if is_packed else max(len(chunk), 1)
            for start in range(0, len(chunk), step):
                yield chunk[start : start + step]

    async def aclose(self) -> None:
        await self._answer.aclose()


class _GuardedTransport(httpx2.AsyncBaseTransport):
    """httpx2's requests over httpcore2's connections, made by the guard."""

    def __init__(self, guard: Guard, size: int) -> None:
        self._size = size
        self._pool = httpcore2.AsyncConnectionPool(
            ssl_context=_tls(), network_backend=guard, max_connections=1
        )

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        answer = await self._pool.handle_async_request(
            httpcore2.Request(
                method=request.method,
                url=httpcore2.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=await request.aread(),
                extensions=request.extensions,
            )
        )
        stream = _CountedStream(answer, self._size)
        if sum(len(name) + len(value) for name, value in answer.headers) > MAX_HEADERS:
            await stream.aclose()
            raise Unreachable("long-headers")
        return httpx2.Response(
            answer.status, headers=answer.headers, stream=stream, extensions=answer.extensions
        )

    async def aclose(self) -> None:
        await self._pool.aclose()


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    """One verifying TLS context for all: building it reads the machine's certificates, which takes a while."""
    return httpx2.create_ssl_context(trust_env=False)


@dataclass(frozen=True)
class Client:
    """The guarded client. ``allow`` names private ``host:port`` pairs that an operator opened."""

    allow: frozenset[str] = frozenset()
    contact: str = ""
    limits: Limits = Limits()
    resolve: Resolve = resolve_name
    connect: Connect = connect_to

    def request(
        self,
        url: str,
        *,
        method: str = "GET",
        headers: Mapping[str, str] = MappingProxyType({}),
        content: bytes = b"",
    ) -> Response:
        """``fetch`` for whoever waits: not from within an event loop. Raises OutboundError."""
        return awaited(self.fetch(url, method=method, headers=headers, content=content))

    async def fetch(
        self,
        url: str,
        *,
        method: str = "GET",
        headers: Mapping[str, str] = MappingProxyType({}),
        content: bytes = b"",
        before_growing: Grow | None = None,
        before_following: Follow | None = None,
    ) -> Response:
        """Ask and read the whole answer; an answer with an error status is an answer.

        GET and HEAD follow redirects, each checked as the first address was. Awaited outside the time limit:
        ``before_growing``, before a body becomes ``LARGE``, and ``before_following``, with the address that a redirect
        leads to; what these raise is raised. Raises OutboundError.
        """
        guard = Guard(allow=self.allow, resolve=self.resolve, connect=self.connect)
        reader = _Reader(self.limits.size, before_growing, before_following)
        own = {"user-agent": f"Newsroom/1 (+{self.contact})", "accept-encoding": _ENCODINGS, **headers}
        try:
            async with (
                asyncio.timeout(self.limits.total) as deadline,
                httpx2.AsyncClient(
                    transport=_GuardedTransport(guard, self.limits.size),
                    headers=own,
                    timeout=httpx2.Timeout(self.limits.read, connect=self.limits.connect),
                    trust_env=False,
                    follow_redirects=False,
                ) as client,
            ):
                reader.deadline = deadline
                return await self._follow(client, guard, reader, method, url, content)
        except TimeoutError as error:
            raise TooSlow(self.limits.total).having_seen(reader.seen) from error
        except OutboundError as error:
            error.having_seen(reader.seen)
            raise

    async def _follow(
        self,
        client: httpx2.AsyncClient,
        guard: Guard,
        reader: "_Reader",
        method: str,
        url: str,
        content: bytes,
    ) -> Response:
        moved_to, still_permanent = "", True
        for _ in range(self.limits.redirects + 1):
            target = _parsed(url)
            guard.expect(target)
            answer, body = await self._ask(client, reader, method, target, content)
            location = answer.headers.get("location", "")
            if answer.status_code not in REDIRECTS or not location or method not in {"GET", "HEAD"}:
                return Response(
                    url=url,
                    status=answer.status_code,
                    headers=MappingProxyType({name.lower(): value for name, value in answer.headers.items()}),
                    body=body,
                    permanent_redirect_to=moved_to,
                )
            url = _joined(target, location)
            guard.expect(_parsed(url))
            await reader.wait_to_follow(url)
            still_permanent = still_permanent and answer.status_code in PERMANENT
            moved_to = url if still_permanent else moved_to
        raise TooManyRedirects(self.limits.redirects)

    async def _ask(
        self, client: httpx2.AsyncClient, reader: "_Reader", method: str, target: httpx2.URL, content: bytes
    ) -> tuple[httpx2.Response, bytes]:
        try:
            async with client.stream(method, target, content=content or None) as answer:
                # The body of a redirect says nothing that the address does not.
                leads_on = answer.status_code in REDIRECTS and "location" in answer.headers
                reader.note(answer)
                return answer, b"" if leads_on else await reader.read(answer)
        except (httpcore2.ReadTimeout, httpx2.ReadTimeout) as error:
            raise TooSlow(self.limits.read, "silent") from error
        except (httpcore2.TimeoutException, httpx2.TimeoutException) as error:
            raise TooSlow(self.limits.connect, "silent") from error
        except httpx2.DecodingError as error:
            raise Unreachable("damaged-packing") from error
        except (httpcore2.ProtocolError, httpx2.ProtocolError) as error:
            raise Unreachable("no-http", why=str(error)[:200]) from error
        except (httpcore2.NetworkError, httpx2.NetworkError) as error:
            raise why_broken(error) from error


@dataclass
class _Reader:
    """Reads a body, counting what it unpacks to."""

    limit: int
    before_growing: Grow | None
    before_following: Follow | None
    deadline: asyncio.Timeout | None = None
    seen: list[str] = field(default_factory=list)  # the head of each answer, for whoever looks for the cause

    def note(self, answer: httpx2.Response) -> None:
        """Remember what the server said before its body."""
        headers = answer.headers
        told = (headers.get(name, "") for name in ("content-type", "content-encoding", "location"))
        self.seen.append(" ".join(filter(None, (f"HTTP {answer.status_code}", *told)))[:200])

    async def read(self, answer: httpx2.Response) -> bytes:
        """The whole body. Raises TooLarge, Bomb, Unreachable."""
        packing = answer.headers.get("content-encoding", "").lower().strip()
        if any(part.strip() not in _UNPACKED for part in packing.split(",")):
            raise Unreachable("unknown-packing", packing=packing[:40])
        announced = answer.headers.get("content-length", "")
        if announced.isdecimal() and int(announced) > self.limit:
            raise TooLarge(self.limit)
        body, size, is_large = io.BytesIO(), 0, False
        async for piece in answer.aiter_bytes():
            size += len(piece)
            if size > self.limit:
                raise TooLarge(self.limit)
            if size > LARGE and size > MOST_GROWTH * answer.num_bytes_downloaded:
                raise Bomb(MOST_GROWTH)
            if size > LARGE and not is_large:
                is_large = True
                if self.before_growing is not None:
                    await self._outside_time(self.before_growing())
            body.write(piece)
        return body.getvalue()  # the same memory, not a copy

    async def wait_to_follow(self, url: str) -> None:
        """Before a redirect is followed."""
        if self.before_following is not None:
            await self._outside_time(self.before_following(url))

    async def _outside_time(self, waiting: Awaitable[None]) -> None:
        """The server does not pay for our waiting."""
        if self.deadline is None:
            return await waiting
        left = (self.deadline.when() or 0.0) - asyncio.get_running_loop().time()
        self.deadline.reschedule(None)
        try:
            await waiting
        finally:
            self.deadline.reschedule(asyncio.get_running_loop().time() + left)


# What this installation can unpack.
_ENCODINGS = httpx2.Client(
    trust_env=False, transport=httpx2.MockTransport(lambda _: httpx2.Response(204))
).headers["accept-encoding"]
_UNPACKED = {"", "identity", "x-gzip", *(name.strip() for name in _ENCODINGS.split(","))}


def _parsed(url: str) -> httpx2.URL:
    if len(url) > MAX_ADDRESS_LENGTH:
        raise Refused("address-too-long")
    try:
        return httpx2.URL(url.strip())
    except (httpx2.InvalidURL, ValueError, UnicodeError) as error:
        raise Refused("no-web-address", address=url[:200]) from error


def _joined(base: httpx2.URL, location: str) -> str:
    try:
        return str(base.join(location.strip()))
    except (httpx2.InvalidURL, ValueError, UnicodeError) as error:
        raise Refused("bad-redirect", address=location[:200]) from error


def client(limits: Limits | None = None) -> Client:
    """The client with the project's settings (``OUTBOUND_ALLOW``, ``OUTBOUND_CONTACT``)."""
    return Client(
        allow=frozenset(pair.lower() for pair in settings.OUTBOUND_ALLOW),
        contact=settings.OUTBOUND_CONTACT,
        limits=limits or Limits(),
    )


def request(
    url: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] = MappingProxyType({}),
    content: bytes = b"",
    limits: Limits | None = None,
) -> Response:
    """Ask with the project's settings, and wait. Raises OutboundError."""
    return client(limits).request(url, method=method, headers=headers, content=content)
