"""Finished pages for readers who are not signed in, answered before anything else of Django runs.

A view says what its page shows with ``public_page(response, shows)``; only such answers are stored. Names in ``shows``:
``article:7`` for a page that is about article 7, ``card:7`` for one that shows its card, ``lists`` for pages that a new
article may enter.
"""

import gzip
import hashlib
import logging
import time
from collections.abc import Callable, Iterable

import redis
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date, parse_http_date_safe
from django.utils.translation import get_language_from_request

from reader import page_store
from reader.page_store import FRESH_SECONDS, StoredPage

PUBLIC = f"public, max-age=0, s-maxage={FRESH_SECONDS}, stale-while-revalidate={FRESH_SECONDS}"
PRIVATE = "private, no-cache"
WAIT_SECONDS = 2.0  # how long a reader waits for the page that another request is rendering
WAIT_STEP = 0.02
# Pages also stay in the process this long; with the sweep's nudge a change shows within 2 s.
NEAR_SECONDS = 1.0
NEAR_PAGES = 256  # of about 50 kB each
# After a failure Valkey is left alone this long, so that its absence does not slow every page.
REST_SECONDS = 5.0
KEY_LENGTH = 400  # longer addresses are none of ours
# Later pages of a list: there are as many as somebody cares to make up, and the store is not theirs to fill.
UNSTORED_PARAMETER = "before"
UNSTORED = (
    *("/admin/", "/accounts/", "/comments/", "/notices/", "/demo/", "/search/", "/a/", "/review/"),
    *("/healthz", "/readyz"),
)
FILES = (settings.STATIC_URL, settings.MEDIA_URL)
# Who has one of these may see a page of their own: signed in, or with a message waiting.
PERSONAL_COOKIES = (settings.SESSION_COOKIE_NAME, "messages")
NOT_STORED = {"set-cookie", "etag", "last-modified", "content-length", "vary", "cache-control"}

logger = logging.getLogger(__name__)


def public_page(response: HttpResponse, shows: Iterable[str]) -> HttpResponse:
    """Say that the answer is the same for all who are not signed in, and what it shows."""
    response.shows = frozenset(shows)  # type: ignore[attr-defined]  # read by the middleware below
    return response


class PageCacheMiddleware:
    """First in line: answers from the store, or lets the page be made and stores it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.near: dict[str, tuple[float, StoredPage]] = {}
        self.rest_until = 0.0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(FILES):
            return self.get_response(request)
        if not _is_for_all(request):
            return self._not_stored(request)
        key = _key(request)
        near = self.near.get(key)
        if near and near[0] > time.monotonic():
            return answer(request, near[1])
        if len(key) > KEY_LENGTH or time.monotonic() < self.rest_until:
            return self._not_stored(request)
        try:
            page = page_store.read(key)
            if page is None or not page.is_fresh():
                first, epoch = page_store.begin(key)
                if first:
                    return self._make(request, key, epoch, stale=page)
                # A page that is only old may be shown while one request makes the new one; a changed one is gone.
                page = page or self._wait(key)
        except redis.RedisError as error:
            self._leave_alone(error)
            page = None
        if page is None:
            return self._not_stored(request)
        self._keep_near(key, page)
        return answer(request, page)

    def _leave_alone(self, error: redis.RedisError) -> None:
        logger.warning("pages are made anew for each reader: Valkey does not answer (%s)", error)
        self.rest_until = time.monotonic() + REST_SECONDS

    def _wait(self, key: str) -> StoredPage | None:
        """The page that another request is rendering; None if it came to nothing (no page, an error, no end)."""
        until = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < until:
            time.sleep(WAIT_STEP)
            page, being_made = page_store.look_again(key)
            if page is not None or not being_made:
                return page
        return None

    def _make(self, request: HttpRequest, key: str, epoch: str, stale: StoredPage | None) -> HttpResponse:
        page = None
        response = self._not_stored(request)
        shows: frozenset[str] = getattr(response, "shows", frozenset())
        if response.status_code in (200, 410) and shows and not response.cookies:
            page = finished(response, stale)
        try:
            if page_store.finish(key, page, shows, epoch) and page is not None:
                self._keep_near(key, page)
        except redis.RedisError as error:
            self._leave_alone(error)
        if page is None and response.status_code == 503:
            page = stale
        return response if page is None else answer(request, page)

    def _keep_near(self, key: str, page: StoredPage) -> None:
        if len(self.near) >= NEAR_PAGES:
            self.near.clear()
        self.near[key] = (time.monotonic() + NEAR_SECONDS, page)

    def _not_stored(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", PRIVATE)
        return response


def _is_for_all(request: HttpRequest) -> bool:
    return (
        request.method in ("GET", "HEAD")
        and UNSTORED_PARAMETER not in request.GET
        and not request.path_info.startswith(UNSTORED)
        and not any(name in request.COOKIES for name in PERSONAL_COOKIES)
    )


def _key(request: HttpRequest) -> str:
    """What a page depends on: language, scheme (http is sent on to https), host, address. Parameters change no page."""
    address = f"{request.scheme}://{request.get_host()}{request.path_info}"
    return f"{get_language_from_request(request)}:{address}"


def finished(response: HttpResponse, before: StoredPage | None) -> StoredPage:
    """The answer as it is stored. A page that did not change since ``before`` keeps its time of change."""
    body = response.content
    etag = hashlib.sha256(body).hexdigest()[:32]
    patch_vary_headers(response, ["Accept-Encoding", "Accept-Language", "Cookie"])
    headers = [(name, value) for name, value in response.items() if name.lower() not in NOT_STORED]
    headers += [("Vary", response["Vary"]), ("Cache-Control", PUBLIC)]
    return StoredPage(
        status=response.status_code,
        headers=headers,
        body=body,
        packed=gzip.compress(body, 5, mtime=0),
        etag=etag,
        modified=before.modified if before and before.etag == etag else int(time.time()),
        fresh_until=time.time() + FRESH_SECONDS,
    )


def answer(request: HttpRequest, page: StoredPage) -> HttpResponse:
    """The stored page as this request wants it: whole, packed, or “you have it already” (304)."""
    packed = _takes_gzip(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    etag = f'"{page.etag}-gzip"' if packed else f'"{page.etag}"'
    if page.status == 200 and _is_known(request, etag, page.modified):
        response: HttpResponse = HttpResponseNotModified()
        del response.headers["Content-Type"]
    else:
        response = HttpResponse(page.packed if packed else page.body, status=page.status)
        response.headers["Content-Length"] = str(len(response.content))
        if packed:
            response.headers["Content-Encoding"] = "gzip"
    for name, value in page.headers:
        if not (response.status_code == 304 and name == "Content-Type"):
            response.headers[name] = value
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(page.modified)
    return response


def _takes_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding names gzip and does not forbid it ("gzip;q=0")."""
    _, named, after = accepted.partition("gzip")
    weight = after.partition(",")[0].replace(" ", "")
    return bool(named) and weight not in (";q=0", ";q=0.0", ";q=0.00", ";q=0.000")


def _is_known(request: HttpRequest, etag: str, modified: int) -> bool:
    if known := request.META.get("HTTP_IF_NONE_MATCH"):
        tags = {tag.strip().removeprefix("W/") for tag in known.split(",")}
        return "*" in tags or etag in tags
    since = request.META.get("HTTP_IF_MODIFIED_SINCE")
    return since is not None and (parse_http_date_safe(since) or 0) >= modified
