"""The wire's web server: feeds with validators, pages and pictures, for this machine only."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from newsroom.demo.painting import PAINTERS, paint
from newsroom.demo.painting.inks import INKS
from newsroom.demo.wire import formats, pages
from newsroom.demo.wire.agencies import AGENCIES, HALYARD
from newsroom.demo.wire.sending import agency_of, as_sent, sent_by

HOST = "127.0.0.1"
Clock = Callable[[], datetime]
_REPORT = re.compile(r"([\w-]+)/reports/(\d{1,10})/")
_PICTURE = re.compile(r"pictures/(\w+)/(\w+)\.jpg")


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back for one address."""

    body: bytes
    kind: str
    modified: datetime | None = None

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:24]}"'


def answer(path: str, base: str, now: datetime) -> Answer | None:
    """What stands at ``path`` (without its first slash) at this moment; None for nothing."""
    for agency in AGENCIES:
        if path == agency.path:
            reports = sent_by(agency, now)
            write, kind = (formats.atom, "atom") if agency is HALYARD else (formats.rss, "rss")
            changed = max(sent.updated for sent in reports) if reports else None
            return Answer(write(agency, reports, base), f"application/{kind}+xml; charset=utf-8", changed)
        if path == f"{agency.key}/":
            return _html(pages.front(agency, sent_by(agency, now)))
    if path == "":
        return _html(pages.index())
    if found := _REPORT.fullmatch(path):
        sender = agency_of(found[1])
        sent = as_sent(sender, int(found[2]), now) if sender else None
        return _html(pages.report(sent)) if sent else None
    found = _PICTURE.fullmatch(path)
    if found and found[1] in INKS and found[2] in PAINTERS:
        return Answer(_painted(found[2], found[1]), "image/jpeg")
    return None


@lru_cache(maxsize=32)
def _painted(painter: str, section: str) -> bytes:
    return paint(painter, section)


def _html(text: str) -> Answer:
    return Answer(text.encode(), "text/html; charset=utf-8")


class Wire(ThreadingHTTPServer):
    """Listens on loopback; port 0 takes a free one. Raises OSError."""

    daemon_threads = True

    def __init__(self, port: int, clock: Clock = lambda: datetime.now(UTC)) -> None:
        self.clock = clock
        super().__init__((HOST, port), _Handler)

    @property
    def base(self) -> str:
        """Where it can be reached."""
        return f"http://{HOST}:{self.server_port}/"


class _Handler(BaseHTTPRequestHandler):
    server: Wire
    server_version = "DemoWire"
    protocol_version = "HTTP/1.1"
    timeout = 15

    def do_GET(self) -> None:
        found = answer(urlsplit(self.path).path.removeprefix("/"), self.server.base, self.server.clock())
        if found is None:
            self.send_error(404)
            return
        fresh = self._has(found)
        self.send_response(304 if fresh else 200)
        self.send_header("ETag", found.etag)
        if found.modified:
            self.send_header("Last-Modified", format_datetime(found.modified, usegmt=True))
        self.send_header("Cache-Control", "no-cache")
        if not fresh:
            self.send_header("Content-Type", found.kind)
            self.send_header("Content-Length", str(len(found.body)))
        self.end_headers()
        if not fresh and self.command != "HEAD":
            self.wfile.write(found.body)

    do_HEAD = do_GET  # noqa: N815 — the name that the base class looks for

    def _has(self, found: Answer) -> bool:
        """Whether the asker has this very version; a tag counts before a date."""
        if tags := self.headers.get("If-None-Match"):
            return tags.strip() == "*" or found.etag in {
                tag.strip().removeprefix("W/") for tag in tags.split(",")
            }
        since = self.headers.get("If-Modified-Since")
        if not since or found.modified is None:
            return False
        try:
            return found.modified <= parsedate_to_datetime(since)
        except (ValueError, TypeError):
            return False

    def log_message(self, format: str, *args: object) -> None:
        """Quiet: the desk records every poll."""
