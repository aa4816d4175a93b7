"""The whole way of one report, walked by the people who walk it: wire, desk, second pair of eyes, readers, talk, notices.

With the real worker running, on a desk's screen and on a phone, with nothing to read but the screen.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import WIDTHS, nothing_overflows, until
from tests.house import House

WIRE = "/admin/queue/?kind=feeds.importeditem"


def accept_from_the_wire(editor: Page) -> str:
    """Take the first report that came in; returns its headline. Ends on the draft's page."""
    editor.goto(WIRE)
    proof = editor.locator("article.proof", has=editor.get_by_role("button", name="Accept")).first
    headline = proof.get_by_role("heading").first.inner_text()
    with nothing_overflows(editor):
        key = proof.get_attribute("data-item")
        proof.get_by_role("button", name="Accept").first.click()
    editor.locator(f"#item-{key}").get_by_role("link", name="Open the draft").click()
    expect(editor.get_by_label("Headline", exact=True)).to_have_value(headline)
    return headline


def write_and_submit(editor: Page, headline: str) -> str:
    """Edit the draft and hand it in; returns its address at the desk."""
    alternative_text = editor.locator("#id_text-lead_alternative_text")
    if alternative_text.count():
        alternative_text.fill("A drawing that came with the report.")
    editor.get_by_label("Headline", exact=True).fill(headline)
    with nothing_overflows(editor):
        editor.get_by_role("button", name="Submit for review").click()
    expect(editor.locator(".rail__state")).to_contain_text("In review")
    # Four eyes: who changed the text last is told why the button is not there.
    expect(editor.get_by_text("another person must approve it")).to_be_visible()
    expect(editor.get_by_role("button", name="Approve", exact=True)).to_have_count(0)
    return editor.url


def approve_by_key(second: Page, headline: str) -> None:
    second.goto("/admin/queue/?kind=articles.revision")
    proof = second.locator("article.proof", has_text=headline)
    proof.focus()
    second.keyboard.press("a")
    expect(second.locator("article.proof--done", has_text=headline)).to_contain_text("Approved")


def publish(publisher: Page, draft: str) -> str:
    """Publish; returns the address on the site."""
    publisher.goto(draft)
    publisher.get_by_role("button", name="Publish", exact=True).click()
    expect(publisher.locator(".rail__state")).to_contain_text("Live")
    return publisher.get_by_role("link", name="On the site").get_attribute("href") or ""


def sign_up(reader: Page, house: House, email: str, name: str) -> None:
    """From the link under the article to being signed in, with the code that came by mail."""
    reader.get_by_role("link", name="Sign in to comment").click()
    reader.get_by_role("link", name="Make an account").click()
    reader.get_by_label(re.compile("e-?mail", re.I)).fill(email)
    reader.get_by_label("Display name").fill(name)
    with nothing_overflows(reader):
        reader.get_by_role("button", name="Make the account").click()
    post = reader.context.new_page()
    post.goto(f"/demo/mail/?to={email}")
    until(post, lambda: post.get_by_text(email))
    code = re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", post.locator("main").inner_text())
    assert code, post.locator("main").inner_text()
    post.close()
    reader.get_by_label(re.compile("code", re.I)).fill(code[0])
    reader.keyboard.press("Enter")


def comment(reader: Page, words: str, kind: str = "comment") -> None:
    reader.get_by_label(re.compile(f"^Your {kind}")).fill(words)
    reader.wait_for_timeout(2_500)  # whoever is quicker than two seconds is looked at more closely
    with nothing_overflows(reader):
        reader.get_by_role("button", name=re.compile(f"^Send {kind}")).click()
    expect(reader.get_by_text(words)).to_be_visible()


def approve_comment(moderator: Page, words: str) -> None:
    moderator.goto("/admin/queue/?kind=comments.comment")
    proof = moderator.locator("article.proof", has_text=words)
    key = proof.get_attribute("data-item")
    with nothing_overflows(moderator):
        proof.get_by_role("button", name="Approve").click()
    expect(moderator.locator(f"#item-{key}.proof--done")).to_contain_text("Approved")


@pytest.mark.parametrize("screen", ["desk", "phone"])
def test_a_report_goes_its_whole_way(
    screen: str, house: House, person: Callable[..., Page], complaints: list[str]
) -> None:
    width = WIDTHS[screen]
    editor = person("editor", width)
    editor.goto(WIRE)
    until(editor, lambda: editor.get_by_role("button", name="Accept"))
    headline = f"{accept_from_the_wire(editor)}, on a {screen}"
    draft = write_and_submit(editor, headline)
    approve_by_key(person("second-editor", width), headline)
    address = publish(person("publisher", width), draft)

    reader = person(width=width)
    with nothing_overflows(reader):
        reader.goto(address)
        expect(reader.get_by_role("heading", level=1)).to_have_text(headline)
        expect(reader.locator(".story .dateline")).to_be_visible()
        expect(reader.get_by_text("No comments yet")).to_be_visible()
        until(reader, lambda: reader.locator(".related__list > li"))
    card = reader.locator(".related__list > li").first
    expect(card.locator(".source")).not_to_be_empty()
    expect(card.locator("time")).to_be_visible()
    expect(card.locator(".card__excerpt")).not_to_be_empty()

    newcomer = f"newcomer-{screen}@demo.localhost"
    sign_up(reader, house, newcomer, f"Quay {screen.title()}")
    expect(reader).to_have_url(re.compile(re.escape(address)))
    comment(reader, f"I was on that very quay, {screen} in hand.")
    expect(reader.get_by_text("Waiting for review")).to_be_visible()

    other = person(width=width)
    other.goto(address)
    expect(other.get_by_text("on that very quay")).to_have_count(0)
    moderator = person("moderator", width)
    approve_comment(moderator, "on that very quay")
    until(other, lambda: other.get_by_text("on that very quay"))

    until(reader, lambda: reader.locator(".bell__count"))
    reader.goto("/notices/")
    expect(reader.locator("main")).to_contain_text("Your comment on")
    post = reader.context.new_page()
    post.goto(f"/demo/mail/?to={newcomer}")
    until(post, lambda: post.get_by_text(re.compile("^Your comment on .* is published")))

    replier = person("reader", width, address)
    replier.locator(".comment", has_text="on that very quay").get_by_role("link", name="Reply").click()
    comment(replier, f"Then you saw my hat blow away, {screen} or not.", "reply")
    approve_comment(moderator, "saw my hat blow away")
    # The mail of an answer waits ten minutes for others; the bell does not.
    until(reader, lambda: reader.get_by_text("Pia Norden"))
    reader.get_by_role("link", name=re.compile("Pia Norden")).click()
    expect(reader.get_by_text("saw my hat blow away")).to_be_in_viewport()
