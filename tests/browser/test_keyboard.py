"""An article from its first word to its correction by keyboard alone: no pointer, and no script that moves the focus."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from newsroom.demo.cast import PASSWORD
from tests.browser.conftest import ADDRESS
from tests.browser.keys import NAME, Keys
from tests.browser.people import WIDTHS
from tests.browser.seeing import found_by_axe

HEADLINE = "The last ferry waits"
# What can be acted on: of a group of radio buttons the chosen one.
STOPS = """
[...document.querySelectorAll("a[href], button, input, select, textarea, summary, [contenteditable=true]")]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled && one.tabIndex >= 0)
  .filter((one) => one.type !== "radio" || one.checked)
"""
MOST_PRESSES = 700


def sign_in(page: Page, who: str) -> Keys:
    keys = Keys(page)
    page.goto("/accounts/login/?next=/admin/")
    form = page.locator("form", has=page.get_by_label("Password", exact=True))
    keys.fill(form.get_by_label("E-mail address"), ADDRESS[who])
    keys.fill(form.get_by_label("Password", exact=True), PASSWORD)
    with keys.next_page():
        keys.press("Enter")
    expect(page.get_by_role("link", name="New article")).to_be_visible()
    return keys


def skip(keys: Keys) -> None:
    """Past the sidebar, by the first stop of the page."""
    keys.enter(keys.page.get_by_role("link", name="Skip to the content"))


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def begin(keys: Keys) -> None:
    page = keys.page
    skip(keys)
    with keys.next_page():
        keys.enter(page.get_by_role("link", name="New article"))
    skip(keys)
    keys.fill(page.get_by_label("Headline"), HEADLINE)
    for choice in page.locator("form.new select").all():
        if not choice.input_value():
            keys.to(choice).press("ArrowDown")
    with keys.next_page():
        keys.enter(button(page, "Start writing"))


def write(keys: Keys) -> None:
    """In the rich editor, and out of it again: also from a list, where the Tab key moves the line."""
    page, text = keys.page, keys.page.locator(".tiptap")
    skip(keys)
    keys.fill(page.get_by_label("Standfirst"), "Its captain counts heads.")
    keys.to(text)
    keys.type("Nobody was left on the quay.")
    keys.press("Enter")
    keys.type("- One rope")
    keys.press("Enter")
    keys.type("One lamp")
    expect(text).to_have_accessible_description(re.compile("Escape, then Tab"))
    keys.press("Escape")
    keys.press("Tab")
    assert not keys.at(text)
    keys.press("Shift+Tab")
    assert keys.at(text)
    expect(text.locator("li")).to_have_count(2)
    expect(text.locator("li li")).to_have_count(0)
    keys.press("Tab")
    expect(text.locator("li li")).to_have_text("One lamp")
    keys.to(page.get_by_label("Short headline"))


def illustrate(keys: Keys) -> None:
    page = keys.page
    keys.enter(page.locator(".lead-picture-panel > summary"))
    opener = page.get_by_role("button", name="Choose from the library")
    keys.enter(opener)
    dialog = page.get_by_role("dialog", name="Choose the lead picture")
    expect(dialog.locator(".chooser__pick").first).to_be_visible()
    keys.press("Escape")
    expect(dialog).to_be_hidden()
    assert keys.at(opener)  # a dialog gives the keys back
    keys.press("Enter")
    keys.type("lighthouse")
    expect(dialog.locator(".chooser__pick").first).to_contain_text("lighthouse")
    expect(dialog.locator(".chooser__pick:not(:has-text('lighthouse'))")).to_have_count(0)
    keys.enter(dialog.locator(".chooser__pick").first)
    expect(page.locator(".pictures input:checked")).to_be_focused()
    expect(page.locator("[data-lead-now]")).not_to_have_text("none")


def file(keys: Keys) -> None:
    page = keys.page
    keys.enter(page.locator("summary", has_text="Filing"))
    keys.to(page.get_by_label("Section", exact=True)).press("ArrowDown")
    keys.fill(page.get_by_label("Tags"), "ferries, harbour")
    keys.fill(page.get_by_label("Embargo until"), "12312031")
    keys.press("Tab")
    keys.type("0630AM")


def note(keys: Keys) -> None:
    page = keys.page
    keys.enter(page.locator("[data-note-new]"))
    expect(page.get_by_label("Note", exact=True)).to_be_focused()
    keys.type("The captain read it.")
    keys.enter(button(page, "Save the note"))
    expect(page.locator(".note").first).to_contain_text("The captain read it.")


def preview(keys: Keys) -> None:
    page = keys.page
    toggle = button(page, "Preview beside")
    keys.enter(toggle)
    frame = page.frame_locator("[data-stage] iframe")
    expect(frame.get_by_role("heading", name=HEADLINE)).to_be_visible()
    keys.enter(page.locator("[data-preview-close]"))
    expect(toggle).to_be_focused()


def save(keys: Keys) -> None:
    with keys.next_page():
        keys.enter(button(keys.page, "Save"))
    expect(keys.page.get_by_text("Saved.").first).to_be_visible()


def test_every_control_of_the_editing_page_is_a_stop(person: Callable[..., Page]) -> None:
    """Once round: nothing is left out, nothing holds the keys, and each stop shows."""
    for width in WIDTHS.values():
        editor = person("editor", width)
        editor.goto("/admin/articles/article/?state=draft")
        address = editor.locator("a.desk-headline").first.get_attribute("href") or ""
        editor.goto(address)
        expect(editor.locator(".tiptap")).to_be_visible()
        keys = Keys(editor)
        stops = keys.circle()
        missed = [stop for stop in editor.evaluate(f"({STOPS.strip()}).map({NAME})") if stop not in stops]
        assert (missed, keys.unseen) == ([], set())


def test_it_works(person: Callable[..., Page], complaints: list[str]) -> None:
    reporter = sign_in(person(), "reporter")
    begin(reporter)
    write(reporter)
    illustrate(reporter)
    file(reporter)
    save(reporter)
    assert found_by_axe(reporter.page) == []
    preview(reporter)
    note(reporter)
    with reporter.next_page():
        reporter.enter(button(reporter.page, "Submit for review"))
    expect(reporter.page.locator(".rail__state")).to_contain_text("In review")

    publisher = sign_in(person(), "publisher")
    release(publisher)
    address = correct(publisher)
    reader = person(to=address)
    reader.goto(address)
    expect(reader.locator("main")).to_contain_text("Everybody was counted twice.")
    expect(reader.locator("main")).to_contain_text("It was the captain who counted.")
    assert (reporter.unseen | publisher.unseen) == set()
    assert max(reporter.presses, publisher.presses) < MOST_PRESSES, (reporter.presses, publisher.presses)


def release(keys: Keys) -> None:
    """Find the article, approve it, lift its embargo, publish it."""
    page = keys.page
    keys.press("Control+k")
    keys.type(HEADLINE)
    found = page.get_by_role("option", name=HEADLINE)
    expect(found).to_be_visible()
    while found.get_attribute("aria-selected") != "true":
        keys.press("ArrowDown")
    with keys.next_page():
        keys.press("Enter")
    with keys.next_page():
        keys.enter(button(page, "Approve"))
    expect(page.locator(".rail__state")).to_contain_text("Approved")
    keys.enter(page.locator("summary", has_text="Filing"))
    embargo = page.get_by_label("Embargo until")
    keys.to(embargo).press("Control+a")
    for _ in range(6):
        keys.press("Delete")
        keys.press("ArrowRight")
    expect(embargo).to_have_value("")
    save(keys)
    with keys.next_page():
        keys.enter(button(page, "Publish"))
    expect(page.locator(".rail__state")).to_contain_text("Live")


def correct(keys: Keys) -> str:
    """Take the live text up again and correct it, alone and with the reason; returns its address on the site."""
    page = keys.page
    with keys.next_page():
        keys.enter(button(page, "Revise the live text"))
    skip(keys)
    keys.to(page.locator(".tiptap")).press("Control+Home")
    keys.type("Everybody was counted twice. ")
    kind = page.get_by_label("Kind of change", exact=True)
    keys.to(kind)
    keys.type("Corr")
    expect(kind).to_have_value("correction")
    keys.fill(page.get_by_label("Note to readers"), "It was the captain who counted.")
    with keys.next_page():
        keys.enter(button(page, "Submit for review"))
    alone = page.locator("details", has=page.locator("summary", has_text="Approve without a second person"))
    keys.enter(alone.locator("summary"))
    keys.fill(alone.get_by_role("textbox"), "The first ferry leaves in five minutes.")
    with keys.next_page():
        keys.enter(alone.get_by_role("button", name="Approve without a second person"))
    with keys.next_page():
        keys.enter(button(page, "Publish"))
    on_the_site = page.get_by_role("link", name="On the site")
    expect(on_the_site).to_be_visible()
    return on_the_site.get_attribute("href") or ""
