"""Polling a real server: conditional, patient, and never ended by what one feed does."""

import gzip
import time
from collections.abc import Callable
from datetime import timedelta
from http.server import BaseHTTPRequestHandler

import pytest
from django.utils import timezone

from common import doctor
from feeds import health
from feeds.fetching import polling
from feeds.fetching.bodies import body_of
from feeds.fetching.keeping import Poll
from feeds.models import Feed, Fetch, ImportedItem
from feeds.tests.conftest import item, rss
from moderation.models import Item
from newsroom.testing.loopback import Loopback

pytestmark = pytest.mark.django_db
Make = Callable[..., Feed]


def poll(feed: Feed) -> Poll:
    """Poll it now, as the command does; the feed is fresh afterwards."""
    claimed = polling.claim_now(Feed.objects.filter(pk=feed.pk))
    assert claimed is not None
    result = polling.poll_safely(claimed)
    feed.refresh_from_db()
    return result


def test_it_works(web: Loopback, make_feed: Make) -> None:
    feed = make_feed(web.page("/feed", rss(item(2), item(1))))

    (result,) = polling.poll_due()

    assert (result.tally.new, result.reasons) == (2, ())
    feed.refresh_from_db()
    assert (feed.health, feed.title, feed.leased_until) == ("well", "The Wire", None)
    assert feed.last_success_at
    assert timedelta(minutes=26) < feed.next_fetch_at - timezone.now() < timedelta(minutes=34)
    assert [found.guid for found in ImportedItem.objects.order_by("id")] == ["wire-1", "wire-2"]
    assert set(ImportedItem.objects.values_list("state", flat=True)) == {"held"}
    assert Item.objects.filter(kind="feeds.importeditem", closed_at=None, section="world").count() == 2
    fetch = feed.fetches.get()
    assert (fetch.outcome, fetch.status, fetch.new) == ("new_items", 200, 2)
    assert b"Ferry 2" in (body_of(fetch) or b"")
    assert polling.poll_due() == []


def test_what_was_read_is_asked_for_conditionally(web: Loopback, make_feed: Make) -> None:
    feed = make_feed(
        web.page("/feed", rss(item()), ETag='"7"', Last_Modified="Tue, 10 Mar 2026 10:00:00 GMT")
    )
    poll(feed)
    web.page("/feed", status=304)

    poll(feed)

    headers = web.asked[-1][1]
    assert (headers["if-none-match"], headers["if-modified-since"]) == (
        '"7"',
        "Tue, 10 Mar 2026 10:00:00 GMT",
    )
    assert (feed.health, feed.fetches.first().outcome, feed.etag) == ("well", "not_modified", '"7"')


def test_an_unchanged_body_is_not_read_again(web: Loopback, make_feed: Make) -> None:
    feed = make_feed(web.page("/feed", rss(item())))
    poll(feed)

    result = poll(feed)

    assert result.tally.items == 0
    last, first = feed.fetches.all()
    assert (last.outcome, last.kept) == ("nothing_new", first.kept)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "web page"),
        (b"", "empty"),
        (b'<?xml version="1.0"?><rss version="2.0"><channel><title>The', "breaks off"),
        (b"x" * (11 * 1024 * 1024), "larger than 10 MB"),
        (b"\xff\xfe\x00\x01" * 50, "not a feed"),
    ],
    ids=["html", "empty", "truncated", "large", "noise"],
)
def test_bad_input_is_recorded_in_words_and_harms_nothing_else(
    web: Loopback, make_feed: Make, body: bytes, words: str
) -> None:
    bad = make_feed(web.page("/bad", body))
    good = make_feed(web.page("/good", rss(item())))

    poll(bad)
    poll(good)

    assert (bad.health, bad.failures) == ("failing", 1)
    assert words in bad.last_error
    assert words in bad.fetches.get().detail
    assert bad.fetches.get().outcome == Fetch.Outcome.FAILED
    assert bad.next_fetch_at > timezone.now()
    assert bad.leased_until is None
    assert words in health.in_words(bad, timezone.now())
    assert (good.health, ImportedItem.objects.count()) == ("well", 1)


def test_a_bomb_is_recorded(web: Loopback, make_feed: Make) -> None:
    bomb = gzip.compress(b"<rss>" + b" " * 60_000_000)
    feed = make_feed(web.page("/bomb", bomb, Content_Encoding="gzip"))

    poll(feed)

    assert "grows more than 200 times" in feed.last_error


@pytest.mark.parametrize(
    "url", ["http://10.0.0.1/feed", "http://127.0.0.1:6379/", "http://[::ffff:169.254.169.254]/"]
)
def test_a_private_address_is_recorded(web: Loopback, make_feed: Make, url: str) -> None:
    feed = make_feed(url)

    poll(feed)

    assert feed.health == "failing"
    assert "public web" in feed.last_error or "Port" in feed.last_error
    assert web.asked == []


def test_a_wrong_encoding_is_read(web: Loopback, make_feed: Make) -> None:
    text = '<?xml version="1.0" encoding="utf-8"?>' + rss(item(title="Fähre läuft ein"))
    feed = make_feed(web.page("/feed", text.encode("cp1252"), Content_Type="text/xml; charset=utf-8"))

    poll(feed)

    assert ImportedItem.objects.get().headline == "Fähre läuft ein"


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "sign-in"),
        (403, "403"),
        (404, "404"),
        (429, "too often"),
        (500, "500"),
        (599, "failed"),
        (418, "refuses"),
    ],
)
def test_refusals_back_off_and_stay_visible(web: Loopback, make_feed: Make, status: int, words: str) -> None:
    feed = make_feed(web.page("/feed", b"no", status=status))

    poll(feed)
    first = feed.next_fetch_at - timezone.now()
    poll(feed)

    assert (feed.health, feed.failures) == ("failing", 2)
    assert words in feed.last_error
    assert feed.next_fetch_at - timezone.now() > first * 1.4


def test_retry_after_is_obeyed(web: Loopback, make_feed: Make) -> None:
    feed = make_feed(web.page("/feed", status=429, Retry_After="7200"))
    poll(feed)
    assert feed.next_fetch_at - timezone.now() > timedelta(minutes=119)


def test_gone_mutes_and_asking_again_unmutes(web: Loopback, make_feed: Make) -> None:
    feed = make_feed(web.page("/feed", status=410))
    poll(feed)
    assert (feed.health, feed.next_fetch_at) == ("muted", None)
    assert polling.poll_due() == []

    web.page("/feed", rss(item()))
    polling.ask_now([feed])
    polling.poll_due()

    feed.refresh_from_db()
    assert (feed.health, feed.last_error) == ("well", "")


def test_a_good_poll_ends_a_failure(web: Loopback, make_feed: Make) -> None:
    feed = make_feed(web.page("/feed", status=500))
    poll(feed)
    web.page("/feed", rss(item()))
    poll(feed)
    assert (feed.health, feed.failures, feed.last_error) == ("well", 0, "")


def test_a_permanent_move_is_noted(web: Loopback, make_feed: Make) -> None:
    new = web.page("/new", rss(item()))
    feed = make_feed(web.page("/old", status=301, Location="/new"))
    poll(feed)
    assert (feed.health, new in feed.fetches.get().detail) == ("well", True)


def test_a_server_that_hangs_does_not_hold_the_others(
    web: Loopback, make_feed: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hang(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(1)

    slow = make_feed(web.script("/slow", hang), next_fetch_at=timezone.now() - timedelta(hours=1))
    good = make_feed(web.page("/good", rss(item())))

    polling.poll_due(at_once=1)

    slow.refresh_from_db()
    good.refresh_from_db()
    assert (slow.health, good.health) == ("failing", "well")


def test_a_leased_feed_is_left_alone_until_its_lease_runs_out(web: Loopback, make_feed: Make) -> None:
    feed = make_feed(web.page("/feed", rss(item())), leased_until=timezone.now() + timedelta(seconds=30))
    assert polling.poll_due() == []

    Feed.objects.filter(pk=feed.pk).update(leased_until=timezone.now() - timedelta(seconds=1))

    assert len(polling.poll_due()) == 1


def test_a_worker_killed_after_taking_in_loses_and_doubles_nothing(web: Loopback, make_feed: Make) -> None:
    feed = make_feed(web.page("/feed", rss(*(item(number) for number in range(20)))))
    poll(feed)
    # Killed before the poll was written down: half of the items stand, the feed remembers nothing.
    ImportedItem.objects.filter(pk__in=ImportedItem.objects.values_list("pk", flat=True)[:10]).delete()
    Feed.objects.filter(pk=feed.pk).update(body_digest="", etag="", last_modified="")

    result = poll(feed)

    assert (result.tally.new, result.tally.known) == (10, 10)
    assert ImportedItem.objects.count() == 20


def test_who_lost_the_lease_writes_no_state(web: Loopback, make_feed: Make) -> None:
    feed = make_feed(web.page("/feed", rss(item())))
    claimed = polling.claim_now(Feed.objects.filter(pk=feed.pk))
    other = timezone.now() + timedelta(minutes=5)
    Feed.objects.filter(pk=feed.pk).update(leased_until=other)

    polling.poll(claimed)

    feed.refresh_from_db()
    assert (feed.leased_until, feed.health, feed.body_digest) == (other, "new", "")
    assert ImportedItem.objects.count() == 1


def test_the_doctor_is_told(web: Loopback, make_feed: Make) -> None:
    feed = make_feed(web.page("/feed", status=500))
    finding = doctor.examine(health.CHECK)
    assert finding.ok
    assert "1 feeds" in finding.detail

    Feed.objects.update(health="failing")
    for number in range(2):
        make_feed(f"https://wire.example/{number}", health="failing")
    assert not doctor.examine(health.CHECK).ok
    assert feed.health == "new"


@pytest.mark.django_db(transaction=True)
def test_many_at_once_poll_each_feed_once(web: Loopback, make_feed: Make) -> None:
    for number in range(6):
        make_feed(web.page(f"/{number}", rss(item(number))))

    results = polling.poll_due(at_once=3)

    assert len(results) == 6
    assert sorted(path for path, _headers in web.asked) == [f"/{number}" for number in range(6)]
    assert ImportedItem.objects.count() == 6
