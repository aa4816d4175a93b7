"""A whole running instance and a Chromium for the journeys through it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from newsroom.demo.cast import CAST, PASSWORD
from newsroom.testing.chromium import PATIENCE
from tests.browser.people import WIDTHS
from tests.house import House, free_port, scratch

HERE = Path(__file__).parent
# What a page asks for against its policy; the browser may keep some of that to itself.
REPORT = """
document.addEventListener("securitypolicyviolation", (event) => complain(
  `${document.URL}: ${event.violatedDirective} forbids ${event.blockedURI} (${event.sourceFile}:${event.lineNumber})`));
"""
ADDRESS = {person.key: person.email for person in CAST}


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


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What the browser complained of in any page; nothing is the right amount."""
    heard: list[str] = []
    yield heard
    assert heard == []


@pytest.fixture
def person(browser: Browser, house: House, complaints: list[str]) -> Iterator[Callable[..., Page]]:
    """Somebody's own browser, signed in if they have a password; it is shut in the end, and asks the house nothing more."""
    contexts: list[BrowserContext] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(f"{message.location['url']}: {message.text}")

    def come(who: str = "", width: int = WIDTHS["desk"], to: str = "/admin/") -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, base_url=house.url)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.expose_binding("complain", lambda source, words: complaints.append(words))
        context.add_init_script(REPORT)
        page = context.new_page()
        page.on("console", listen)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if who:
            page.goto(f"/accounts/login/?next={to}")
            if not page.get_by_label("Password", exact=True).is_visible():
                page.get_by_text("Sign in with a password").click()
            form = page.locator("form", has=page.get_by_label("Password", exact=True))
            form.get_by_label("E-mail address").fill(ADDRESS[who])
            form.get_by_label("Password", exact=True).fill(PASSWORD)
            form.get_by_role("button", name="Sign in").click()
            expect(page).to_have_url(f"{house.url}{to}")
        return page

    yield come
    for context in contexts:
        context.close()
