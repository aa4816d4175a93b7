"""The one HTTP client: every request that leaves the house goes through here.

A name is resolved once, every address it has is checked, and the connection goes to the checked number, so that no
name can mean one host when it is checked and another when it is connected to. Each redirect starts over. Time, size
and the number of redirects are bounded; nothing of the environment (proxies, .netrc) is used.
"""

import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

import httpcore2
import httpx2
from django.conf import settings

from common.connecting import Connect, Guard, Resolve, connect_to, resolve_name
from common.outbound_errors import OutboundError, Refused, TooLarge, TooManyRedirects, TooSlow, Unreachable

__all__ = [
    "Client",
    "Limits",
    "OutboundError",
    "Refused",
    "Response",
    "TooLarge",
    "TooManyRedirects",
    "TooSlow",
    "Unreachable",
    "request",
]

PERMANENT = {301, 308}
REDIRECTS = {301, 302, 303, 307, 308}
DECODED = {"", "identity", "gzip", "x-gzip", "deflate", "br", "zstd"}
MAX_ADDRESS_LENGTH = 4_000


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


class _CountedStream(httpx2.SyncByteStream):
    """The body as it comes from the wire, cut when it grows past the limit even before decompression."""

    def __init__(self, stream: httpcore2.Response, limit: int) -> None:
        self._response, self._limit = stream, limit

    def __iter__(self) -> Iterator[bytes]:
        received = 0
        for chunk in self._response.iter_stream():
            received += len(chunk)
            if received > self._limit:
                raise TooLarge(self._limit)
            yield chunk

    def close(self) -> None:
        self._response.close()


class _GuardedTransport(httpx2.BaseTransport):
    """httpx2's requests over httpcore2's connections, made by the guard."""

    def __init__(self, guard: Guard, size: int) -> None:
        self._size = size
        self._pool = httpcore2.ConnectionPool(ssl_context=_tls(), network_backend=guard, max_connections=1)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        answer = self._pool.handle_request(
            httpcore2.Request(
                method=request.method,
                url=httpcore2.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.read(),
                extensions=request.extensions,
            )
        )
        return httpx2.Response(
            answer.status,
            headers=answer.headers,
            stream=_CountedStream(answer, self._size),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        self._pool.close()


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
    clock: Callable[[], float] = time.monotonic

    def request(
        self,
        url: str,
        *,
        method: str = "GET",
        headers: Mapping[str, str] = MappingProxyType({}),
        content: bytes = b"",
    ) -> Response:
        """Ask and read the whole answer; an answer with an error status is an answer.

        GET and HEAD follow redirects, each checked as the first address was. Raises OutboundError.
        """
        guard = Guard(
            allow=self.allow,
            deadline=self.clock() + self.limits.total,
            resolve=self.resolve,
            connect=self.connect,
            clock=self.clock,
        )
        own = {"user-agent": f"Newsroom/1 (+{self.contact})", "accept-encoding": _ENCODINGS, **headers}
        with httpx2.Client(
            transport=_GuardedTransport(guard, self.limits.size),
            headers=own,
            timeout=httpx2.Timeout(self.limits.read, connect=self.limits.connect),
            trust_env=False,
            follow_redirects=False,
        ) as client:
            return self._follow(client, guard, method, url, content)

    def _follow(self, client: httpx2.Client, guard: Guard, method: str, url: str, content: bytes) -> Response:
        moved_to, still_permanent = "", True
        for _ in range(self.limits.redirects + 1):
            target = _parsed(url)
            guard.expect(target)
            answer, body = self._ask(client, method, target, content)
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
            still_permanent = still_permanent and answer.status_code in PERMANENT
            moved_to = url if still_permanent else moved_to
        raise TooManyRedirects(self.limits.redirects)

    def _ask(
        self, client: httpx2.Client, method: str, target: httpx2.URL, content: bytes
    ) -> tuple[httpx2.Response, bytes]:
        try:
            with client.stream(method, target, content=content or None) as answer:
                # The body of a redirect says nothing that the address does not.
                leads_on = answer.status_code in REDIRECTS and "location" in answer.headers
                return answer, b"" if leads_on else self._read(answer)
        except (httpcore2.TimeoutException, httpx2.TimeoutException) as error:
            raise TooSlow(self.limits.total) from error
        except httpx2.DecodingError as error:
            raise Unreachable("The answer is packed and cannot be unpacked: it is damaged.") from error
        except (httpcore2.ProtocolError, httpx2.ProtocolError) as error:
            raise Unreachable(f"The server does not speak HTTP properly ({error}).") from error
        except (httpcore2.NetworkError, httpx2.NetworkError, OSError) as error:
            raise Unreachable(f"The connection failed ({_cause(error)}).") from error

    def _read(self, answer: httpx2.Response) -> bytes:
        packing = answer.headers.get("content-encoding", "").lower().strip()
        if any(part.strip() not in DECODED for part in packing.split(",")):
            raise Unreachable(f"The answer is packed in a way that was not asked for ({packing[:40]}).")
        announced = answer.headers.get("content-length", "")
        if announced.isdecimal() and int(announced) > self.limits.size:
            raise TooLarge(self.limits.size)
        pieces, size = [], 0
        for piece in answer.iter_bytes():
            size += len(piece)
            if size > self.limits.size:
                raise TooLarge(self.limits.size)
            pieces.append(piece)
        return b"".join(pieces)


# What this installation can unpack; brotli and zstd need further packages.
_ENCODINGS = httpx2.Client(
    trust_env=False, transport=httpx2.MockTransport(lambda _: httpx2.Response(204))
).headers["accept-encoding"]


def _parsed(url: str) -> httpx2.URL:
    if len(url) > MAX_ADDRESS_LENGTH:
        raise Refused("The address is longer than any address should be.")
    try:
        return httpx2.URL(url.strip())
    except (httpx2.InvalidURL, ValueError, UnicodeError) as error:
        raise Refused(f"This is not a web address: {url[:200]}") from error


def _joined(base: httpx2.URL, location: str) -> str:
    try:
        return str(base.join(location.strip()))
    except (httpx2.InvalidURL, ValueError, UnicodeError) as error:
        raise Refused(
            f"The server points to something that is not a web address: {location[:200]}"
        ) from error


def _cause(error: BaseException) -> str:
    """The innermost words of a chain of network errors."""
    while error.__cause__ is not None:
        error = error.__cause__
    return str(error) or type(error).__name__


def request(
    url: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] = MappingProxyType({}),
    content: bytes = b"",
    limits: Limits | None = None,
) -> Response:
    """Ask with the project's settings (``OUTBOUND_ALLOW``, ``OUTBOUND_CONTACT``). Raises OutboundError."""
    client = Client(
        allow=frozenset(pair.lower() for pair in settings.OUTBOUND_ALLOW),
        contact=settings.OUTBOUND_CONTACT,
        limits=limits or Limits(),
    )
    return client.request(url, method=method, headers=headers, content=content)
