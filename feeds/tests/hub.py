"""A hub on loopback: takes requests, asks back, and brings what a test tells it to."""

import hashlib
import hmac
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol
from urllib.parse import parse_qs, urlencode

from django.test import Client

CHALLENGE = "a-challenge"


class Reply(Protocol):
    """What a hub looks at of an answer."""

    status_code: int
    content: Any


# Method, address, body, headers → the answer.
Call = Callable[[str, str, bytes, dict[str, str]], Reply]


def through_the_front_door(method: str, url: str, content: bytes, headers: dict[str, str]) -> Reply:
    """Call the house without a socket."""
    path = url.split("/", 3)[3]
    kind = headers.get("content-type", "text/plain")
    reply: Reply = Client().generic(method, f"/{path}", content, kind, headers=headers)
    return reply


class Hub:
    """``asked`` holds every request as a form. ``answers`` is the status that it answers with."""

    def __init__(self, call: Call = through_the_front_door) -> None:
        self.call = call
        self.asked: list[dict[str, str]] = []
        self.answers = 202
        house = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                house.asked.append({name: values[0] for name, values in parse_qs(body).items()})
                self.send_response(house.answers)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:
                """Tests read what was asked from ``asked``."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.place = f"127.0.0.1:{self._server.server_address[1]}"
        self.url = f"http://{self.place}/hub"

    def verify(self, **changes: str) -> Reply:
        """Ask back whether the last request was theirs; ``changes`` are what a forger would write."""
        form = self.asked[-1]
        query = {
            "hub.mode": form["hub.mode"],
            "hub.topic": form["hub.topic"],
            "hub.challenge": CHALLENGE,
            "hub.lease_seconds": "3600",
            **{f"hub.{name}": value for name, value in changes.items()},
        }
        return self.call("GET", f"{form['hub.callback']}?{urlencode(query)}", b"", {})

    def push(self, body: str, *, method: str = "sha256", secret: str = "", **headers: str) -> Reply:
        """Bring something, signed with what it was given or with another ``secret``."""
        form = self.asked[-1]
        key = secret or form["hub.secret"]
        signature = hmac.new(key.encode(), body.encode(), getattr(hashlib, method)).hexdigest()
        sent = {"content-type": "application/rss+xml", "x-hub-signature": f"{method}={signature}", **headers}
        return self.call("POST", form["hub.callback"], body.encode(), sent)


@contextmanager
def serve() -> Iterator[Hub]:
    """A hub that runs until the block ends."""
    hub = Hub()
    thread = threading.Thread(target=hub._server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        hub._server.shutdown()
        hub._server.server_close()
        thread.join()
