"""From the wire to the desk: by the verb and through the queue."""

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image as Pillow

from accounts.models import User
from articles import reviewing
from articles.models import Article, Image
from feeds.desk import accepting
from feeds.desk.fetching_pictures import in_library
from feeds.desk.picturing import pictures_of
from feeds.desk.wire_copy import split_dateline, without_pictures
from feeds.intake.taking_in import take_in_all
from feeds.models import Feed, ImportedItem
from feeds.parsing.reports import Enclosure, IncomingReport
from feeds.tests.conftest import STORY
from moderation import queue
from moderation.errors import Conflict, NotAllowed
from moderation.models import Item
from moderation.recording import history_of
from newsroom.testing import cast
from newsroom.testing.loopback import Loopback

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
KIND = "feeds.importeditem"
Make = Callable[..., ImportedItem]


def jpeg(size: tuple[int, int] = (640, 480)) -> bytes:
    written = io.BytesIO()
    Pillow.new("RGB", size, "teal").save(written, "JPEG")
    return written.getvalue()


@pytest.fixture
def make_item(make_feed: Callable[..., Feed]) -> Make:
    def make(section: Any = ..., **fields: Any) -> ImportedItem:
        feed = make_feed("https://wire.example/feed", **({} if section is ... else {"section": section}))
        values: dict[str, Any] = {
            "guid": "1",
            "link": "https://wire.example/1",
            "title": "Ferry finds the harbour",
            "summary": "A bell was heard.",
            "content_html": f'<p>LISBON (Agency) — {STORY}</p><p><img src="https://wire.example/in.jpg">More.</p>',
            "credit": "Agency",
            "categories": ("sea", "Lisbon", "x" * 80),
            "published": NOW,
            "language": "en-GB",
            **fields,
        }
        take_in_all(feed, [IncomingReport(**values)], NOW)
        return ImportedItem.objects.select_related("feed__section", "feed__source").get()

    return make


def test_it_works(make_item: Make, editor: User, second_editor: User) -> None:
    item = make_item()

    decision = accepting.accept(item, by=editor, version=item.version)

    item.refresh_from_db()
    assert (item.state, decision.by) == ("accepted", editor)
    article = item.article
    revision = article.revisions.get()
    assert (revision.state, revision.changed_by) == ("draft", None)
    assert (revision.headline, revision.standfirst) == ("Ferry finds the harbour", "A bell was heard.")
    assert (revision.dateline_place, revision.dateline_date.isoformat()) == ("Lisbon", "2026-03-10")
    assert revision.body == f"<p>{STORY}</p><p>More.</p>"
    assert (revision.credit, article.source.name, article.original_url) == (
        "Agency",
        "Agency",
        "https://wire.example/1",
    )
    assert (article.section.name, article.language) == ("World", "en-GB")
    assert set(article.tags.names()) == {"sea", "Lisbon"}
    assert not Item.objects.filter(kind=KIND, closed_at=None).exists()
    # Nobody of the desk has changed it: whoever accepted it may approve it with a second pair of eyes on the wire's.
    reviewing.submit(revision, by=editor, version=revision.version)
    reviewing.approve(revision, by=second_editor, version=revision.version)


def test_the_picture_is_fetched_and_written_anew(
    make_item: Make, editor: User, web: Loopback, media: Path
) -> None:
    url = web.page("/p.jpg", jpeg(), Content_Type="image/jpeg")
    item = make_item(enclosures=(Enclosure(url, "image/jpeg", credit="J. Tide", caption="The ferry"),))

    accepting.accept(item, by=editor, version=item.version)

    picture = item.article.revisions.get().lead_image
    assert (picture.width, picture.height) == (640, 480)
    assert (picture.credit, picture.caption, picture.alternative_text) == ("J. Tide", "The ferry", "")
    assert picture.original_url == url


def test_further_pictures_stand_in_the_library(
    make_item: Make, editor: User, web: Loopback, media: Path
) -> None:
    """Each with its own caption, credit and rights; the same picture once; six at most."""
    lead, twin, second, *more = (
        web.page(f"/{at}.jpg", jpeg((640 + max(at - 1, 0), 480)), Content_Type="image/jpeg")
        for at in range(8)
    )
    named = [
        Enclosure(lead, "image/jpeg", credit="J. Tide", caption="The ferry"),
        Enclosure(twin, "image/jpeg"),
        Enclosure(web.page("/gone.jpg", status=404), "image/jpeg"),
        Enclosure(second, "image/jpeg", credit="M. Quay", caption="The quay", rights="Once only"),
        *(Enclosure(url, "image/jpeg") for url in more),
    ]
    item = make_item(enclosures=tuple(named))

    accepting.accept(item, by=editor, version=item.version)

    picture = item.article.revisions.get().lead_image
    assert (picture.original_url, picture.credit) == (lead, "J. Tide")
    others = Image.objects.exclude(pk=picture.pk).order_by("pk")
    assert [image.original_url for image in others] == [second, *more[:2]]
    assert (others[0].credit, others[0].caption, others[0].rights) == ("M. Quay", "The quay", "Once only")
    assert [image.pk for image in in_library(item)] == [picture.pk, *(image.pk for image in others)]


def test_pictures_of_the_text_are_known_with_their_captions(make_item: Make) -> None:
    """Those that count readers are none."""
    item = make_item(
        content_html='<figure><img src="https://a.example/1.jpg" alt=""><figcaption>The quay</figcaption></figure>'
        '<p>Text<img src="https://a.example/2.jpg" alt=""><img src="https://a.example/p.gif" width="1" height="1" alt="">'
        '<img src="https://a.example/1.jpg" alt=""></p>'
    )
    found = [(picture.url, picture.caption) for picture in pictures_of(item)]
    assert found == [("https://a.example/1.jpg", "The quay"), ("https://a.example/2.jpg", "")]


@pytest.mark.parametrize("page", [(404, {}, b""), (200, {}, b"<html>"), (200, {}, b"\xff\xd8\xff\xe0broken")])
def test_a_failing_picture_harms_nothing(
    make_item: Make, editor: User, web: Loopback, media: Path, page: tuple[int, dict[str, str], bytes]
) -> None:
    web.pages["/p.jpg"] = page
    item = make_item(enclosures=(Enclosure(web.url("/p.jpg"), "image/jpeg"),))

    accepting.accept(item, by=editor, version=item.version)

    assert item.article.revisions.get().lead_image is None


def test_a_picture_on_a_private_address_is_not_asked_for(make_item: Make, editor: User) -> None:
    item = make_item(enclosures=(Enclosure("http://169.254.169.254/x.jpg", "image/jpeg"),))
    accepting.accept(item, by=editor, version=item.version)
    assert not Image.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_conflict_leaves_no_picture_behind(
    make_item: Make, editor: User, web: Loopback, media: Path
) -> None:
    item = make_item(enclosures=(Enclosure(web.url("/p.jpg"), "image/jpeg"),))

    def reject_meanwhile(handler: BaseHTTPRequestHandler) -> None:
        other = ImportedItem.objects.select_related("feed__section").get(pk=item.pk)
        accepting.reject(other, by=editor, version=other.version)
        connection.close()
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(jpeg())

    web.script("/p.jpg", reject_meanwhile)

    with pytest.raises(Conflict) as caught:
        accepting.accept(item, by=editor, version=item.version)

    assert caught.value.decision.name == "reject"
    assert not Image.objects.exists()
    assert not Article.objects.exists()
    assert not [found for found in media.rglob("*") if found.is_file()]


def test_the_desk_chooses_a_section_where_the_feed_has_none(make_item: Make, editor: User) -> None:
    item = make_item(section=None)
    with pytest.raises(NotAllowed, match="section"):
        accepting.accept(item, by=editor, version=item.version)

    accepting.accept(item, by=editor, version=item.version, section=cast.section("Sport"))

    assert item.article.section.name == "Sport"


def test_an_editor_accepts_for_the_own_section_only(make_item: Make) -> None:
    item = make_item()
    sport = cast.person("Sven Sport", "editor", section="sport")
    cast.section("Sport")

    with pytest.raises(NotAllowed):
        accepting.accept(item, by=sport, version=item.version)
    with pytest.raises(NotAllowed):
        accepting.accept(item, by=sport, version=item.version, section=cast.section("Sport"))


def test_a_reporter_does_not_accept(make_item: Make, reporter: User) -> None:
    item = make_item()
    with pytest.raises(NotAllowed):
        accepting.accept(item, by=reporter, version=item.version)
    with pytest.raises(NotAllowed):
        accepting.reject(item, by=reporter, version=item.version)


def test_the_slower_of_two_sees_who_was_first(make_item: Make, editor: User, second_editor: User) -> None:
    item = make_item()
    slower = ImportedItem.objects.select_related("feed__section", "feed__source").get()
    accepting.accept(item, by=editor, version=item.version)

    with pytest.raises(Conflict) as caught:
        accepting.accept(slower, by=second_editor, version=slower.version)

    assert caught.value.decision.by == editor
    assert Article.objects.count() == 1


def test_a_rejection_can_be_taken_back(make_item: Make, editor: User) -> None:
    item = make_item()
    accepting.reject(item, by=editor, version=item.version, reason="Not ours")
    assert history_of(item)[-1].evidence.words == "Not ours"
    assert not Item.objects.filter(closed_at=None).exists()

    accepting.reopen(item, by=editor, version=item.version)

    assert item.state == "held"
    assert "reopened" in [reason["rule"] for reason in Item.objects.get(closed_at=None).reasons]


def test_an_embargo_goes_along(make_item: Make, editor: User) -> None:
    item = make_item()
    until = timezone.now() + timedelta(hours=3)
    accepting.accept(item, by=editor, version=item.version, embargo_until=until)
    assert item.article.embargo_until == until


def test_a_long_headline_and_a_missing_text(make_item: Make, editor: User) -> None:
    item = make_item(
        title="Word " * 90, content_html="", summary="A < B.", link="https://wire.example/" + "x" * 1_500
    )

    accepting.accept(item, by=editor, version=item.version)

    revision = item.article.revisions.get()
    assert len(revision.headline) <= 200
    assert (revision.body, revision.standfirst, item.article.original_url) == ("<p>A &lt; B.</p>", "", "")


class TestTheQueue:
    def test_the_card_shows_the_copy_and_asks_nobody(
        self, client: Client, make_item: Make, editor: User
    ) -> None:
        item = make_item(
            enclosures=(Enclosure("https://pictures.example/p.jpg", "image/jpeg", credit="J. Tide"),)
        )
        other = Feed.objects.create(
            url="https://other.example/", source=cast.source("Other Paper", is_own=False)
        )
        copy = IncomingReport(
            guid="c", title=item.headline, content_html=item.body, link="https://other.example/c"
        )
        take_in_all(other, [copy], NOW)
        client.force_login(editor)

        page = client.get(reverse("moderation:queue")).content.decode()

        for words in (
            "Ferry finds the harbour",
            "nobody had been afraid",
            "Lisbon",
            "Credit: Agency",
            "J. Tide",
        ):
            assert words in page
        assert "The same copy also came from Other Paper" in page
        assert 'href="https://wire.example/1"' in page
        assert 'href="https://pictures.example/p.jpg"' in page
        assert '<img src="https://' not in page
        assert 'value="accept"' in page
        assert 'value="reject"' in page

    def test_accepting_there_makes_a_draft(self, client: Client, make_item: Make, editor: User) -> None:
        item = make_item()
        client.force_login(editor)

        self.decide(client, "accept", item.version)

        item.refresh_from_db()
        assert (item.state, item.article.revisions.get().headline) == ("accepted", item.headline)

    def test_rejecting_there(self, client: Client, make_item: Make, editor: User) -> None:
        item = make_item()
        client.force_login(editor)

        self.decide(client, "reject", item.version, reason="Old")

        item.refresh_from_db()
        assert item.state == "rejected"

    def test_a_section_is_chosen_by_its_button(self, client: Client, make_item: Make, editor: User) -> None:
        cast.section("Sport")
        item = make_item(section=None)
        client.force_login(editor)

        self.decide(client, "accept-in-sport", item.version)

        item.refresh_from_db()
        assert item.article.section.slug == "sport"

    def test_a_stale_card_says_so(self, client: Client, make_item: Make, editor: User) -> None:
        item = make_item()
        accepting.reject(item, by=cast.person("Ben Editor", "editor"), version=item.version)
        client.force_login(editor)

        answer = self.decide(client, "accept", 2)

        assert "Ben Editor" in answer
        assert not Article.objects.exists()

    def test_faces_take_a_fixed_number_of_queries(
        self, make_feed: Callable[..., Feed], editor: User, django_assert_max_num_queries: Any
    ) -> None:
        feed = make_feed("https://wire.example/feed")
        reports = [
            IncomingReport(guid=str(number), title=f"Story {number}", link=f"https://wire.example/{number}")
            for number in range(20)
        ]
        take_in_all(feed, reports, NOW)
        editor.has_perm("feeds.accept_item")
        card = queue.card_of(KIND)
        ids = list(ImportedItem.objects.values_list("pk", flat=True))

        with django_assert_max_num_queries(3):
            faces = card.faces(ids, editor)
            assert all(face.context["sheet"].copies == [] for face in faces.values())

        assert len(faces) == 20

    def decide(self, client: Client, action: str, version: int, reason: str = "") -> str:
        waiting = Item.objects.latest("id")
        answer = client.post(
            reverse("moderation:decide", args=[waiting.pk]),
            {"action": action, "version": version, "reason": reason},
            follow=True,
        )
        return answer.content.decode()


@pytest.mark.parametrize(
    ("body", "place", "rest"),
    [
        ("<p>LONDON: US Treasury</p>", "London", "<p>US Treasury</p>"),
        ("<p>LISBON (Agency) — The ferry</p>", "Lisbon", "<p>The ferry</p>"),
        ("BERLIN (dpa) - Der Minister", "Berlin", "Der Minister"),
        ("<p><strong>WASHINGTON, March 3 (Agency) –</strong> The</p>", "Washington", "<p>The</p>"),
        ("<p><b>KYIV</b> -- A", "Kyiv", "<p>A"),
        ("<p>MÜNCHEN/BERLIN (dpa/lby) - Es", "München/Berlin", "<p>Es"),
        ("<p>PORT-AU-PRINCE, Haiti (AP) — Gangs", "Port-Au-Prince, Haiti", "<p>Gangs"),
        ("<p>ST. JOHN'S: The", "St. John's", "<p>The"),
        ("<p>US: x</p>", "US", "<p>x</p>"),
        ("<p>The ferry: left</p>", "", None),
        ("<p>BREAKING: x</p>", "", None),
        ("<p>EDITOR'S NOTE: x</p>", "", None),
        ("<p>A: b</p>", "", None),
        ("<p><b>LONDON: bold all along</b></p>", "", None),
        ("", "", None),
    ],
)
def test_datelines(body: str, place: str, rest: str | None) -> None:
    copy = split_dateline(body)
    assert (copy.place, copy.body) == (place, body if rest is None else rest)


def test_pictures_leave_the_text() -> None:
    body = '<figure><a href="https://a.example"><img src="https://a.example/b?x=1&amp;y" alt="a>b"></a></figure><p>Text</p>'
    assert without_pictures(body) == "<p>Text</p>"
