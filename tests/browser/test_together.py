"""Looking at a text together, in real browsers: the preview beside it, notes, somebody without an account."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.people import WIDTHS, nothing_overflows
from tests.browser.seeing import found_by_axe


def begin(person: Callable[..., Page]) -> Page:
    """The page of a new article."""
    page = person("publisher", WIDTHS["desk"])
    page.goto("/admin/articles/article/add/")
    page.get_by_label("Headline").fill("Fog bell rings at noon")
    for choice in page.locator("form.new select").all():
        if not choice.input_value():
            choice.select_option(index=1)
    page.get_by_role("button", name="Start writing").click()
    expect(page.locator(".tiptap")).to_be_visible()
    return page


def test_it_works(person: Callable[..., Page]) -> None:
    page = begin(person)
    page.get_by_role("button", name="Preview beside").click()
    frame = page.frame_locator("[data-stage] iframe")
    expect(frame.get_by_role("heading", name="Fog bell rings at noon")).to_be_visible()
    page.locator(".tiptap").click()
    page.keyboard.type("Forty people heard it.")
    page.get_by_label("Headline", exact=True).fill("Fog bell rings twice")
    expect(frame.get_by_role("heading", name="Fog bell rings twice")).to_be_visible()
    expect(frame.get_by_text("Forty people heard it.")).to_be_visible()
    page.get_by_role("group", name="Look at it as").get_by_role("button", name="Search result").click()
    expect(frame.locator(".found__title")).to_have_text("Fog bell rings twice")
    assert found_by_axe(page) == []
    page.locator("[data-preview-close]").click()
    expect(page.get_by_role("button", name="Preview beside")).to_be_focused()


def test_a_note_by_keyboard_leaves_the_words_alone(person: Callable[..., Page]) -> None:
    page = begin(person)
    page.get_by_label("Headline", exact=True).fill("Typed and not saved")
    fold = page.locator("[data-note-new]")
    fold.focus()
    page.keyboard.press("Enter")
    note = page.get_by_label("Note", exact=True)
    expect(note).to_be_focused()
    page.keyboard.type("Who counted? @")
    expect(page.locator(".mentions li").first).to_be_visible()
    name = page.locator(".mentions li").first.inner_text()
    page.keyboard.press("Enter")
    expect(note).to_have_value(f"Who counted? @{name} ")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".note").first).to_contain_text("Who counted?")
    expect(page.get_by_label("Headline", exact=True)).to_have_value("Typed and not saved")


def test_somebody_without_an_account(person: Callable[..., Page]) -> None:
    page = begin(person)
    page.goto(page.url.replace("/change/", "/reviewers/"))
    page.get_by_label("For whom").fill("Dr Ada Outside")
    page.get_by_role("button", name="Make the link").click()
    address = page.get_by_label("Address", exact=True).input_value()
    assert found_by_axe(page) == []
    outside = person(width=WIDTHS["phone"])
    outside.goto(address)
    expect(outside.get_by_role("heading", name="Fog bell rings at noon")).to_be_visible()
    assert found_by_axe(outside) == []
    with nothing_overflows(outside):
        outside.get_by_label("Your comment").fill("The number is wrong.")
        outside.get_by_role("button", name="Send the comment").click()
        expect(outside.get_by_text("Thank you. The desk has your words.")).to_be_visible()
    assert outside.context.cookies() == []
    page.goto(page.url.replace("/reviewers/", "/change/"))
    expect(page.locator(".note").first).to_contain_text("The number is wrong.")
