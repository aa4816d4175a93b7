"""A real HTTP server on loopback whose answers a test writes, for whatever speaks to the outside."""

import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Script = Callable[[BaseHTTPRequestHandler], None]
Answer = tuple[int, Mapping[str, str], bytes]


def free_port() -> int:
    """A port that nobody listens on at the moment of asking."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Loopback:
    """Answers by path. ``asked`` holds every request: its path and its headers in lower case."""

    def __init__(self) -> None:
        self.pages: dict[str, Answer | Script] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        house = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                house.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
                page = house.pages.get(self.path, (404, {}, b"nothing here"))
                if callable(page):
                    page(self)
                    return
                status, headers, body = page
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                """Tests read what was asked from ``asked``."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self.place = f"127.0.0.1:{self.port}"

    def url(self, path: str) -> str:
        """The address of a path."""
        return f"http://{self.place}{path}"

    def page(self, path: str, body: bytes | str = b"", status: int = 200, **headers: str) -> str:
        """Answer ``path`` so; underscores in header names stand for hyphens. Returns the address."""
        data = body.encode() if isinstance(body, str) else body
        self.pages[path] = (status, {name.replace("_", "-"): value for name, value in headers.items()}, data)
        return self.url(path)

    def script(self, path: str, script: Script) -> str:
        """Let ``script`` answer ``path``, however badly. Returns the address."""
        self.pages[path] = script
        return self.url(path)


@contextmanager
def serve() -> Iterator[Loopback]:
    """A server that runs until the block ends."""
    loopback = Loopback()
    thread = threading.Thread(target=loopback._server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield loopback
    finally:
        loopback._server.shutdown()
        loopback._server.server_close()
        thread.join()
