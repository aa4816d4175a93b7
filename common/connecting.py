"""How the guarded client connects: resolve once, check every address, connect to the checked number, keep time."""

import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterable
from typing import Any

import httpcore2
import httpx2

from common.addresses import IPAddress, why_refused
from common.outbound_errors import Refused, TooSlow, Unreachable

ALLOWED_PORTS = {80, 443, 8080, 8443}
# More than any honest name has; trying them one after another takes time.
MAX_ADDRESSES_TRIED = 4

Resolve = Callable[[str, int, float], list[str]]
Connect = Callable[[IPAddress, int, float], socket.socket]


def resolve_name(host: str, port: int, timeout: float) -> list[str]:
    """The addresses of a host as the system's resolver sees them, which takes at most ``timeout`` seconds.

    Raises TooSlow or Unreachable.
    """
    found: list[str] = []
    failure: list[OSError | UnicodeError] = []

    def look_up() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend(str(row[4][0]) for row in rows)
        except (OSError, UnicodeError) as error:
            failure.append(error)

    # The system's resolver knows no deadline; a thread that still waits is left behind and ends by itself.
    thread = threading.Thread(target=look_up, daemon=True)
    thread.start()
    thread.join(max(timeout, 0.01))
    if thread.is_alive():
        raise TooSlow(timeout)
    if failure or not found:
        raise Unreachable(f"There is no host named {host}.")
    return list(dict.fromkeys(found))


def connect_to(address: IPAddress, port: int, timeout: float) -> socket.socket:
    """An open connection to a number, never to a name. Raises OSError."""
    return socket.create_connection((str(address), port), timeout)


class _Stream(httpcore2.NetworkStream):
    """A connection that knows when its time is up, however steadily it drips."""

    def __init__(self, connection: socket.socket, guard: "Guard") -> None:
        self._socket, self._guard = connection, guard

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self._socket.settimeout(self._guard.time_left(timeout))
        try:
            return self._socket.recv(max_bytes)
        except TimeoutError as error:
            raise httpcore2.ReadTimeout(str(error)) from error
        except OSError as error:
            raise httpcore2.ReadError(str(error)) from error

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        try:
            left = memoryview(buffer)
            while left:
                self._socket.settimeout(self._guard.time_left(timeout))
                left = left[self._socket.send(left) :]
        except TimeoutError as error:
            raise httpcore2.WriteTimeout(str(error)) from error
        except OSError as error:
            raise httpcore2.WriteError(str(error)) from error

    def close(self) -> None:
        self._socket.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> "httpcore2.NetworkStream":
        self._socket.settimeout(self._guard.time_left(timeout))
        try:
            return _Stream(
                ssl_context.wrap_socket(self._socket, server_hostname=server_hostname), self._guard
            )
        except TimeoutError as error:
            self.close()
            raise httpcore2.ConnectTimeout(str(error)) from error
        except (ssl.SSLError, ssl.CertificateError) as error:
            self.close()
            raise Unreachable(
                f"The server's certificate or encryption is not in order ({_tls_words(error)})."
            ) from error
        except OSError as error:
            self.close()
            raise httpcore2.ConnectError(str(error)) from error

    def get_extra_info(self, info: str) -> Any:
        if info == "ssl_object" and isinstance(self._socket, ssl.SSLSocket):
            return self._socket
        return None


class Guard(httpcore2.NetworkBackend):
    """Opens connections for one request and its redirects, and keeps its clock.

    The connecting library hands in the host of the request; what is dialled is always a checked number.
    """

    def __init__(
        self,
        *,
        allow: frozenset[str],
        deadline: float,
        resolve: Resolve,
        connect: Connect,
        clock: Callable[[], float],
    ) -> None:
        self._allow, self._deadline, self._clock = allow, deadline, clock
        self._resolve, self._connect = resolve, connect

    def time_left(self, timeout: float | None) -> float:
        """Seconds until the nearer of the deadline and ``timeout``. Raises httpcore2.ReadTimeout when none is left."""
        left = self._deadline - self._clock()
        if left <= 0:
            raise httpcore2.ReadTimeout("the whole request took too long")
        return left if timeout is None else min(left, timeout)

    def expect(self, url: httpx2.URL) -> None:
        """Check what can be known of an address before looking it up. Raises Refused."""
        if url.scheme not in {"http", "https"}:
            raise Refused(
                f"Only http and https are fetched, not {url.scheme or 'an address without a protocol'}."
            )
        if not url.host:
            raise Refused("The address names no host.")
        if url.userinfo:
            raise Refused("The address holds a name or password; such addresses are not fetched.")
        port = url.port or (443 if url.scheme == "https" else 80)
        if port not in ALLOWED_PORTS and not self._is_allowed(url.host, port):
            ports = ", ".join(str(known) for known in sorted(ALLOWED_PORTS))
            raise Refused(f"Port {port} is not one for the web ({ports}); an operator can allow it.")

    def _is_allowed(self, host: str, port: int) -> bool:
        return f"{host.lower()}:{port}" in self._allow or f"[{host.lower()}]:{port}" in self._allow

    def _addresses(self, host: str, port: int, timeout: float | None) -> list[IPAddress]:
        addresses: list[IPAddress] = []
        for text in self._resolve(host, port, self.time_left(timeout)):
            try:
                addresses.append(ipaddress.ip_address(text))
            except ValueError:
                raise Refused(f"{host} leads to something that is no address.") from None
        if not addresses:
            raise Unreachable(f"There is no host named {host}.")
        if not self._is_allowed(host, port):
            for address in addresses:
                if reason := why_refused(address):
                    raise Refused(
                        f"{host} leads to {address}, which is {reason}; only the public web is fetched."
                    )
        return addresses[:MAX_ADDRESSES_TRIED]

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        failure: OSError | None = None
        for address in self._addresses(host, port, timeout):
            try:
                connection = self._connect(address, port, self.time_left(timeout))
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                return _Stream(connection, self)
            except OSError as error:
                failure = error
        if isinstance(failure, TimeoutError):
            raise httpcore2.ConnectTimeout(str(failure)) from failure
        raise Unreachable(f"{host} does not accept connections ({failure}).") from failure

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore2.NetworkStream:
        raise Refused("Only the public web is fetched.")


def _tls_words(error: ssl.SSLError) -> str:
    return getattr(error, "verify_message", "") or error.reason or str(error)
