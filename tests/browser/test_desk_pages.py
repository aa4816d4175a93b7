"""Every page of the desk, as it comes: fits its window, nothing for axe to find, nothing for the browser to complain of."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.people import WIDTHS, nothing_overflows
from tests.house import House

PAGES = [
    "/admin/",
    "/admin/queue/",
    "/admin/articles/article/",
    "/admin/articles/article/add/",
    "/admin/articles/revision/",
    "/admin/articles/article/?q=ferry&state=published",
    "/admin/desk/stories/",
    "/admin/desk/stories/?as=budget",
    "/admin/desk/assignments/",
    "/admin/desk/assignments/new/",
    "/admin/articles/houserule/",
    "/admin/articles/houserule/add/",
    "/admin/record/",
    "/admin/search/?q=ferry",
]
# WCAG 2.2 AA and below; best practices are looked at by hand.
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


def found_by_axe(page: Page) -> list[str]:
    """What axe finds, one line each: the rule, and where."""
    violations = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{rule['id']}: {node['target']} {node['html'][:160]}"
        for rule in violations
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("screen", ["desk", "phone"])
def test_it_works(screen: str, house: House, person: Callable[..., Page], complaints: list[str]) -> None:
    publisher = person("publisher", WIDTHS[screen])
    publisher.goto("/admin/articles/article/")
    pages = [*PAGES, *editing_pages(publisher)]
    troubles = []
    for address in pages:
        with nothing_overflows(publisher):
            publisher.goto(address)
        troubles += [f"{address}: {line}" for line in found_by_axe(publisher)]
    assert not troubles, "\n".join(troubles)


def editing_pages(page: Page) -> list[str]:
    """The newest two articles' pages for writing."""
    links = page.locator("a.desk-headline").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    return list(links[:2])
