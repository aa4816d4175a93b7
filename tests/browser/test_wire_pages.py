"""The wire's pages at the desk: a report, its versions, a merge, a kill; as they look, and by the keyboard alone."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_desk_pages import seen
from tests.house import House

# Accept the first two as they are, and rewrite the first one's second paragraph.
WORK = """
from accounts.models import User
from articles import drafting
from articles.models import Section
from feeds.desk import accepting
from feeds.models import ImportedItem
editor = User.objects.get(email="editor@meridian.example")
for guid in ("urn:seen:1", "urn:seen:2"):
    item = ImportedItem.objects.get(guid=guid)
    world = Section.objects.get(slug="world")
    accepting.accept(item, by=editor, version=item.version, section=world)
    text = item.article.revisions.get()
    if guid == "urn:seen:1":
        body = text.body.replace("came to the quay", "waited at the quay")
        drafting.save_draft(text, by=editor, version=text.version, body=body)
"""


def ninjs(number: int, version: int, second: str, **said: Any) -> dict[str, Any]:
    return {
        "uri": f"urn:seen:{number}",
        "version": str(version),
        "versioncreated": f"2026-03-10T10:0{version}:00Z",
        "pubstatus": "usable",
        "urgency": 2,
        "language": "en",
        "headline": f"A lighthouse of {number} storeys opens to visitors",
        "located": "Averne",
        "body_html": f"<p>The lighthouse opened on its {number}th birthday, and everybody came to see it.</p><p>{second}</p>",
        "usageterms": "No archive after 14 days.",
        **said,
    }


@pytest.fixture(scope="module")
def reports(house: House, tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """One that waits to be merged, one that was killed, one that is withheld: their numbers."""
    file: Path = tmp_path_factory.mktemp("wire") / "wire.json"
    quay = "The mayor came to the quay at noon."
    first = [ninjs(at, 1, quay) for at in (1, 2)]
    first.append(ninjs(3, 1, "A court decides tomorrow.", pubstatus="withheld", ednote="Held for the court."))
    newer = [ninjs(1, 2, "The mayor never came to the quay."), ninjs(2, 2, quay, pubstatus="canceled")]
    for name, said in (("first", first), ("newer", newer)):
        file.write_text(json.dumps(said), encoding="utf-8")
        house.manage("feeds", "import", str(file))
        if name == "first":
            house.manage("shell", "-c", WORK)
    numbers = [
        house.number("SELECT id FROM feeds_importeditem WHERE guid = %s", f"urn:seen:{at}")
        for at in (1, 2, 3)
    ]
    return dict(zip(("merge", "kill", "withheld"), numbers, strict=True))


def test_it_works(reports: dict[str, int], person: Callable[..., Page]) -> None:
    """Nothing for axe to find, by light, by dark and on a phone; nothing is loaded from another house."""
    publisher = person("publisher")
    asked: list[str] = []
    publisher.on("request", lambda request: asked.append(request.url))
    item = "/admin/feeds/importeditem"
    pages = [f"{item}/{number}/change/" for number in reports.values()]
    pages += [f"{item}/{reports['merge']}/{name}/" for name in ("merge", "versions", "versions/1")]
    pages.append("/admin/queue/?kind=feeds.importeditem")
    troubles = [line for address in pages for line in seen(publisher, address)]
    assert not troubles, "\n".join(troubles)
    house = publisher.url.split("/admin/")[0]
    assert [url for url in asked if not url.startswith((house, "data:", "blob:"))] == []


def test_a_merge_is_decided_by_the_keyboard_alone(
    reports: dict[str, int], person: Callable[..., Page]
) -> None:
    publisher = person("publisher")
    publisher.goto(f"/admin/feeds/importeditem/{reports['merge']}/merge/")
    ours = publisher.get_by_role("radio", name="Keep ours")
    expect(ours).to_be_checked()
    ours.focus()
    publisher.keyboard.press("ArrowDown")
    theirs = publisher.get_by_role("radio", name="Take the wire’s")
    expect(theirs).to_be_checked()
    expect(theirs).to_be_focused()
    publisher.keyboard.press("Tab")
    publisher.keyboard.press("Tab")
    show = publisher.get_by_role("button", name="Show what becomes of it")
    expect(show).to_be_focused()
    publisher.keyboard.press("Enter")
    expect(publisher.get_by_role("radio", name="Take the wire’s")).to_be_checked()
    expect(publisher.get_by_role("region", name="What our text becomes")).to_contain_text("never came")
