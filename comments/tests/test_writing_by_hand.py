"""Writing in a real browser: preview, reply in place, quotes, drafts and work under attack; the focus goes along."""

from collections.abc import Callable

import pytest
from django.conf import LazySettings, settings
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from articles.models import Article
from comments.models import Comment

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser-talk"),
    pytest.mark.django_db(transaction=True),
]
Say = Callable[..., Comment]
SELECT = """selector => {
  const range = document.createRange();
  range.selectNodeContents(document.querySelector(selector));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, reader: User, signed_in: Callable) -> Page:
    context = browser.new_context(base_url=live_server.url)
    cookie = signed_in(reader).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page = context.new_page()
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on(
        "console", lambda message: broken.append(message.text) if "Content Security" in message.text else None
    )
    yield page
    context.close()
    assert broken == []


def test_it_works(page: Page, open_article: Article, stranger: User, say: Say) -> None:
    theirs = say(open_article, stranger, "The bell was heard at noon, and again at one.")
    page.goto(open_article.get_absolute_url())
    main = page.locator(".thread > form.comment-form")
    field = main.get_by_label("Your comment")

    field.fill("*Well* said.")
    main.get_by_role("button", name="Preview").click()
    expect(main.locator(".comment-preview em")).to_have_text("Well")
    assert page.url.endswith(open_article.get_absolute_url())

    page.evaluate(SELECT, f"#comment-{theirs.pk} .comment__body p")
    quote = page.locator(f"#comment-{theirs.pk} [data-quote]")
    quote.click()
    reply = page.locator(".comment-reply").get_by_label("Your reply")
    expect(reply).to_be_focused()
    assert reply.input_value() == "> The bell was heard at noon, and again at one.\n\n"
    page.locator(".comment-reply").get_by_role("link", name="Back without sending").click()
    expect(page.locator(".comment-reply")).to_have_count(0)
    expect(quote).to_be_focused()

    page.reload()
    expect(field).to_have_value("")
    main.get_by_role("button", name="Go on with it").click()
    expect(field).to_have_value("*Well* said.")
    expect(field).to_be_focused()

    page.evaluate(SELECT, ".story p")
    page.get_by_role("button", name="Quote in a comment").click()
    expect(field).to_be_focused()
    assert field.input_value().startswith("*Well* said.\n\n> The ferry left at noon")
    main.get_by_role("button", name="Send comment").click()
    expect(page.locator(".comment__body blockquote")).to_contain_text("The ferry left at noon")
    page.goto(open_article.get_absolute_url())
    expect(main.locator(".comment-form__draft")).to_be_hidden()


def test_what_is_refused_keeps_text_and_draft(page: Page, open_article: Article) -> None:
    page.goto(open_article.get_absolute_url())
    main = page.locator("form.comment-form").first
    field = main.get_by_label("Your comment")
    field.fill("a" * 5_003)
    expect(main.locator(".comment-form__count")).to_have_text("Characters too many: 3")
    main.get_by_role("button", name="Send comment").click()
    expect(page.get_by_text("characters too long")).to_be_visible()
    expect(field).to_be_focused()
    assert len(field.input_value()) == 5_003
    page.goto(open_article.get_absolute_url())
    expect(main.locator(".comment-form__draft")).to_be_visible()


def test_under_attack_the_browser_works_by_itself(
    page: Page, open_article: Article, settings: LazySettings
) -> None:
    settings.PROOF_OF_WORK = "on"
    page.goto(open_article.get_absolute_url())
    main = page.locator("form.comment-form").first
    main.get_by_label("Your comment").fill("Written while others attack.")
    page.wait_for_timeout(2_200)  # faster than that no person sends a form
    main.get_by_role("button", name="Send comment").click()
    expect(page.get_by_text("Written while others attack.")).to_be_visible()
    assert Comment.objects.get().state == "approved"
