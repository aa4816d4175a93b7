"""The pages of imported items at the desk: one report, its versions, and the list of all."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from articles.models import Section
from feeds.intake.taking_in import take_in_all
from feeds.models import Feed, ImportedItem, RoutingRule, RuleHit
from feeds.parsing.reports import Enclosure, IncomingReport
from feeds.tests.conftest import STORY
from moderation.models import Item
from newsroom.testing import cast

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
LIST = "/admin/feeds/importeditem/"
Take = Callable[..., ImportedItem]


def report(guid: str = "1", **fields: object) -> IncomingReport:
    values = {
        "guid": guid,
        "link": f"https://wire.example/{guid}",
        "title": "Ferry finds the harbour",
        "content_html": f"<p>LISBON (Agency) — {STORY}</p><p>The mayor came to the quay.</p>",
        "byline": "By Ada Tide",
        "credit": "Agency",
        "published": NOW,
        "language": "en",
        **fields,
    }
    return IncomingReport(**values)  # type: ignore[arg-type]


@pytest.fixture
def take(make_feed: Callable[..., Feed]) -> Take:
    """Let the wire say something; the item as it is then."""
    feed = make_feed("https://wire.example/feed", title="World news")

    def taken(guid: str = "1", **fields: object) -> ImportedItem:
        take_in_all(feed, [report(guid, **fields)], NOW)
        return ImportedItem.objects.select_related("feed__source", "feed__section").get(guid=guid)

    return taken


def page_of(item: ImportedItem) -> str:
    return reverse("admin:feeds_importeditem_change", args=[item.pk])


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_works(client: Client, editor: User, take: Take) -> None:
    found = take()
    client.force_login(editor)

    page = read(client, page_of(found))
    assert "Ferry finds the harbour" in page
    assert "By Ada Tide" in page
    client.post(page_of(found), {"action": "accept", "version": found.version})

    found.refresh_from_db()
    assert (found.state, found.article is not None) == ("accepted", True)
    assert "The article made of it" in read(client, page_of(found))
    assert 'name="action"' not in read(client, page_of(found))


def test_it_tells_all_that_the_wire_says(client: Client, editor: User, take: Take) -> None:
    later = timezone.now() + timedelta(days=1)
    found = take(
        status="withheld",
        urgency=1,
        version="4",
        embargo=later,
        note="Check the name of the ferry.",
        usage_terms="Not for archives",
        rights="© Agency",
        restrictions=("no_archive",),
        doubtful=("no-time-zone",),
        categories=("sea",),
        enclosures=(
            Enclosure("https://pictures.example/1.jpg", "image/jpeg", caption="The ferry", credit="J. Tide"),
            Enclosure("https://pictures.example/2.jpg", "image/jpeg", rights="Once only"),
        ),
    )
    rule = RoutingRule.objects.create(name="Ships to World", position=10)
    RuleHit.objects.create(rule=rule, rule_version=1, item=found)
    client.force_login(editor)

    page = read(client, page_of(found))

    for words in (
        "Withheld",
        "Check the name of the ferry.",
        "Not for archives",
        "Not for the archive",
        "© Agency",
        "The date names no time zone",
        "J. Tide",
        "Once only",
        "https://pictures.example/2.jpg",
        "Ships to World",
        "intake@1",
    ):
        assert words in page, words
    # Nobody may accept it, and the pictures of another house are told, never loaded.
    assert 'value="accept"' not in page
    assert "<img" not in page.split('class="desk report"')[1]


def test_a_decision_on_an_older_version_is_refused_in_words(client: Client, editor: User, take: Take) -> None:
    seen = take()
    newer = take(content_html=f"<p>{STORY}</p><p>The mayor stayed at home.</p>")
    client.force_login(editor)

    answer = client.post(page_of(seen), {"action": "reject", "version": seen.version, "reason": "Too late"})

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Your decision was not recorded." in page
    assert "Too late" in page
    assert "The mayor stayed at home." in page
    newer.refresh_from_db()
    assert newer.state == "held"


def test_a_rejection_is_taken_back_on_its_page(client: Client, editor: User, take: Take) -> None:
    found = take()
    client.force_login(editor)
    client.post(page_of(found), {"action": "reject", "version": found.version, "reason": "Old news"})
    found.refresh_from_db()
    assert found.state == "rejected"
    assert "Old news" in read(client, page_of(found))

    client.post(page_of(found), {"action": "reopen", "version": found.version})

    found.refresh_from_db()
    assert found.state == "held"
    assert Item.objects.filter(object_id=found.pk, closed_at=None).exists()


def test_the_section_is_chosen_where_the_feed_leaves_it_to_the_desk(
    client: Client, editor: User, take: Take, world: Section
) -> None:
    found = take()
    Feed.objects.update(section=None)
    ImportedItem.objects.update(section=None)
    client.force_login(editor)
    assert '<option value="world">World</option>' in read(client, page_of(found))

    said = {"action": "accept-in-", "section": "world", "version": found.version}
    client.post(page_of(found), {**said, "section": "nowhere"})
    assert ImportedItem.objects.get().state == "held"
    client.post(page_of(found), said)

    found.refresh_from_db()
    assert found.article
    assert found.article.section == world


def test_two_versions_are_compared_and_each_is_readable(client: Client, editor: User, take: Take) -> None:
    found = take(rights="© Agency")
    take(
        title="CORRECTION: Ferry finds the harbour",
        content_html=f"<p>LISBON (Agency) — {STORY}</p><p>The mayor stayed at home.</p>",
        note="Corrects the second paragraph.",
        rights="© Agency",
    )
    client.force_login(editor)
    versions = reverse("admin:feeds_importeditem_versions", args=[found.pk])

    page = read(client, versions)
    assert "came to the quay" in page
    assert "stayed at home" in page
    assert "<ins>CORRECTION:</ins>" in page
    assert "<ins>Corrects the second paragraph.</ins>" in page  # beside the words
    assert "© Agency" not in page  # the same in both

    first = read(client, f"{versions}1/")
    assert "came to the quay" in first
    assert "© Agency" in first
    assert client.get(f"{versions}7/").status_code == 404
    assert "two different versions" in read(client, f"{versions}?from=2&to=2")
    assert client.get(f"{versions}?from=x&to={'9' * 30}").status_code == 200


def test_a_single_version_has_nothing_to_be_compared_with(client: Client, editor: User, take: Take) -> None:
    client.force_login(editor)
    page = read(client, reverse("admin:feeds_importeditem_versions", args=[take().pk]))
    assert "nothing to compare" in page


def test_another_section_is_not_looked_at(client: Client, take: Take, db: None) -> None:
    """A role that is limited to a section opens neither the item of another one, nor its versions, nor finds it listed."""
    found = take()
    sports = cast.person("sports.editor", "editor", "sports")
    cast.section("Sports")
    client.force_login(sports)

    assert client.get(page_of(found)).status_code == 403
    assert client.post(page_of(found), {"action": "reject", "version": found.version}).status_code == 403
    for page in ("versions/", "versions/1/", "merge/"):
        assert client.get(f"{LIST}{found.pk}/{page}").status_code == 403
    assert found.headline not in read(client, LIST)


def test_strange_numbers_are_no_item(client: Client, editor: User) -> None:
    client.force_login(editor)
    for number in ("0", "x", "9" * 40, "-1"):
        assert client.get(f"{LIST}{number}/change/").status_code == 404


@pytest.mark.parametrize(
    ("asked", "is_there"),
    [
        ("", True),
        ("state=held", True),
        ("state=rejected", False),
        ("section=world", True),
        ("section=-", False),
        ("urgency=1-3", True),
        ("urgency=6-8", False),
        ("watch=doubtful", True),
        ("watch=withheld", True),
        ("watch=withdrawn", False),
        ("watch=missing", False),
        ("watch=alike", False),
        ("q=harbour", True),
        ("q=https://wire.example/1", True),
        ("q=nobody", False),
        ("state=nonsense&watch=nonsense", True),
    ],
)
def test_the_list_is_narrowed(client: Client, editor: User, take: Take, asked: str, is_there: bool) -> None:
    found = take(urgency=2, status="withheld", doubtful=("no-date",))
    client.force_login(editor)
    assert (page_of(found) in read(client, f"{LIST}?{asked}")) is is_there


def test_the_list_is_narrowed_to_a_feed(client: Client, editor: User, take: Take) -> None:
    found = take()
    client.force_login(editor)
    assert page_of(found) in read(client, f"{LIST}?feed={found.feed_id}")
    assert page_of(found) not in read(client, f"{LIST}?feed={found.feed_id}&state=accepted")


def test_many_are_rejected_as_they_were_seen(client: Client, editor: User, take: Take) -> None:
    """What was renewed since the list was shown stays, and the person is told."""
    first = take("1")
    second = take("2", title="Mayor resigns", content_html="<p>Nobody knows why the mayor went away.</p>")
    client.force_login(editor)
    take("1", content_html=f"<p>{STORY}</p><p>The mayor stayed at home.</p>")
    seen = {f"seen-{item.pk}": item.version for item in (first, second)}

    page = client.post(
        LIST, {"action": "reject", "_selected_action": [first.pk, second.pk], **seen}, follow=True
    ).content.decode()

    assert "1 report is rejected." in page
    assert "was first" in page
    states = dict(ImportedItem.objects.values_list("guid", "state"))
    assert states == {"1": "held", "2": "rejected"}


def test_the_list_asks_the_same_number_of_questions(
    client: Client, editor: User, take: Take, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for number in range(6):
        take(str(number), title=f"Report {number}", content_html=f"<p>Words of number {number}.</p>")
    client.force_login(editor)
    read(client, LIST)
    with django_assert_max_num_queries(18):  # type: ignore[attr-defined]
        read(client, LIST)
