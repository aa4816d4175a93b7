"""People at their browsers: what every walk through the pages needs."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Error, Locator, Page

from newsroom.testing.chromium import PATIENCE

WIDTHS = {"desk": 1440, "phone": 375}


@contextmanager
def nothing_overflows(page: Page) -> Iterator[None]:
    """The page as it is in the end fits its window."""
    yield
    excess = _excess(page)
    assert excess <= 0, f"{page.url} is {excess} px wider than the window"


def _excess(page: Page) -> int:
    """Pixels that the loaded page is wider than its window. A click may still be leading to the next page: then that one's."""
    deadline = time.monotonic() + PATIENCE / 1000
    while True:
        try:
            page.wait_for_load_state("load")
            root = "document.documentElement"
            return int(page.evaluate(f"{root}.scrollWidth - {root}.clientWidth"))
        except Error:  # the page went away between the two
            if time.monotonic() > deadline:
                raise


def until(page: Page, there: Callable[[], Locator]) -> None:
    """Load the page anew until something stands there: what a person does who waits."""
    deadline = time.monotonic() + PATIENCE / 1000
    while not there().count():
        assert time.monotonic() < deadline, f"{page.url} does not show what was awaited"
        page.wait_for_timeout(500)
        page.reload()
