"""Routing rules as the desk writes them: tried before they are saved, recorded, and what each has done."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from articles.models import Section
from feeds.intake.taking_in import take_in_all
from feeds.models import Feed, ImportedItem, RoutingRule, RuleHit
from feeds.parsing.reports import IncomingReport
from newsroom.testing import cast

pytestmark = pytest.mark.django_db
ADD = "/admin/feeds/routingrule/add/"


@pytest.fixture
def science(db: None) -> Section:
    return cast.section("Science")


@pytest.fixture
def feed(make_feed: Callable[..., Feed]) -> Feed:
    return make_feed("https://wire.example/feed")


@pytest.fixture
def desk(client: Client, publisher: User) -> Client:
    client.force_login(publisher)
    return client


def report(number: int, words: str, **fields: Any) -> IncomingReport:
    return IncomingReport(
        guid=f"r{number}", title=f"{words} {number}", link=f"https://wire.example/{number}", **fields
    )


def take_in(feed: Feed, *reports: IncomingReport) -> Any:
    return take_in_all(feed, reports, timezone.now())


def fields(**given: Any) -> dict[str, Any]:
    return {
        "name": "Volcanoes", "position": 10, "is_active": "on", "keywords": "volcano*", "without_keywords": "",
        "categories": "", "languages": "", "most_urgency": "", "section": "", "tags": "", "priority": 0, "step": "",
        **given,
    }  # fmt: skip


def test_it_works(desk: Client, feed: Feed, science: Section, publisher: User) -> None:
    answer = desk.post(ADD, fields(section=science.pk, tags="geology, islands", priority=5))
    assert answer.status_code == 302
    rule = RoutingRule.objects.get()
    assert (rule.keywords, rule.tags, rule.changed_by) == (["volcano*"], ["geology", "islands"], publisher)
    assert LogEntry.objects.get().user == publisher

    take_in(feed, report(1, "Volcanoes rumble"), report(2, "Ferries sail"))

    smoke, ferry = ImportedItem.objects.order_by("guid")
    assert (smoke.section, ferry.section) == (science, feed.section)
    assert smoke.routed["tags"] == ["geology", "islands"]
    assert RuleHit.objects.get().item == smoke
    page = desk.get(reverse("admin:feeds_routingrule_changelist")).content.decode()
    assert f"?rule_hits__rule={rule.pk}" in page
    listed = desk.get(f"/admin/feeds/importeditem/?rule_hits__rule={rule.pk}").content.decode()
    assert "Volcanoes rumble" in listed
    assert "Ferries sail" not in listed


def test_trying_shows_what_it_would_have_done_and_saves_nothing(
    desk: Client, feed: Feed, science: Section
) -> None:
    take_in(feed, report(1, "A volcano wakes"), report(2, "Ferries sail"))
    page = desk.post(ADD, fields(section=science.pk, step="try")).content.decode()
    assert "It meets 1 of 2 reports" in page
    assert "<mark>volcano</mark>" in page
    assert "Science" in page
    assert not RoutingRule.objects.exists()


def test_dropping_asks_first_with_the_number(desk: Client, feed: Feed) -> None:
    take_in(feed, report(1, "A volcano wakes"))
    page = desk.post(ADD, fields(is_dropping="on")).content.decode()
    assert "would have dropped 1 report" in page
    assert not RoutingRule.objects.exists()
    assert desk.post(ADD, fields(is_dropping="on", confirmed="on")).status_code == 302

    tally = take_in(feed, report(3, "Another volcano"))
    assert (tally.new, tally.dropped) == (0, 1)
    assert not ImportedItem.objects.filter(guid="r3").exists()
    assert take_in(feed, report(3, "Another volcano")).new == 0


def test_a_rule_behind_one_that_takes_everything_says_so(desk: Client, feed: Feed, science: Section) -> None:
    first = RoutingRule.objects.create(name="All of it", position=1, tags=["wire"])
    second = RoutingRule.objects.create(name="Never", position=2, keywords=["volcano"], section=science)
    take_in(feed, report(1, "A volcano wakes"))
    address = reverse("admin:feeds_routingrule_change", args=[second.pk])
    assert "“All of it” stands above it" in desk.get(address).content.decode()
    tried = desk.post(address, fields(position=2, section=science.pk, step="try", version=1)).content.decode()
    assert "it would never act" in tried
    assert "Nothing: is it still needed?" in desk.get("/admin/feeds/routingrule/").content.decode()
    assert first.name in desk.get("/admin/feeds/routingrule/").content.decode()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "would do nothing"),
        ({"keywords": "", "is_dropping": "on"}, "would drop everything"),
        ({"keywords": "***", "tags": "x"}, "holds no word"),
        ({"keywords": "w" * 200, "tags": "x"}, "too long for a word"),
        ({"position": "-1", "tags": "x"}, "greater than or equal to 0"),
        ({"name": "", "tags": "x"}, "This field is required"),
    ],
)
def test_what_would_do_nothing_or_everything_is_sent_back(
    desk: Client, given: dict[str, Any], words: str
) -> None:
    page = desk.post(ADD, fields(**given)).content.decode()
    assert words in page
    assert not RoutingRule.objects.exists()


def test_a_change_is_a_version_and_a_stale_page_changes_nothing(desk: Client, science: Section) -> None:
    desk.post(ADD, fields(section=science.pk))
    rule = RoutingRule.objects.get()
    address = reverse("admin:feeds_routingrule_change", args=[rule.pk])
    desk.post(address, fields(section=science.pk, version=1, priority=3))
    rule.refresh_from_db()
    assert (rule.version, rule.priority) == (2, 3)
    stale = desk.post(address, fields(section=science.pk, version=1, priority=9)).content.decode()
    assert "changed this rule meanwhile" in stale
    rule.refresh_from_db()
    assert rule.priority == 3


def test_editors_look_and_publishers_change(
    client: Client, editor: User, reporter: User, science: Section
) -> None:
    rule = RoutingRule.objects.create(name="Volcanoes", keywords=["volcano"], section=science)
    address = reverse("admin:feeds_routingrule_change", args=[rule.pk])
    client.force_login(editor)
    page = client.get(address)
    assert page.status_code == 200
    assert "Try it on" not in page.content.decode()
    assert client.post(address, fields(tags="x", version=1)).status_code == 403
    client.force_login(reporter)
    assert client.get(address).status_code == 403
