"""What the desk is told of wire copy, what it may not take, and what goes on to the article."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image as Pillow

from accounts.models import User
from articles.models import Article
from feeds.desk import accepting
from feeds.intake.taking_in import take_in_all
from feeds.models import Feed, ImportedItem
from feeds.parsing.reports import Enclosure, IncomingReport
from moderation.errors import NotAllowed
from newsroom.testing import cast
from newsroom.testing.loopback import Loopback

pytestmark = pytest.mark.django_db
Make = Callable[..., ImportedItem]
ACCEPT = 'value="accept"'


@pytest.fixture
def make_item(make_feed: Callable[..., Feed]) -> Make:
    def make(**fields: Any) -> ImportedItem:
        facts: dict[str, Any] = {
            "guid": "urn:newsml:harbour.example:1",
            "title": "Night ferry runs again",
            "content_html": "<p>The ferry left the harbour at ten, and all berths were taken.</p>",
            **fields,
        }
        take_in_all(make_feed("https://wire.example/ninjs"), [IncomingReport(**facts)], timezone.now())
        return ImportedItem.objects.get()

    return make


def test_it_works(make_item: Make, editor: User) -> None:
    author = cast.author("Ines Prado")
    until = timezone.now() + timedelta(hours=3)
    item = make_item(
        dateline="LISBON",
        byline="By Ines Prado",
        authors=("Ines Prado",),
        credit="Harbour Wire",
        embargo=until,
        rights="© 2026 Harbour Wire",
        usage_terms="Internet only",
        restrictions=("web_only",),
    )
    accepting.accept(item, by=editor, version=item.version)
    article = Article.objects.get()
    text = article.revisions.get()
    assert (text.dateline_place, text.credit) == ("Lisbon", "Harbour Wire")
    assert [byline.author for byline in article.bylines.all()] == [author]
    assert article.embargo_until == until
    assert (article.copyright_notice, article.usage_terms) == ("© 2026 Harbour Wire", "Internet only")
    assert article.restrictions == ["web_only"]


def test_a_picture_brings_its_own_rights(make_item: Make, editor: User, web: Loopback) -> None:
    written = io.BytesIO()
    Pillow.new("RGB", (640, 480), "teal").save(written, "JPEG")
    address = web.page("/f.jpg", written.getvalue())
    item = make_item(
        enclosures=(
            Enclosure(address, "image/jpeg", caption="A ferry", credit="Lund", rights="Only with this text"),
        )
    )
    accepting.accept(item, by=editor, version=item.version)
    image = Article.objects.get().revisions.get().lead_image
    assert image is not None
    assert (image.credit, image.caption, image.rights) == ("Lund", "A ferry", "Only with this text")


@pytest.mark.parametrize("status", ["withheld", "canceled"])
def test_what_the_wire_keeps_back_is_not_taken(
    make_item: Make, editor: User, client: Client, status: str
) -> None:
    item = make_item()
    client.force_login(editor, backend="accounts.backends.RoleBackend")
    assert ACCEPT in client.get("/admin/queue/").content.decode()
    ImportedItem.objects.filter(pk=item.pk).update(wire_status=status)
    item.refresh_from_db()

    with pytest.raises(NotAllowed, match="wire"):
        accepting.accept(item, by=editor, version=item.version)

    assert not Article.objects.exists()
    page = client.get("/admin/queue/").content.decode()
    assert item.headline in page
    assert ACCEPT not in page


def test_the_card_says_what_the_wire_says(make_item: Make, editor: User, client: Client) -> None:
    make_item(
        note="Eds: adds <berths>",
        usage_terms="No archive",
        restrictions=("no_archive", "days:7"),
        embargo=timezone.now() + timedelta(hours=3),
    )
    client.force_login(editor, backend="accounts.backends.RoleBackend")
    page = client.get("/admin/queue/").content.decode()
    assert "Note to editors: Eds: adds &lt;berths&gt;" in page
    assert "Restricted: Not for the archive (7 days)" in page
    assert "Embargo until" in page


def test_a_folder_and_the_contract_are_set_at_the_desk(
    client: Client, administrator: User, make_feed: Callable[..., Feed]
) -> None:
    make_feed("https://wire.example/feed")
    feed = make_feed("folder:agency/sport")
    client.force_login(administrator, backend="accounts.backends.RoleBackend")

    def change(url: str, **more: Any) -> str:
        values = {"url": url, "title": "", "source": feed.source_id, "section": "", "interval_minutes": "30"}
        return client.post(
            reverse("admin:feeds_feed_change", args=[feed.pk]), {**values, "rights": "", "folder": "", **more}
        ).content.decode()

    change("folder:agency/news", rights="© Agency", restrictions=["no_syndication", "web_only"])
    feed.refresh_from_db()
    assert (feed.is_folder, feed.url) == (True, "folder:agency/news")
    assert (feed.rights, feed.restrictions) == ("© Agency", ["web_only", "no_syndication"])
    assert "A folder is named by letters" in change("folder:../etc")
    assert "begins with http" in change("javascript:alert(1)")
    assert "This feed is there already" in change("https://wire.example/feed")
    change("wire.example/other")
    feed.refresh_from_db()
    assert feed.url == "https://wire.example/other"
