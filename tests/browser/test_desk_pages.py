"""Every page of the desk, as it comes: fits its window, nothing for axe to find, nothing for the browser to complain of."""

from collections.abc import Callable, Iterator

from playwright.sync_api import Page

from tests.browser.people import WIDTHS, nothing_overflows
from tests.browser.seeing import BY_WIDTH, FEWER, found_by_axe, found_in_the_dark
from tests.house import House

WORK = [
    "/admin/",
    "/admin/queue/",
    "/admin/queue/?kind=comments.comment",
    "/admin/articles/article/",
    "/admin/articles/article/?q=ferry&state=published",
    "/admin/articles/article/add/",
    "/admin/articles/revision/",
    "/admin/articles/image/",
    "/admin/articles/image/add/",
    "/admin/desk/calendar/",
    "/admin/desk/calendar/?view=week",
    "/admin/desk/stories/",
    "/admin/desk/stories/?as=budget",
    "/admin/desk/assignments/",
    "/admin/desk/assignments/new/",
    "/admin/record/",
    "/admin/search/?q=ferry",
    "/admin/assist/generatedtext/",
    "/admin/related/link/",
    "/admin/feeds/importeditem/",
]
HOUSE = [
    "/admin/articles/houserule/",
    "/admin/articles/houserule/add/",
    "/admin/articles/correction/",
    *(f"/admin/{kind}/" for kind in ("articles/section", "articles/source", "articles/author")),
    *(f"/admin/{kind}/" for kind in ("articles/story", "taggit/tag", "feeds/feed", "feeds/fetch")),
    *(f"/admin/{kind}/add/" for kind in ("articles/section", "articles/source", "articles/author")),
    *(f"/admin/{kind}/add/" for kind in ("articles/story", "taggit/tag", "feeds/feed")),
    "/admin/comments/comment/",
    "/admin/moderation/decision/",
    "/admin/moderation/item/",
    "/admin/notifications/notification/",
    "/admin/accounts/user/",
    "/admin/accounts/invitation/",
    "/admin/accounts/invitation/add/",
    "/admin/accounts/accesschange/",
    "/accounts/me/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/",
    "/notices/",
    "/notices/settings/",
]
PUBLIC = [
    "/",
    "/search/?q=ferry",
    "/corrections/",
    "/world/",
    "/accounts/login/",
    "/accounts/signup/",
    "/nowhere/",
]
# A page of one thing: the newest of its table.
ONE_THING = {
    "/admin/articles/image/{}/change/": "articles_image",
    "/admin/articles/houserule/{}/change/": "articles_houserule",
    "/admin/articles/section/{}/change/": "articles_section",
    "/admin/articles/story/{}/change/": "articles_story",
    "/admin/taggit/tag/{}/change/": "taggit_tag",
    "/admin/feeds/feed/{}/change/": "feeds_feed",
    "/admin/feeds/importeditem/{}/change/": "feeds_importeditem",
    "/admin/assist/generatedtext/{}/change/": "assist_generatedtext",
    "/admin/comments/comment/{}/change/": "comments_comment",
    "/admin/moderation/decision/{}/change/": "moderation_decision",
    "/admin/queue/{}/": "moderation_item",
    "/admin/accounts/user/{}/change/": "accounts_user",
    "/admin/notifications/notification/{}/change/": "notifications_notification",
}
# Above the facts of every sheet, three more that are links alone.
STACK_LINKS = """
document.querySelectorAll(".proof__text").forEach((text) => {
  const facts = document.createElement("ul");
  facts.className = "meta";
  facts.innerHTML = '<li><a href="/a/">Read the original</a></li>'.repeat(3);
  text.prepend(facts);
});
"""
OF_AN_ARTICLE = ["change/", "preview/", "reviewers/", "notes/?show=all", "texts/", "texts/compared/"]


def seen(page: Page, address: str) -> list[str]:
    """What is wrong with it at the desk by light and by dark, and on a phone."""
    page.set_viewport_size({"width": WIDTHS["desk"], "height": 900})
    with nothing_overflows(page):
        page.goto(address)
    assert page.url.endswith(address), f"{address} leads to {page.url}"
    page.evaluate(FEWER)
    found = [*found_by_axe(page), *found_in_the_dark(page)]
    page.set_viewport_size({"width": WIDTHS["phone"], "height": 900})
    with nothing_overflows(page):
        found += [f"on a phone, {line}" for line in found_by_axe(page, BY_WIDTH)]
    return [f"{address}: {line}" for line in found]


def things(house: House) -> Iterator[str]:
    for address, table in ONE_THING.items():
        if number := house.number(f"SELECT coalesce(max(id), 0) FROM {table}"):  # noqa: S608 — ours
            yield address.format(number)


def test_it_works(person: Callable[..., Page]) -> None:
    publisher = person("publisher")
    troubles = [line for address in WORK for line in seen(publisher, address)]
    assert not troubles, "\n".join(troubles)


def test_pages_of_the_house_and_of_one_thing(house: House, person: Callable[..., Page]) -> None:
    administrator = person("administrator")
    troubles = [line for address in [*HOUSE, *things(house)] for line in seen(administrator, address)]
    assert not troubles, "\n".join(troubles)


def test_links_of_a_sheet_one_above_the_other_can_be_hit(person: Callable[..., Page]) -> None:
    """However many facts of a report, a comment or a text lead elsewhere, and however narrow the window."""
    publisher = person("publisher")
    troubles = []
    for kind in ("feeds.importeditem", "comments.comment", "articles.revision"):
        publisher.goto(f"/admin/queue/?kind={kind}")
        publisher.evaluate(FEWER)
        publisher.evaluate(STACK_LINKS)
        for width in (WIDTHS["desk"], 700, WIDTHS["phone"]):
            publisher.set_viewport_size({"width": width, "height": 900})
            troubles += [f"{kind}, {width} px: {line}" for line in found_by_axe(publisher, BY_WIDTH)]
    assert not troubles, "\n".join(troubles)


def test_pages_of_an_article(house: House, person: Callable[..., Page], complaints: list[str]) -> None:
    """Of one that is out and of one that is not; what readers see of the first."""
    live = house.number("SELECT max(article_id) FROM articles_revision WHERE state = 'live'")
    draft = house.number("SELECT max(article_id) FROM articles_revision WHERE state = 'draft'")
    publisher = person("publisher")
    desk = [f"/admin/articles/article/{key}/{page}" for key in (live, draft) for page in OF_AN_ARTICLE]
    desk += [f"/admin/articles/article/{live}/preview/?frame=1", f"/admin/related/link/beside/{live}/"]
    troubles = [line for address in desk for line in seen(publisher, address)]
    reader = person()
    reader.goto(f"/a/{live}/")
    public = reader.url.removeprefix(house.url)
    for address in [*PUBLIC, public, f"{public}versions/"]:
        troubles += seen(reader, address)
    complaints[:] = [line for line in complaints if "/nowhere/" not in line]  # browsers note every 404
    assert not troubles, "\n".join(troubles)
