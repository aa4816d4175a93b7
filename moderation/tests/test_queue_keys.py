"""The queue by keyboard in a real browser."""

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from articles.models import Article, Revision
from comments import posting
from comments.models import Comment
from comments.moderation import CommentCard
from moderation import queue
from moderation.models import Item
from moderation.tests.conftest import signed_in, submitted

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser-talk"),
    pytest.mark.django_db(transaction=True),
]


def by_keys(page: Page, url: str, first: str, second: str) -> None:
    """Send the first back with a reason, approve the second, without touching the mouse."""
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on(
        "console", lambda message: broken.append(message.text) if "Content Security" in message.text else None
    )
    page.goto(f"{url}/admin/queue/")
    expect(page.locator(".proof.is-current h2")).to_have_text(first)
    page.keyboard.press("j")
    expect(page.locator(".proof.is-current h2")).to_have_text(second)
    page.keyboard.press("k")
    page.keyboard.press("r")
    expect(page.get_by_label("Reason").first).to_be_focused()
    page.keyboard.type("ja, who says so?")
    page.keyboard.press("Enter")
    expect(page.locator(".proof--done .proof__stamp")).to_contain_text("Changes requested")
    expect(page.locator(".proof.is-current h2")).to_have_text(second)
    page.keyboard.press("a")
    expect(page.locator(".proof--done .proof__stamp").nth(1)).to_contain_text("Approved")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    assert broken == []


def test_it_works(browser: Browser, live_server: LiveServer, reporter: User, editor: User) -> None:
    first, second = submitted(reporter), submitted(reporter)
    cookie = signed_in(editor).cookies[settings.SESSION_COOKIE_NAME].value
    context = browser.new_context()
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    by_keys(context.new_page(), live_server.url, first.headline, second.headline)
    context.close()

    states = list(Revision.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["changes_requested", "approved"]
    assert not Item.objects.filter(closed_at=None).exists()


def test_the_last_decision_is_taken_back_by_a_key(
    browser: Browser, live_server: LiveServer, moderator: User, reader: User, published: Article
) -> None:
    queue.register(CommentCard())
    said = [posting.post(published, reader, words) for words in ("Is the bell old?", "And who rings it?")]
    cookie = signed_in(moderator).cookies[settings.SESSION_COOKIE_NAME].value
    context = browser.new_context()
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/admin/queue/")
    page.keyboard.press("a")
    expect(page.locator(".proof--done .proof__stamp")).to_contain_text("Approved")
    expect(page.locator(".proof.is-current")).to_contain_text("who rings it")
    page.keyboard.press("u")
    expect(page.locator(".proof--done")).to_have_count(0)
    expect(page.locator(".proof.is-current")).to_contain_text("bell old")
    expect(page.locator("[data-said]")).to_have_text("Taken back. It waits again, and nobody is told.")
    page.keyboard.press("s")
    expect(page.locator(".proof--done .proof__stamp")).to_contain_text("Spam")
    context.close()

    assert [Comment.objects.get(pk=one.pk).state for one in said] == ["spam", "pending"]
