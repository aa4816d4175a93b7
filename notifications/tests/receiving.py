"""A receiver of webhooks as a careful program would be: checks signatures and ages, knows repetitions by their id."""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Verdict = Callable[[dict[str, Any]], int]


def verified(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """Whether the message is from who knows the secret, and not an old one. By the text of the standard alone."""
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    wanted = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    is_fresh = abs(time.time() - int(headers["webhook-timestamp"])) < 300
    return is_fresh and any(
        hmac.compare_digest(wanted, one) for one in headers["webhook-signature"].split(" ")
    )


class Receiver:
    """``verdict`` answers each message; 0 takes it and hangs up without a word."""

    def __init__(self) -> None:
        self.secret = ""
        self.verdict: Verdict = lambda message: 204
        self.headers_of_answers: dict[str, str] = {}
        self.taken: dict[str, dict[str, Any]] = {}  # by id, in the order of arrival
        self.times: Counter[str] = Counter()
        self.bodies: dict[str, set[bytes]] = {}
        self.forged = self.asked = 0
        house, lock = self, threading.Lock()

        class Handler(BaseHTTPRequestHandler):
            def do_HEAD(self) -> None:
                self.send_response(405)
                self.end_headers()

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                headers = {name.lower(): value for name, value in self.headers.items()}
                message = json.loads(body)
                with lock:
                    house.asked += 1
                    if house.secret and not verified(house.secret, headers, body):
                        house.forged += 1
                    status = house.verdict(message)
                    if status < 300:
                        number = headers["webhook-id"]
                        house.times[number] += 1
                        house.bodies.setdefault(number, set()).add(body)
                        house.taken.setdefault(number, message)
                if status == 0:
                    self.close_connection = True
                    self.connection.close()
                    return
                self.send_response(status)
                for name, value in house.headers_of_answers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:
                """Silent."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.place = f"127.0.0.1:{self._server.server_address[1]}"
        self.url = f"http://{self.place}/hook"


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver that listens until the block ends."""
    receiver = Receiver()
    thread = threading.Thread(target=receiver._server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver._server.shutdown()
        receiver._server.server_close()
        thread.join()
