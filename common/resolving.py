"""From a host's name to its addresses, as the system's resolver sees them, without waiting for it longer than wanted."""

import asyncio
import socket
import threading

from common.outbound_errors import TooSlow, Unreachable


async def resolve_name(host: str, port: int, timeout: float) -> list[str]:
    """The addresses of a host. Raises TooSlow after ``timeout`` seconds, and Unreachable where there are none."""
    try:
        # A number in whatever spelling (127.1, 0x7f000001) is known without asking anybody.
        return _addresses(host, port, socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        pass
    loop = asyncio.get_running_loop()
    found: asyncio.Future[list[str]] = loop.create_future()

    def tell(addresses: list[str]) -> None:
        if not found.done():
            found.set_result(addresses)

    def look_up() -> None:
        try:
            addresses = _addresses(host, port)
        except (OSError, UnicodeError):
            addresses = []
        try:
            loop.call_soon_threadsafe(tell, addresses)
        except RuntimeError:
            return  # nobody waits any more

    # The system's resolver knows no deadline; a thread that still waits is left behind and ends by itself. One of the
    # loop's own would hold the loop until then.
    threading.Thread(target=look_up, daemon=True).start()
    try:
        addresses = await asyncio.wait_for(found, max(timeout, 0.01))
    except TimeoutError:
        raise TooSlow(timeout) from None
    if not addresses:
        raise Unreachable("no-such-host", host=host)
    return addresses


def _addresses(host: str, port: int, flags: int = 0) -> list[str]:
    rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=flags)
    return list(dict.fromkeys(str(row[4][0]) for row in rows))
