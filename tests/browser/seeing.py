"""What axe sees of a page, by light and by dark."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# WCAG 2.2 AA and below; best practices are looked at by hand.
LEVELS = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
# What another width, or the dark, can spoil of a page that was clean.
BY_WIDTH = {"type": "rule", "values": ["target-size", "scrollable-region-focusable"]}
BY_LIGHT = {"type": "rule", "values": ["color-contrast"]}
# The rows of a table are alike, and so is the sidebar of every page but the first.
ALIKE = "tbody:nth-of-type(n+7), tr:nth-child(n+7), li.row:nth-child(n+9), .proof:nth-of-type(n+5), body:not(:has(.work)) #nav-sidebar"
FEWER = f"document.querySelectorAll({ALIKE!r}).forEach(one => one.remove())"
# The desk's theme asks what the person prefers when a page is loaded; this saves loading it again.
NIGHT = (
    "night => document.documentElement.classList.toggle('dark', night && !!document.getElementById('main'))"
)
# A bar that sticks to the window's edge covers what can be scrolled clear of it: it is looked at where it belongs.
UNSTICK = (
    "document.querySelectorAll('.desk__bar, .proof__decision').forEach(bar => bar.style.position = 'static')"
)


def found_by_axe(page: Page, rules: dict[str, Any] | None = None) -> list[str]:
    """What axe finds, one line each: the rule, and where."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
        page.evaluate(UNSTICK)
    asked = {"runOnly": rules or LEVELS, "resultTypes": ["violations"]}
    found = page.evaluate("asked => axe.run(asked)", asked)
    return [
        f"{rule['id']}: {node['target']} {node['html'][:160]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def found_in_the_dark(page: Page) -> list[str]:
    """The same of its colours at night."""
    page.emulate_media(color_scheme="dark")
    page.evaluate(NIGHT, True)
    found = found_by_axe(page, BY_LIGHT)
    page.evaluate(NIGHT, False)
    page.emulate_media(color_scheme="light")
    return [f"in the dark, {line}" for line in found]
