"""How the guarded client connects: resolve once, check every address, connect to the checked number."""

import ipaddress
import ssl
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import httpcore2
import httpx2

from common.addresses import IPAddress, why_refused
from common.outbound_errors import OutboundError, Refused, Unreachable

ALLOWED_PORTS = {80, 443, 8080, 8443}
# More than any honest name has; trying them one after another takes time.
MAX_ADDRESSES_TRIED = 4

Resolve = Callable[[str, int, float], Awaitable[list[str]]]
Connect = Callable[[IPAddress, int, float | None], Awaitable[httpcore2.AsyncNetworkStream]]

_NETWORK = httpcore2.AnyIOBackend()


async def connect_to(address: IPAddress, port: int, timeout: float | None) -> httpcore2.AsyncNetworkStream:
    """An open connection to a number, never to a name. Raises httpcore2.ConnectError or ConnectTimeout."""
    return await _NETWORK.connect_tcp(str(address), port, timeout)


class Guard(httpcore2.AsyncNetworkBackend):
    """Opens connections for one request and its redirects.

    The connecting library hands in the host of the request; what is dialled is always a checked number.
    """

    def __init__(self, *, allow: frozenset[str], resolve: Resolve, connect: Connect) -> None:
        self._allow, self._resolve, self._connect = allow, resolve, connect

    def expect(self, url: httpx2.URL) -> None:
        """Check what can be known of an address before looking it up. Raises Refused."""
        if url.scheme not in {"http", "https"}:
            raise Refused("other-protocol", scheme=url.scheme)
        if not url.host:
            raise Refused("no-host-named")
        if url.userinfo:
            raise Refused("sign-in-in-address")
        if "%" in url.host:
            raise Refused("zone")
        default = 443 if url.scheme == "https" else 80
        self._expect_port(url.host, default if url.port is None else url.port)

    def _expect_port(self, host: str, port: int) -> None:
        if port not in ALLOWED_PORTS and not self._is_allowed(host, port):
            ports = ", ".join(str(known) for known in sorted(ALLOWED_PORTS))
            raise Refused("port", port=port, allowed=ports)

    def _is_allowed(self, host: str, port: int) -> bool:
        return f"{host.lower()}:{port}" in self._allow or f"[{host.lower()}]:{port}" in self._allow

    async def _addresses(self, host: str, port: int, timeout: float) -> list[IPAddress]:
        addresses: list[IPAddress] = []
        for text in await self._resolve(host, port, timeout):
            try:
                addresses.append(ipaddress.ip_address(text))
            except ValueError:
                raise Refused("reserved", place=f"{host} ({text})") from None
        if not addresses:
            raise Unreachable("no-such-host", host=host)
        if not self._is_allowed(host, port):
            for address in addresses:
                if reason := why_refused(address):
                    place = host if host == str(address) else f"{host} ({address})"
                    raise Refused(reason, place=place)
        return addresses[:MAX_ADDRESSES_TRIED]

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        self._expect_port(host, port)
        failure: Exception = Unreachable("no-such-host", host=host)
        for address in await self._addresses(host, port, 60.0 if timeout is None else timeout):
            try:
                return await self._connect(address, port, timeout)
            except (httpcore2.NetworkError, httpcore2.TimeoutException, OSError) as error:
                failure = error
        if isinstance(failure, httpcore2.TimeoutException | TimeoutError):
            raise httpcore2.ConnectTimeout(str(failure)) from failure
        raise Unreachable("no-connection", host=host, why=innermost(failure)) from failure

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore2.AsyncNetworkStream:
        raise Refused("unix-socket")


# OpenSSL's numbers of what is wrong with a certificate.
_EXPIRED, _OTHER_HOST = {10}, {62, 63, 64}
_ISSUED_BY_NOBODY = {2, 18, 19, 20, 21, 27}


def why_broken(error: BaseException) -> OutboundError:
    """A chain of network errors as one of ours."""
    for cause in _chain(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            number, why = cause.verify_code, cause.verify_message
            if number in _EXPIRED:
                return Unreachable("certificate-expired")
            if number in _OTHER_HOST:
                return Unreachable("certificate-host", why=why)
            return Unreachable("certificate-unknown" if number in _ISSUED_BY_NOBODY else "tls", why=why)
        if isinstance(cause, ssl.SSLError):
            return Unreachable("tls", why=cause.reason or str(cause))
    return Unreachable("broken", why=innermost(error))


def innermost(error: BaseException) -> str:
    """The last words of a chain of errors."""
    *_, last = _chain(error)
    if isinstance(last, OSError) and last.strerror:
        return last.strerror
    return str(last) or type(last).__name__


def _chain(error: BaseException) -> list[BaseException]:
    chain = [error]
    while (cause := chain[-1].__cause__ or chain[-1].__context__) is not None and cause not in chain:
        chain.append(cause)
    return chain
