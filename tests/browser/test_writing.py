"""Nobody loses a word, in real browsers: kept while typing, kept without a network, taken over, joined."""

import contextlib
import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Dialog, Error, Page, expect

from tests.browser.people import WIDTHS, nothing_overflows
from tests.browser.seeing import found_by_axe, found_in_the_dark

# Every message of an open page takes two seconds; how many were under way at once is counted.
SLOWLY = """
  const real = window.fetch;
  let underWay = 0;
  window.begun = 0;
  window.mostUnderWay = 0;
  window.fetch = async (...all) => {
    const isSave = String(all[0]).endsWith("/working-copy/") && all[1]?.body?.has?.("fields");
    if (!isSave) return real(...all);  // a sign of life between two saves carries no words
    underWay += 1;
    window.begun += 1;
    window.mostUnderWay = Math.max(window.mostUnderWay, underWay);
    await new Promise((goOn) => setTimeout(goOn, 2000));
    try { return await real(...all); } finally { underWay -= 1; }
  };
"""
KEPT = "[data-kept]"
SHELF = "() => JSON.stringify(Object.entries(localStorage).filter(([name]) => name.startsWith('newsroom:words:')))"


@pytest.fixture
def writing(person: Callable[..., Page]) -> Callable[..., Page]:
    """People at the page of one new article of the editor's."""
    editor = person("editor", WIDTHS["desk"])
    editor.goto("/admin/articles/article/add/")
    editor.get_by_label("Headline").fill("Bell heard across the strait")
    for choice in editor.locator("form.new select").all():
        if not choice.input_value():
            choice.select_option(index=1)
    editor.get_by_role("button", name="Start writing").click()
    expect(editor.locator(".tiptap")).to_be_visible()
    address = editor.url

    def at_the_page(who: str = "editor") -> Page:
        page = editor if who == "editor" else person(who, WIDTHS["desk"])
        page.goto(address)
        expect(page.locator(".tiptap")).to_be_visible()
        return page

    return at_the_page


def type_in(page: Page, words: str) -> None:
    page.locator(".tiptap").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.").first).to_be_visible()


def leave_anyway(page: Page) -> list[str]:
    """Answer the browser's question whether to leave; what it asked."""
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    return asked


def end_at_once(page: Page) -> None:
    """As when the power fails. A page that is closed may still send what it holds, with the network that it has by then."""
    with page.expect_event("crash"), contextlib.suppress(Error):
        page.goto("chrome://crash")
    page.close()


def test_it_works(writing: Callable[..., Page]) -> None:
    page = writing()
    asked = leave_anyway(page)
    type_in(page, "The bell rang three times.")
    expect(page.locator(KEPT)).to_contain_text("Draft kept")
    expect(page.locator("[data-count]")).to_contain_text("5 words")
    with nothing_overflows(page):
        page.reload()  # leaving with unsaved words asks first
    assert asked == ["beforeunload"]
    expect(page.get_by_text("You typed this and did not save it")).to_be_visible()
    assert "rang three" not in page.locator(".tiptap").inner_text()

    page.get_by_role("link", name="Take it up again").click()
    expect(page.locator(".tiptap")).to_contain_text("The bell rang three times.")
    save(page)
    page.reload()
    assert asked == ["beforeunload"]  # after a save nothing is asked
    expect(page.locator(".tiptap")).to_contain_text("The bell rang three times.")
    expect(page.get_by_text("did not save it")).to_have_count(0)


def test_two_seconds_of_latency_are_no_conflict(writing: Callable[..., Page]) -> None:
    page = writing()
    page.add_init_script(SLOWLY)
    page.reload()
    expect(page.locator(".tiptap")).to_be_visible()
    for number in range(4):
        type_in(page, f"Word {number}. ")
        page.wait_for_function("number => window.begun > number", arg=number)  # and then comes the next word
    assert page.evaluate("window.mostUnderWay") == 1
    save(page)
    expect(page.locator(".tiptap")).to_contain_text("Word 0. Word 1. Word 2. Word 3.")
    expect(page.get_by_text("Your words are here and not saved yet")).to_have_count(0)
    expect(page.get_by_text("did not save it")).to_have_count(0)


def test_without_a_network_words_stay_in_the_browser(
    writing: Callable[..., Page], complaints: list[str]
) -> None:
    page = writing()
    leave_anyway(page)
    context = page.context
    context.set_offline(True)
    type_in(page, "Typed in a tunnel.")
    expect(page.locator(KEPT)).to_contain_text("kept in this browser")
    context.set_offline(False)
    expect(page.locator(KEPT)).to_contain_text("Draft kept")

    context.set_offline(True)
    type_in(page, " And then the battery died.")
    assert "And then the battery died." in page.evaluate(SHELF)  # at once: no timer, no answer is waited for
    end_at_once(page)
    context.set_offline(False)
    other = context.new_page()
    other.goto(writing_address(page))
    other.get_by_role("link", name="Show them").click()
    other.get_by_role("link", name="Take it up again").first.click()
    expect(other.locator(".tiptap")).to_contain_text("And then the battery died.")
    complaints.clear()  # a browser without a network complains of it


def test_words_of_a_page_that_ends_late_are_found_in_the_end(
    writing: Callable[..., Page], complaints: list[str]
) -> None:
    """The browser counts a page as open for a while after it was closed."""
    page = writing()
    context = page.context
    other = context.new_page()
    other.goto("/accounts/me/")
    context.set_offline(True)
    type_in(page, "Typed in a tunnel.")
    name, _ = json.loads(page.evaluate(SHELF))[0]
    other.evaluate(
        "name => { navigator.locks.request(name, () => new Promise((end) => { window.end = end; })); }", name
    )
    end_at_once(page)
    other.wait_for_function("() => window.end")
    context.set_offline(False)

    last = context.new_page()
    with last.expect_response("**/working-copy/"):
        last.goto(writing_address(page))
    expect(last.locator(".tiptap")).to_be_visible()
    expect(last.get_by_role("link", name="Show them")).to_be_hidden()
    other.evaluate("window.end()")
    last.get_by_role("link", name="Show them").click()
    last.get_by_role("link", name="Take it up again").click()
    expect(last.locator(".tiptap")).to_contain_text("Typed in a tunnel.")
    complaints.clear()  # a browser without a network complains of it


def test_what_was_taken_back_is_not_kept(writing: Callable[..., Page]) -> None:
    page = writing()
    type_in(page, "x")
    assert json.loads(page.evaluate(SHELF))
    page.keyboard.press("Backspace")
    page.wait_for_function(f"({SHELF})() === '[]'")


def writing_address(page: Page) -> str:
    return page.url.partition("?")[0]


def test_signed_out_words_wait_for_the_person(writing: Callable[..., Page], complaints: list[str]) -> None:
    page = writing()
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    type_in(page, "Typed after the session had ended.")
    expect(page.get_by_text("You are signed out. Your words are kept in this browser.")).to_be_visible()
    page.context.add_cookies([cookie for cookie in cookies if cookie["name"] == "sessionid"])  # type: ignore[misc]
    expect(page.locator(KEPT)).to_contain_text("Draft kept")
    save(page)
    complaints.clear()


def test_a_take_over_loses_nothing(writing: Callable[..., Page]) -> None:
    writer = writing()
    type_in(writer, "Three hours of work.")
    expect(writer.locator(KEPT)).to_contain_text("Draft kept")

    taker = writing("publisher")
    expect(taker.get_by_text("is writing since")).to_be_visible()
    expect(taker.locator(".tiptap")).to_have_attribute("contenteditable", "false")
    assert found_by_axe(taker) == []
    taker.get_by_role("button", name="Take over").click()
    expect(taker.get_by_text("You write now.")).to_be_visible()
    taker.get_by_label("Standfirst").fill("By the other hand.")
    save(taker)

    expect(writer.get_by_text("took over")).to_be_visible()
    assert found_by_axe(writer) == []
    expect(writer.get_by_text("Your words join with it when you save")).to_be_visible()
    expect(writer.locator(".tiptap")).to_contain_text("Three hours of work.")
    writer.get_by_role("button", name="Save", exact=True).click()
    expect(writer.get_by_text("Joined with what").first).to_be_visible()
    expect(writer.get_by_label("Standfirst")).to_have_value("By the other hand.")
    expect(writer.locator(".tiptap")).to_contain_text("Three hours of work.")


def test_an_overlap_is_settled_by_keyboard(writing: Callable[..., Page], complaints: list[str]) -> None:
    page = writing()
    type_in(page, "First words.")
    save(page)
    other = page.context.new_page()
    other.goto(page.url)
    type_in(other, " Theirs.")
    type_in(page, " Mine.")
    save(other)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("You and somebody else changed the same place")).to_be_visible()
    assert [*found_by_axe(page), *found_in_the_dark(page)] == []
    with nothing_overflows(page):
        page.get_by_label("Keep mine").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_label("Both, theirs first")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.locator(".tiptap")).to_contain_text("First words. Theirs.")
    expect(page.locator(".tiptap")).to_contain_text("First words. Mine.")
    complaints.clear()  # the browser notes the answer 409


def test_quotation_marks_turn_and_find_replaces(writing: Callable[..., Page]) -> None:
    page = writing()
    text = page.locator(".tiptap")
    type_in(page, '"It\'s late", she said.')
    expect(text).to_have_text("“It’s late”, she said.")
    page.keyboard.type(' "')
    page.keyboard.press("Control+z")
    expect(text).to_contain_text('said. "')  # one undo gives the straight one back
    page.keyboard.press("Backspace")
    page.get_by_label("Turn quotation marks as I type").uncheck()
    type_in(page, '"x"')
    expect(text).to_contain_text('"x"')

    page.get_by_role("button", name="Find and replace").click()
    page.get_by_label("Find", exact=True).fill("late")
    expect(page.locator("[data-find-count]")).to_have_text("1 found")
    assert [*found_by_axe(page), *found_in_the_dark(page)] == []
    page.get_by_label("Replace with").fill("early")
    page.get_by_role("button", name="Replace all").click()
    expect(text).to_contain_text("It’s early")
    page.get_by_role("button", name="Close", exact=True).click()
    page.get_by_label("Turn quotation marks as I type").check()
    save(page)
