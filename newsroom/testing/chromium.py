"""One Chromium for all tests of a process: a second one could not be driven beside it."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from newsroom.checks import browser as chromium

PATIENCE = 30_000  # milliseconds: a sweep's turn comes every ten seconds at the latest, a worker or the whole machine may be busy
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; without one the tests are skipped, or fail where ``CI`` is set."""
    program = chromium.for_tests()
    if not program:
        missing = "no Chromium: put one on the PATH, or set NEWSROOM_CHROMIUM"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    # Driving it leaves a loop in this thread until the session ends; the database is asked by the test alone all the same.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()
