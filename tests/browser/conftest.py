"""A whole running instance and a Chromium for the journeys through it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from newsroom.checks import browser as chromium
from tests.house import House, free_port, scratch

ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All that stands here drives the browser, and one process runs it: one house is enough."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    """Everything that ``make run`` starts, with the demo, on a port of its own; ``house.url`` is its address."""
    with scratch(PORT=str(free_port())) as house:
        run = house.run_everything()
        yield house
        house.end(run)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; without one the tests are skipped, or fail where ``CI`` is set."""
    program = chromium.for_tests()
    if not program:
        missing = "no Chromium: put one on the PATH, or set NEWSROOM_CHROMIUM"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()
