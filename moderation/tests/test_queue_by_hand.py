"""The queue under somebody's hands in a real browser: nothing jumps, nobody waits for an answer, news stay outside."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from articles.models import Article
from comments import deciding, posting
from comments.models import Comment
from comments.moderation import CommentCard
from moderation import queue
from moderation.models import Decision, Note
from moderation.tests.conftest import signed_in
from newsroom.testing import cast

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser-talk"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture(autouse=True)
def _talk(_cards: None) -> None:
    queue.register(CommentCard())


@pytest.fixture
def said(published: Article) -> list[Comment]:
    people = [cast.person(f"Nora {number}") for number in range(7)]
    return [
        posting.post(published, people[number % 7], f"Word {number} of mine", paced=False)
        for number in range(13)
    ]


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, moderator: User, said: list[Comment]) -> Iterator[Page]:
    cookie = signed_in(moderator).cookies[settings.SESSION_COOKIE_NAME].value
    context = browser.new_context()
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    opened = context.new_page()
    broken: list[str] = []
    opened.on("pageerror", lambda error: broken.append(str(error)))
    opened.goto(f"{live_server.url}/admin/queue/")
    yield opened
    # What the page still asks when it is left must be answered before the tables are emptied.
    opened.goto("about:blank")
    opened.wait_for_timeout(500)
    context.close()
    assert broken == []


def current(page: Page):
    return page.locator(".proof.is-current")


def test_the_next_sheet_is_there_before_the_answer(page: Page, said: list[Comment]) -> None:
    held: list[Route] = []
    page.route("**/decide/*", lambda route: held.append(route))
    expect(current(page)).to_contain_text("Word 0 of mine")
    page.keyboard.press("r")
    expect(current(page).locator("[data-codes] button").first).to_be_focused()
    page.keyboard.press("2")
    expect(current(page)).to_contain_text("Word 1 of mine")
    page.keyboard.press("a")
    expect(current(page)).to_contain_text("Word 2 of mine")
    assert len(held) == 2  # neither was answered yet
    for route in held:
        route.continue_()
    expect(page.locator(".proof--done")).to_have_count(2)
    expect(current(page)).to_contain_text("Word 2 of mine")
    codes = list(
        Decision.objects.filter(kind="comments.comment").order_by("pk").values_list("reason_code", flat=True)
    )
    assert sorted(codes) == ["", "insult"]


def test_the_sheets_that_come_next_are_laid_below(page: Page, said: list[Comment]) -> None:
    expect(page.locator(".proof")).to_have_count(10)
    for number in range(7):
        expect(current(page)).to_contain_text(f"Word {number} of mine")
        page.keyboard.press("a")
    expect(page.locator(".proof")).to_have_count(13)
    assert [one.split(" of")[0][-2:].strip() for one in page.locator(".around__own").all_inner_texts()][
        -3:
    ] == [
        "10",
        "11",
        "12",
    ]


def test_news_are_told_and_not_laid_under_the_hand(page: Page, said: list[Comment]) -> None:
    posting.post(said[0].article, cast.person("Nina New"), "Something new", paced=False)
    before = page.locator(".proof").evaluate_all("all => all.map((one) => one.id)")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("[data-news-link]")).to_have_text("1 new item waits.")
    assert page.locator(".proof").evaluate_all("all => all.map((one) => one.id)") == before
    expect(page.locator("[data-count='']")).to_have_text("14")
    expect(page.locator("#nav-sidebar a[href='/admin/queue/']")).to_contain_text("14")


def test_a_lost_decision_is_told_and_leaves_the_hand_where_it_is(
    page: Page, said: list[Comment], administrator: User
) -> None:
    deciding.spam(Comment.objects.get(pk=said[0].pk), by=administrator, version=1)
    page.keyboard.press("a")
    expect(page.locator("[data-lost]")).to_contain_text(f"{administrator} was first")
    expect(current(page)).to_contain_text("Word 1 of mine")
    page.locator("[data-lost] button").click()
    expect(page.locator(".proof--done").first).to_be_focused()


def test_a_note_and_the_sheets_alone(page: Page, said: list[Comment]) -> None:
    page.keyboard.press("n")
    page.keyboard.type("asked the ferry office")
    current(page).get_by_role("button", name="Keep the note").click()
    expect(current(page)).to_contain_text("asked the ferry office")
    assert Note.objects.get().object_id == said[0].pk
    page.keyboard.press("z")
    expect(page.locator("#nav-sidebar")).to_be_hidden()
    expect(page.locator(".proof:visible")).to_have_count(1)
    page.keyboard.press("j")
    expect(current(page)).to_contain_text("Word 1 of mine")
    page.keyboard.press("z")
    expect(page.locator(".proof:visible")).to_have_count(10)
