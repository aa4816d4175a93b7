"""The page cache as it works at the first request for a page, at every request."""

from django.http import HttpRequest, HttpResponse

from reader import page_store
from reader.page_cache import PageCacheMiddleware, _key


class AlwaysColdMiddleware(PageCacheMiddleware):
    """All that a first request costs: asking the store in vain, making the page, hashing, packing, storing it."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = _key(request)
        page_store.read(key)
        _, epoch = page_store.begin(key)
        return self._make(request, key, epoch, stale=None)
