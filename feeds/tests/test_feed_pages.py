"""Feeds through the desk's own pages: the list, one feed, adding, lists in and out, replaying."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, User
from articles.models import Section, Source
from feeds.fetching import polling
from feeds.models import Feed, Fetch, ImportedItem
from feeds.subscribing import opml
from feeds.tests.conftest import item, rss
from newsroom.testing import cast
from newsroom.testing.loopback import Loopback

pytestmark = pytest.mark.django_db
Make = Callable[..., Feed]
LIST, ADD = "admin:feeds_feed_changelist", "admin:feeds_feed_add"
TOLD = {"quiet": "2026-03-10T08:00:00Z"}


@pytest.fixture
def feed(web: Loopback, make_feed: Make) -> Feed:
    made = make_feed(web.page("/feed", rss(item(2), item(1))))
    polling.poll_due()
    made.refresh_from_db()
    return made


@pytest.fixture
def desk(client: Client, publisher: User) -> Client:
    client.force_login(publisher)
    return client


def read(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def mend(client: Client, feed: Feed, do: str) -> str:
    answer = client.post(reverse("admin:feeds_feed_mend", args=[feed.pk]), {"do": do}, follow=True)
    feed.refresh_from_db()
    return unescape(answer.content.decode())


def chosen(page: str) -> str:
    found = re.search(r'name="chosen" value="(.*?)"(?: checked)?>', page)
    assert found
    return unescape(found.group(1))


def look(client: Client, address: str) -> str:
    return client.post(reverse(ADD), {"step": "look", "address": address}).content.decode()


def test_it_works(desk: Client, web: Loopback, world: Section) -> None:
    """From the address of a site to a feed that is polled."""
    web.page("/news.xml", rss(item(title="Storm over Lisbon"), title="Harbour News"))
    site = web.page("/", '<!doctype html><link rel="alternate" type="application/rss+xml" href="/news.xml">')

    page = look(desk, site)

    assert "Harbour News" in page
    assert "Storm over Lisbon" in page
    assert "RSS 2.0" in page
    assert Feed.objects.count() == 0
    values = {"step": "add", "address": site, "chosen": chosen(page), "section": world.pk, "folder": "Coast"}
    told = desk.post(reverse(ADD), values, follow=True).content.decode()

    feed = Feed.objects.get()
    assert (feed.title, feed.section, feed.folder) == ("Harbour News", world, "Coast")
    assert feed.source.name == "Harbour News"
    assert "is added and polled now" in told
    polling.poll_due()
    assert ImportedItem.objects.get().headline == "Storm over Lisbon"


def test_a_wrong_address_is_told_at_the_field_with_what_was_tried(desk: Client, web: Loopback) -> None:
    page = look(desk, web.page("/", "<!doctype html><p>Good morning</p>"))
    assert "There is no feed at this address" in page
    assert "addresses were tried" in page
    assert "/feed" in page
    assert "no web address" in look(desk, "javascript:alert(1)")
    assert 'value="javascript:alert(1)"' in look(desk, "javascript:alert(1)")


def test_a_feed_that_is_here_is_said_to_be(desk: Client, feed: Feed) -> None:
    page = look(desk, feed.url)
    assert "Is here already" in page
    assert "Add this feed" not in page
    sent = f'["{feed.url}", "", ""]'
    desk.post(reverse(ADD), {"step": "add", "address": feed.url, "chosen": sent})
    assert Feed.objects.count() == 1


def test_what_was_tampered_with_is_no_feed(desk: Client, agency: Source) -> None:
    for sent in ("", "[]", "nonsense", '["file:///etc/passwd", "", ""]', '["folder:../x", "", ""]'):
        values = {"step": "add", "address": "folder:wire", "chosen": sent, "source": agency.pk}
        assert desk.post(reverse(ADD), values).status_code == 200
    assert Feed.objects.count() == 0


def test_a_watched_folder_is_added_by_its_name(desk: Client, agency: Source) -> None:
    page = look(desk, "folder:halyard")
    values = {"step": "add", "address": "folder:halyard", "chosen": chosen(page)}
    assert "which source" in desk.post(reverse(ADD), values).content.decode()
    desk.post(reverse(ADD), {**values, "source": agency.pk})
    assert Feed.objects.get().url == "folder:halyard"


OPML = b"""<opml version="2.0"><body><outline text="Coast">
<outline text="One" xmlUrl="https://one.example/feed"/><outline text="Two" xmlUrl="https://two.example/feed"/>
</outline><outline text="Trick" xmlUrl="file:///etc/passwd"/></body></opml>"""


def test_a_list_is_shown_before_it_is_added(desk: Client) -> None:
    url = reverse("admin:feeds_feed_add_list")
    page = desk.post(url, {"opml": SimpleUploadedFile("feeds.opml", OPML)}).content.decode()

    assert Feed.objects.count() == 0
    assert "1 line cannot be a feed" in page
    ticks = [unescape(tick) for tick in re.findall(r'name="take" value="(.*?)"', page)]
    desk.post(url, {"sent": "1", "take": ticks[:1]})

    assert [(one.title, one.folder) for one in Feed.objects.all()] == [("One", "Coast")]
    outlines, _left_out = opml.read(desk.get(reverse("admin:feeds_feed_opml")).content)
    assert [one.url for one in outlines] == ["https://one.example/feed"]


def test_a_file_that_is_no_list_is_told_at_the_field(desk: Client) -> None:
    url = reverse("admin:feeds_feed_add_list")
    page = desk.post(url, {"opml": SimpleUploadedFile("feeds.opml", b"<html></html>")}).content.decode()
    assert "no list of feeds" in page
    assert "Choose a file" in desk.post(url, {}).content.decode()


def test_the_list_says_what_can_be_done(desk: Client, web: Loopback, make_feed: Make, feed: Feed) -> None:
    failing = make_feed(web.page("/old", status=404), title="Zephyr", last_success_at=timezone.now())
    polling.poll_due()
    page = read(desk, LIST)
    assert "Failing since" in page
    assert "nothing at this address" in page
    assert "Look on the publisher's site" in page
    assert page.index(failing.title) < page.index("The Wire")
    assert "Reports in 30 days: 2, at most 2 a day, today 2." in page


def test_an_alarm_is_seen_with_one_button(desk: Client, feed: Feed) -> None:
    Feed.objects.update(alerts=TOLD)
    assert 'value="seen"' in read(desk, "admin:feeds_feed_change", feed.pk)
    assert "The Wire" in read(desk, "admin:index")

    mend(desk, feed, "seen")

    assert feed.alerts["seen"] == ["quiet"]
    assert 'value="seen"' not in read(desk, "admin:feeds_feed_change", feed.pk)


def test_the_feed_that_a_page_names_is_taken_with_one_button(
    desk: Client, web: Loopback, make_feed: Make
) -> None:
    new = web.page("/new.xml", rss(item()))
    head = '<!doctype html><html><head><link rel="alternate" type="application/rss+xml" href="/new.xml"></head></html>'
    feed = make_feed(old := web.page("/old", head), etag="x")
    polling.poll_due()

    page = mend(desk, feed, "take")

    assert f"asked for at {new}" in page
    assert (feed.url, feed.former_urls, feed.etag) == (new, [old], "")
    assert LogEntry.objects.count() == 1
    polling.poll_due()
    assert ImportedItem.objects.count() == 1


def test_an_address_of_another_feed_is_not_taken(desk: Client, feed: Feed, make_feed: Make) -> None:
    moved = make_feed("https://wire.example/old", moved_to=feed.url, moved_times=3)
    assert "another feed here already" in mend(desk, moved, "move")
    assert moved.url == "https://wire.example/old"


def test_muting_and_its_way_back(desk: Client, feed: Feed) -> None:
    mend(desk, feed, "mute")
    assert feed.health == "muted"
    assert "nothing like that" in mend(desk, feed, "mute")
    mend(desk, feed, "unmute")
    assert (feed.health, feed.next_fetch_at is None) == ("new", False)


def test_guids_are_trusted_again_by_a_person(desk: Client, feed: Feed) -> None:
    Feed.objects.update(identity_rule="link", identity_rule_reason="One guid for all.")
    assert "One guid for all." in read(desk, "admin:feeds_feed_change", feed.pk)
    mend(desk, feed, "guids")
    assert (feed.identity_rule, feed.identity_rule_reason) == ("guid", "")


def test_settings_are_saved_and_bad_ones_told(desk: Client, feed: Feed, agency: Source) -> None:
    url = reverse("admin:feeds_feed_change", args=[feed.pk])
    values = {"url": feed.url, "title": "Wire", "source": agency.pk, "interval_minutes": 0, "folder": "Coast"}
    page = desk.post(url, values).content.decode()
    assert "At least one minute" in page
    assert 'value="Coast"' in page
    feed.refresh_from_db()
    assert feed.folder == ""

    etag = feed.etag
    desk.post(url, {**values, "interval_minutes": 5})
    feed.refresh_from_db()
    assert (feed.title, feed.folder, feed.interval_minutes, feed.etag) == ("Wire", "Coast", 5, etag)


def test_what_came_is_downloaded_as_text_and_never_drawn(desk: Client, feed: Feed) -> None:
    poll = Fetch.objects.get()
    answer = desk.get(reverse("admin:feeds_feed_body", args=[feed.pk, poll.pk]))
    assert b"<rss" in answer.content
    assert answer["Content-Type"].startswith("text/plain")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_replay_is_shown_then_applied(desk: Client, feed: Feed) -> None:
    ImportedItem.objects.filter(guid="wire-1").update(headline="Fery 1", content_digest="other")
    url = reverse("admin:feeds_feed_replay", args=[feed.pk, Fetch.objects.get().pk])

    page = desk.get(url).content.decode()

    assert "<del>Fery 1</del>" in page
    found = re.search(r'name="digest" value="(\w+)"', page)
    assert found
    assert "has changed since" in desk.post(url, {"digest": "other"}).content.decode()
    assert ImportedItem.objects.filter(headline="Fery 1").exists()
    desk.post(url, {"digest": found.group(1)})
    assert not ImportedItem.objects.filter(headline="Fery 1").exists()
    assert "Nothing would change" in desk.get(url).content.decode()


def test_many_go_to_a_folder_and_a_section(desk: Client, feed: Feed, make_feed: Make) -> None:
    other, sport = make_feed("https://wire.example/2"), cast.section("Sport")
    ticked = {"_selected_action": [feed.pk, other.pk]}
    assert "For 2 feeds" in desk.post(reverse(LIST), {"action": "into_folder", **ticked}).content.decode()

    values = {"action": "into_folder", "sent": "1", "folder": "Coast", **ticked}
    assert "2 feeds are in “Coast” now" in desk.post(reverse(LIST), values, follow=True).content.decode()
    desk.post(reverse(LIST), {"action": "into_section", "sent": "1", "section": sport.pk, **ticked})

    assert {(one.folder, one.section) for one in Feed.objects.select_related("section")} == {("Coast", sport)}


def test_who_muted_many_stands_in_their_history(desk: Client, feed: Feed, make_feed: Make) -> None:
    other = make_feed("https://wire.example/2", health=Feed.Health.MUTED)
    ticked = {"_selected_action": [feed.pk, other.pk]}
    assert (
        "1 feed is muted"
        in desk.post(reverse(LIST), {"action": "mute", **ticked}, follow=True).content.decode()
    )
    desk.post(reverse(LIST), {"action": "unmute", **ticked})

    noted = LogEntry.objects.values_list("object_id", flat=True)
    assert sorted(noted) == sorted([str(feed.pk), str(feed.pk), str(other.pk)])


class TestOfASection:
    """Who looks after some sections touches no feed of another."""

    @pytest.fixture
    def sport_desk(self, client: Client, publisher: User) -> Client:
        cast.section("Sport")
        Membership.objects.filter(user=publisher).update(section="sport")
        client.force_login(publisher)
        return client

    def test_nothing_of_another_section_is_done(self, sport_desk: Client, feed: Feed) -> None:
        poll = Fetch.objects.get()
        for name, args in (("mend", [feed.pk]), ("change", [feed.pk]), ("replay", [feed.pk, poll.pk])):
            answer = sport_desk.post(reverse(f"admin:feeds_feed_{name}", args=args), {"do": "mute"})
            assert answer.status_code == 403
        assert sport_desk.get(reverse("admin:feeds_feed_body", args=[feed.pk, poll.pk])).status_code == 403
        acts = {"action": "mute", "_selected_action": [feed.pk]}
        assert "left as it is" in sport_desk.post(reverse(LIST), acts, follow=True).content.decode()
        feed.refresh_from_db()
        assert feed.health == "well"

    def test_nothing_is_added_to_another_section(
        self, sport_desk: Client, world: Section, agency: Source
    ) -> None:
        sent = {"step": "add", "address": "folder:x", "chosen": '["https://a.example/f", "", ""]'}
        for section in ("", world.pk):
            sport_desk.post(reverse(ADD), {**sent, "section": section})
            tick = '["https://b.example/f", "", "", ""]'
            sport_desk.post(
                reverse("admin:feeds_feed_add_list"), {"sent": "1", "take": tick, "section": section}
            )
        assert Feed.objects.count() == 0
        sport_desk.post(reverse(ADD), {**sent, "section": Section.objects.get(slug="sport").pk})
        assert Feed.objects.count() == 1
