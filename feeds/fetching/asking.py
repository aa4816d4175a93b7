"""Asking one feed for news: a conditional request through the guarded client; what came back is a value."""

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Protocol

from common import outbound

ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1"
)
# What is kept of an answer's headers, for replaying it and for whoever looks for the cause of a failure.
KEPT_HEADERS = (
    "content-type",
    "content-language",
    "content-location",
    "etag",
    "last-modified",
    "cache-control",
    "expires",
    "date",
    "retry-after",
    "link",
    "server",
)
MAX_HEADER = 1_000


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and what is known of the last answer."""

    url: str
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: an answer of whatever status, or in ``trouble`` why there was none, in words."""

    url: str
    status: int = 0  # 0: there was no answer
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    body: bytes = field(default=b"", repr=False)
    moved_to: str = ""
    trouble: str = ""
    trouble_code: str = ""  # of common.outbound_errors.WORDS, with its facts
    trouble_params: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    trouble_evidence: str = ""
    duration_ms: int = 0

    @property
    def digest(self) -> str:
        """Tells an unchanged body where the server knows neither ETag nor Last-Modified."""
        return hashlib.sha256(self.body).hexdigest() if self.body else ""


class Ask(Protocol):
    """``common.outbound.request``, or what stands for it."""

    def __call__(self, url: str, *, headers: Mapping[str, str]) -> outbound.Response: ...


def fetch(question: Question, ask: Ask = outbound.request) -> Answer:
    """Ask the feed's server, once, and wait for it. Never raises on what strangers do."""
    began = time.monotonic()
    try:
        response = ask(question.url, headers=_headers(question))
    except outbound.OutboundError as trouble:
        return _trouble(question, trouble, began)
    return _answer(response, began)


async def fetch_beside_others(
    question: Question,
    client: outbound.Client,
    before_growing: outbound.Grow | None = None,
    before_following: outbound.Follow | None = None,
) -> Answer:
    """As ``fetch``, in an event loop. What is awaited before a large body is read on, and before a redirect is followed."""
    began = time.monotonic()
    try:
        response = await client.fetch(
            question.url,
            headers=_headers(question),
            before_growing=before_growing,
            before_following=before_following,
        )
    except outbound.OutboundError as trouble:
        return _trouble(question, trouble, began)
    return _answer(response, began)


def _headers(question: Question) -> dict[str, str]:
    headers = {"accept": ACCEPT}
    if question.etag:
        headers["if-none-match"] = question.etag
    if question.last_modified:
        headers["if-modified-since"] = question.last_modified
    return headers


def _answer(response: outbound.Response, began: float) -> Answer:
    kept = {name: response.headers[name][:MAX_HEADER] for name in KEPT_HEADERS if name in response.headers}
    # The address that relative links are resolved against.
    kept.setdefault("content-location", response.url)
    return Answer(
        response.url,
        response.status,
        kept,
        response.body,
        moved_to=response.permanent_redirect_to,
        duration_ms=_since(began),
    )


def _trouble(question: Question, trouble: outbound.OutboundError, began: float) -> Answer:
    return Answer(
        question.url,
        trouble=str(trouble),
        trouble_code=trouble.code,
        trouble_params=trouble.params,
        trouble_evidence=trouble.evidence,
        duration_ms=_since(began),
    )


def _since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)
