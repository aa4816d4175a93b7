"""The palette and the keys, by keyboard alone."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.people import WIDTHS
from tests.browser.seeing import found_by_axe, found_in_the_dark
from tests.house import House


def test_it_works(house: House, person: Callable[..., Page], complaints: list[str]) -> None:
    """Find an article, open it, take an act of its page: no pointer anywhere."""
    editor = person("editor", WIDTHS["desk"])
    editor.goto("/admin/")

    editor.keyboard.press("Control+k")
    words = editor.get_by_role("combobox", name="Search or act")
    expect(words).to_be_focused()
    editor.keyboard.type("tide tab")
    found = editor.get_by_role("option", name="Poets in the tide table")
    expect(found).to_be_visible()
    assert [*found_by_axe(editor), *found_in_the_dark(editor)] == []
    while found.get_attribute("aria-selected") != "true":
        editor.keyboard.press("ArrowDown")
    expect(words).to_have_attribute("aria-activedescendant", found.get_attribute("id") or "")
    editor.keyboard.press("Enter")
    editor.wait_for_url("**/change/")

    editor.keyboard.press("Control+k")
    editor.keyboard.type("submit")
    expect(editor.get_by_role("option", name="Submit for review")).to_be_visible()
    editor.keyboard.press("Escape")
    expect(words).to_be_hidden()
    editor.keyboard.press("Control+k")
    editor.keyboard.type("assign to nadia")
    expect(editor.get_by_role("option", name="Assign to Nadia Ferro")).to_be_visible()
    editor.keyboard.press("Escape")


def test_letters_rest_while_one_types_and_can_be_switched_off(
    house: House, person: Callable[..., Page], complaints: list[str]
) -> None:
    editor = person("editor", WIDTHS["desk"])
    editor.goto("/admin/desk/stories/")
    editor.keyboard.press("?")
    keys = editor.get_by_role("dialog", name="Keys on this page")
    expect(keys).to_contain_text("New assignment")
    assert [*found_by_axe(editor), *found_in_the_dark(editor)] == []
    editor.keyboard.press("Escape")
    editor.keyboard.press("n")
    editor.wait_for_url("**/assignments/new/")
    title = editor.get_by_label("What is to be written")
    title.focus()
    editor.keyboard.type("nb?")
    expect(title).to_have_value("nb?")

    editor.goto("/admin/desk/stories/")
    editor.keyboard.press("?")
    keys.get_by_label("Use single letters").press("Space")
    editor.keyboard.press("Escape")
    editor.reload()
    editor.keyboard.press("n")
    editor.keyboard.press("?")  # still says what there is
    expect(keys).to_be_visible()
    assert editor.url.endswith("/admin/desk/stories/")
    expect(keys.get_by_label("Use single letters")).not_to_be_checked()


def test_the_search_needs_no_scripts(house: House, person: Callable[..., Page]) -> None:
    editor = person("editor", WIDTHS["phone"])
    editor.goto("/admin/search/")
    editor.get_by_label("Search the desk").fill("tide table")
    editor.keyboard.press("Enter")
    expect(editor.get_by_role("link", name="Poets in the tide table")).to_be_visible()
