"""Pictures by hand and by keyboard: the focal point, the chooser, a new picture in the text; nothing for axe to find."""

import io
import re
from collections.abc import Callable

from PIL import Image as Pillow
from playwright.sync_api import FilePayload, Page, Route, expect

from tests.browser.people import WIDTHS
from tests.browser.seeing import found_by_axe


def photograph(colour: str) -> FilePayload:
    written = io.BytesIO()
    Pillow.new("RGB", (1200, 800), colour).save(written, "JPEG")
    return {"name": f"{colour}.jpg", "mimeType": "image/jpeg", "buffer": written.getvalue()}


def test_it_works(person: Callable[..., Page]) -> None:
    editor = person("editor", WIDTHS["desk"])
    editor.goto("/admin/articles/image/?q=lighthouse")
    editor.locator(".tile__link").first.press("Enter")
    for name in ("Focal point, from the left (%)", "Focal point, from the top (%)"):
        editor.get_by_label(name).fill("50")
    point = editor.locator(".focus__point")
    for key in ("Shift+ArrowLeft", "ArrowLeft", "ArrowUp"):
        point.press(key)
    expect(editor.get_by_label("Focal point, from the left (%)")).to_have_value("39")
    editor.get_by_role("button", name="Save", exact=True).press("Enter")
    expect(editor.get_by_text("Saved.").first).to_be_visible()
    expect(editor.get_by_label("Focal point, from the top (%)")).to_have_value("49")


def test_a_picture_comes_into_the_library_where_it_is_dropped(
    person: Callable[..., Page], complaints: list[str]
) -> None:
    editor = person("editor", WIDTHS["desk"])
    editor.goto("/admin/articles/image/")
    torn: FilePayload = {"name": "torn.jpg", "mimeType": "image/jpeg", "buffer": b"torn"}
    with editor.expect_console_message(lambda message: "400" in message.text):
        editor.locator("#library-files").set_input_files([photograph("olive"), torn])
    sent = editor.locator(".library__sent li")
    expect(sent.first.get_by_role("link")).to_be_visible()
    expect(sent.last).to_contain_text("not a picture that we can read")
    assert len(complaints) == 1  # of the refusal alone: browsers note every 400
    assert "400" in complaints.pop()


def test_pictures_are_chosen_by_keyboard(person: Callable[..., Page]) -> None:
    editor = person("editor", WIDTHS["desk"])
    editor.goto("/admin/articles/article/add/")
    editor.get_by_label("Headline").fill("A light in the fog")
    for choice in editor.locator("form.new select").all():
        if not choice.input_value():
            choice.select_option(index=1)
    editor.get_by_role("button", name="Start writing").click()
    editor.locator(".lead-picture-panel > summary").press("Enter")
    late: list[Route] = []
    editor.route(re.compile(r"[?&]q=&"), lambda route: late.append(route))
    editor.get_by_role("button", name="Choose from the library").press("Enter")
    editor.keyboard.type("lighthouse")
    dialog = editor.get_by_role("dialog", name="Choose the lead picture")
    expect(dialog.locator(".chooser__pick").first).to_contain_text("lighthouse")
    # The answer to what was asked first comes last: it must not take the place of what was typed.
    late.pop().continue_()
    editor.evaluate("fetch('/healthz').then((answer) => answer.text())")
    expect(dialog.locator(".chooser__pick:not(:has-text('lighthouse'))")).to_have_count(0)
    assert found_by_axe(editor) == []
    dialog.locator(".chooser__pick").first.press("Enter")
    expect(dialog).to_be_hidden()
    expect(editor.locator(".pictures input:checked")).to_be_focused()

    editor.locator(".tiptap").press_sequentially("Fog closed the strait.")
    editor.get_by_role("button", name="Picture in the text").press("Enter")
    editor.locator(".chooser [type=file]").set_input_files(photograph("maroon"))
    expect(editor.locator(".chooser [data-word=alternative_text]")).to_be_focused()
    editor.keyboard.press("Enter")
    expect(editor.get_by_text("Say what the picture shows.")).to_be_visible()
    editor.keyboard.type("A dark red wall")
    editor.keyboard.press("Enter")
    expect(editor.locator(".tiptap figure img")).to_have_attribute("alt", "A dark red wall")
    editor.get_by_role("button", name="Save", exact=True).press("Enter")
    expect(editor.get_by_text("Saved.").first).to_be_visible()
    expect(editor.locator(".tiptap figure img")).to_have_attribute("alt", "A dark red wall")
    expect(editor.locator(".picture-words img")).to_have_count(1)
