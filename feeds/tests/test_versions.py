"""What the wire sends again, from the server to the desk: merged, mended, withdrawn; nothing of ours is lost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from accounts.models import User
from articles import drafting, publishing, reviewing
from articles.checklist import blocking
from articles.models import Article, Revision
from feeds.desk import accepting
from feeds.intake.taking_in import take_in_all
from feeds.models import Feed, ImportedItem, ItemVersion
from feeds.parsing.reports import IncomingReport
from feeds.tests.conftest import STORY, item, rss
from feeds.tests.test_polling import poll
from feeds.versions import mending
from moderation.errors import NotAllowed
from moderation.models import Decision, Item
from newsroom.testing import cast
from newsroom.testing.loopback import Loopback
from notifications.models import Notification

pytestmark = pytest.mark.django_db
Send = Callable[..., ImportedItem]
KILL = {"title": "KILL: Ferry 1 finds the harbour"}


def said(*paragraphs: str) -> str:
    return "".join(f"&lt;p&gt;{words}&lt;/p&gt;" for words in paragraphs)


FIRST = (f"LISBON (Agency) — {STORY}", "The mayor came to the quay.", "The fog lifted at noon.")


@pytest.fixture
def send(web: Loopback, make_feed: Callable[..., Feed]) -> Send:
    """Let the wire say something, poll once, and look at the item."""
    feed = make_feed(web.page("/feed", rss()))

    def sent(*paragraphs: str, **fields: str) -> ImportedItem:
        words = {"description": said(*(paragraphs or FIRST)), **fields}
        web.page("/feed", rss(item(1, **words), item(0)))
        poll(feed)
        return ImportedItem.objects.select_related("feed__source", "feed__section", "article__section").get(
            guid="wire-1"
        )

    return sent


def accepted(found: ImportedItem, by: User) -> ImportedItem:
    accepting.accept(found, by=by, version=found.version)
    found.refresh_from_db()
    return found


def published(found: ImportedItem, editor: User, second: User, publisher: User) -> Article:
    accepted(found, editor)
    assert found.article
    text = found.article.revisions.get()
    reviewing.submit(text, by=editor, version=text.version)
    reviewing.approve(text, by=second, version=text.version)
    publishing.publish(text, by=publisher, version=text.version)
    return Article.objects.get(pk=found.article_id)


def waiting(found: ImportedItem) -> Item | None:
    return Item.objects.filter(kind="feeds.importeditem", object_id=found.pk, closed_at=None).first()


def merge_page(found: ImportedItem) -> str:
    return reverse("admin:feeds_importeditem_merge", args=[found.pk])


def versions_of(client: Client, found: ImportedItem) -> dict[str, str]:
    """The two versions as the page's hidden fields carry them."""
    page = client.get(merge_page(found))
    shown = page.context["page"]
    return {"version": str(shown.item.version), "text_version": str(shown.met.text.version)}


def test_it_works(send: Send, editor: User, client: Client) -> None:
    found = accepted(send(), editor)
    assert (found.taken_version, waiting(found)) == (1, None)

    found = send(FIRST[0], "The mayor stayed at home.", FIRST[2])

    newest = found.versions.last()
    assert newest
    assert (newest.number, newest.change) == (2, "substantive")
    held = waiting(found)
    assert held
    assert held.priority == 40
    client.force_login(editor)
    page = client.get(merge_page(found)).content.decode()
    assert "stayed at home" in page
    client.post(merge_page(found), {**versions_of(client, found), "take": "1"})
    found.refresh_from_db()
    text = found.article.revisions.get()  # type: ignore[union-attr]
    assert "The mayor stayed at home." in text.body
    assert (text.state, text.changed_by, found.taken_version, waiting(found)) == ("draft", editor, 2, None)


def test_our_own_words_stay_and_the_live_text_is_not_touched(
    send: Send, editor: User, second_editor: User, publisher: User, client: Client
) -> None:
    found = send()
    article = published(found, editor, second_editor, publisher)
    copy = drafting.revise(article, by=editor)
    body = copy.body.replace("The fog lifted at noon.", "The fog lifted at noon, we saw.")
    copy = drafting.save_draft(copy, by=editor, version=copy.version, headline="Our own headline", body=body)

    found = send(FIRST[0], "The mayor stayed at home.", FIRST[2])
    client.force_login(editor)
    client.post(merge_page(found), {**versions_of(client, found), "take": "1"})

    copy.refresh_from_db()
    assert copy.headline == "Our own headline"
    assert "stayed at home" in copy.body
    assert "lifted at noon, we saw" in copy.body
    article.refresh_from_db()
    assert article.live
    assert "came to the quay" in article.live.body


def test_a_live_text_gets_a_working_copy_of_the_right_kind(
    send: Send, editor: User, second_editor: User, publisher: User, client: Client
) -> None:
    found = send()
    article = published(found, editor, second_editor, publisher)
    found = send(
        FIRST[0], "The mayor stayed at home.", FIRST[2], title="CORRECTION: Ferry 1 finds the harbour"
    )
    newest = found.versions.last()
    assert newest
    assert newest.change == "correction"
    assert waiting(found).priority == 60  # type: ignore[union-attr]
    client.force_login(editor)

    client.post(merge_page(found), {**versions_of(client, found), "take": "1"})

    copy = article.revisions.get(state="draft")
    assert (copy.change, copy.opened_by) == (Revision.Change.CORRECTION, editor)
    assert "stayed at home" in copy.body
    assert copy.headline == "Ferry 1 finds the harbour"  # that it is a correction is told in other places


def test_what_both_changed_is_asked(send: Send, editor: User, client: Client) -> None:
    found = accepted(send(), editor)
    text = found.article.revisions.get()  # type: ignore[union-attr]
    ours = text.body.replace("The mayor came to the quay.", "The mayor waved from the quay.")
    drafting.save_draft(text, by=editor, version=text.version, body=ours)
    found = send(FIRST[0], "The mayor stayed at home.", FIRST[2])
    client.force_login(editor)
    page = client.get(merge_page(found)).content.decode()
    assert "The wire and the desk changed the same place" in page
    seen = versions_of(client, found)

    looked = client.post(merge_page(found), {**seen, "join-0": "theirs", "preview": "1"})
    assert looked.context["page"].choices == ["theirs"]
    assert waiting(found)
    client.post(merge_page(found), {**seen, "join-0": "both", "take": "1"})

    text.refresh_from_db()
    assert "stayed at home" in text.body
    assert "waved from the quay" in text.body


def test_a_text_that_changed_meanwhile_is_not_merged_over(send: Send, editor: User, client: Client) -> None:
    found = accepted(send(), editor)
    found = send(FIRST[0], "The mayor stayed at home.", FIRST[2])
    client.force_login(editor)
    seen = versions_of(client, found)
    text = found.article.revisions.get()  # type: ignore[union-attr]
    drafting.save_draft(text, by=editor, version=text.version, headline="Changed meanwhile")

    answer = client.post(merge_page(found), {**seen, "take": "1"})

    assert answer.status_code == 409
    text.refresh_from_db()
    assert "stayed at home" not in text.body
    assert waiting(found)


def test_ours_is_kept_and_the_next_version_meets_it(send: Send, editor: User, client: Client) -> None:
    found = accepted(send(), editor)
    found = send(FIRST[0], "The mayor stayed at home.", FIRST[2])
    client.force_login(editor)
    client.post(merge_page(found), {**versions_of(client, found), "keep": "1", "reason": "Not for us"})
    found.refresh_from_db()
    assert (found.taken_version, waiting(found)) == (2, None)
    assert Decision.objects.latest("id").name == "keep_ours"

    found = send(FIRST[0], "The mayor stayed at home.", "The fog lifted at one.")
    page = client.get(merge_page(found))

    changed = [
        run.words for field in page.context["page"].met.by_wire for line in field.lines for run in line.runs
    ]
    assert not any("stayed" in words for words in changed if "stayed" in words and "home" not in words)
    client.post(merge_page(found), {**versions_of(client, found), "take": "1"})
    text = found.article.revisions.get()  # type: ignore[union-attr]
    assert "came to the quay" in text.body
    assert "lifted at one" in text.body


def test_somebody_of_another_section_sees_no_merge(send: Send, editor: User, client: Client) -> None:
    found = accepted(send(), editor)
    found = send(FIRST[0], "The mayor stayed at home.", FIRST[2])
    cast.section("Sport")
    client.force_login(cast.person("Sven Sport", "editor", "sport"))
    assert client.get(merge_page(found)).status_code == 403
    assert client.post(merge_page(found), {"take": "1"}).status_code == 403
    client.force_login(cast.person("Rita Reporter", "reporter"))
    assert client.get(merge_page(found)).status_code == 403


class TestTypingErrors:
    def test_without_a_rule_they_wait(self, send: Send, editor: User) -> None:
        accepted(send(FIRST[0], "The goverment came to the quay."), editor)
        found = send(FIRST[0], "The government came to the quay.")
        held = waiting(found)
        assert held
        assert held.priority == 10

    def test_by_rule_they_flow_into_an_untouched_draft(
        self, send: Send, editor: User, second_editor: User, publisher: User
    ) -> None:
        found = accepted(send(FIRST[0], "The goverment came to the quay."), editor)
        with pytest.raises(NotAllowed):
            mending.switch(found.feed, on=True, by=editor)
        rule = mending.switch(found.feed, on=True, by=publisher)

        found = send(FIRST[0], "The government came to the quay.")

        text = found.article.revisions.get()  # type: ignore[union-attr]
        assert "The government came" in text.body
        assert (text.changed_by, text.state, found.taken_version, waiting(found)) == (None, "draft", 2, None)
        decision = Decision.objects.filter(kind="feeds.importeditem", object_id=found.pk).latest(
            "object_version"
        )
        assert (decision.name, decision.deputy) == ("mend", str(rule))
        reviewing.submit(text, by=editor, version=text.version)
        reviewing.approve(text, by=second_editor, version=text.version)

    def test_a_publisher_switches_the_rule_on_and_off(
        self, send: Send, editor: User, publisher: User, client: Client
    ) -> None:
        feed = send().feed
        add = reverse("admin:feeds_mendingrule_add")
        client.force_login(editor)
        assert client.post(add, {"feed": feed.pk, "is_on": "on"}).status_code == 403
        cast.section("Sport")
        client.force_login(cast.person("Pia Sport", "publisher", "sport"))
        assert (
            "Only a publisher of this section"
            in client.post(add, {"feed": feed.pk, "is_on": "on"}).content.decode()
        )
        client.force_login(publisher)
        client.post(add, {"feed": feed.pk, "is_on": "on"})
        rule = feed.mending_rule
        assert (rule.is_on, rule.version, rule.decided_by) == (True, 1, publisher)

        client.post(reverse("admin:feeds_mendingrule_change", args=[rule.pk]), {})

        rule.refresh_from_db()
        assert (rule.is_on, rule.version) == (False, 2)

    def test_what_the_desk_has_touched_waits_in_spite_of_the_rule(
        self, send: Send, editor: User, publisher: User
    ) -> None:
        found = accepted(send(FIRST[0], "The goverment came to the quay."), editor)
        mending.switch(found.feed, on=True, by=publisher)
        text = found.article.revisions.get()  # type: ignore[union-attr]
        drafting.save_draft(text, by=editor, version=text.version, headline="Ours")

        found = send(FIRST[0], "The government came to the quay.")

        text.refresh_from_db()
        assert "goverment" in text.body
        assert waiting(found)

    def test_a_number_waits_in_spite_of_the_rule(self, send: Send, editor: User, publisher: User) -> None:
        found = accepted(send(FIRST[0], "He paid 15 euros."), editor)
        mending.switch(found.feed, on=True, by=publisher)
        found = send(FIRST[0], "He paid 16 euros.")
        assert waiting(found).priority == 40  # type: ignore[union-attr]
        assert "15" in found.article.revisions.get().body  # type: ignore[union-attr]


class TestKills:
    def test_a_published_article_is_flagged_within_one_poll(
        self, send: Send, editor: User, second_editor: User, publisher: User, client: Client
    ) -> None:
        article = published(send(), editor, second_editor, publisher)

        found = send(**KILL)

        held = waiting(found)
        assert held
        assert held.priority == 100
        assert article.get_absolute_url() in held.reasons[0]["words"]
        notice = Notification.objects.filter(kind="wire_withdrawn")
        assert {one.recipient for one in notice} == {publisher}
        client.force_login(publisher)
        page = client.get(reverse("admin:articles_article_change", args=[article.pk])).content.decode()
        assert "The wire withdrew the report that this was made of." in page
        assert (
            "Withdrawn by the wire"
            in client.get(reverse("admin:articles_article_changelist")).content.decode()
        )
        queue = client.get(reverse("moderation:queue")).content.decode()
        assert 'value="withdraw-article"' in queue
        assert client.get(merge_page(found)).status_code == 302  # a kill is nothing to merge
        assert "keep-published" in queue

    def test_the_article_is_withdrawn_from_the_queue(
        self, send: Send, editor: User, second_editor: User, publisher: User, client: Client
    ) -> None:
        article = published(send(), editor, second_editor, publisher)
        found = send(**KILL)
        client.force_login(publisher)
        decide = reverse("moderation:decide", args=[waiting(found).pk])  # type: ignore[union-attr]
        client.post(decide, {"action": "withdraw-article", "version": found.version})
        assert waiting(found)  # a reason is needed

        client.post(
            decide, {"action": "withdraw-article", "version": found.version, "reason": "Killed by the agency"}
        )

        article.refresh_from_db()
        assert article.withdrawn_at
        assert waiting(found) is None

    def test_it_is_kept_with_a_reason_and_the_flag_is_gone(
        self, send: Send, editor: User, second_editor: User, publisher: User, client: Client
    ) -> None:
        article = published(send(), editor, second_editor, publisher)
        found = send(**KILL)
        client.force_login(publisher)
        decide = reverse("moderation:decide", args=[waiting(found).pk])  # type: ignore[union-attr]

        client.post(decide, {"action": "keep-published", "version": found.version, "reason": "We were there"})

        article.refresh_from_db()
        assert (article.withdrawn_at, waiting(found)) == (None, None)
        page = client.get(reverse("admin:articles_article_change", args=[article.pk])).content.decode()
        assert "The wire withdrew the report that this was made of." not in page

    def test_a_draft_of_it_cannot_be_published(
        self, send: Send, editor: User, second_editor: User, publisher: User
    ) -> None:
        found = accepted(send(), editor)
        text = found.article.revisions.get()  # type: ignore[union-attr]
        reviewing.submit(text, by=editor, version=text.version)
        reviewing.approve(text, by=second_editor, version=text.version)
        send(**KILL)
        assert [finding.code for finding in blocking(text)] == [f"wire-withdrawn-{found.pk}"]
        with pytest.raises(NotAllowed):
            publishing.publish(text, by=publisher, version=text.version)

    def test_what_waits_is_closed_and_waits_again_when_it_is_sent_again(self, send: Send) -> None:
        found = send()
        assert waiting(found)

        found = send(**KILL)
        assert (found.state, waiting(found)) == ("withdrawn", None)
        assert found.withdrawn_at

        found = send(FIRST[0], "It is true after all.")
        assert (found.state, found.withdrawn_at) == ("held", None)
        assert waiting(found)

    def test_a_kill_of_its_own_takes_the_report_back(
        self, send: Send, web: Loopback, editor: User, second_editor: User, publisher: User
    ) -> None:
        found = send()
        article = published(found, editor, second_editor, publisher)
        kill = item("kill-7", title="KILL: Ferry 1 finds the harbour", description="Please do not use it.")
        web.page("/feed", rss(kill, item(1, description=said(*FIRST)), item(0)))

        poll(found.feed)

        held = waiting(found)
        assert held
        assert article.get_absolute_url() in held.reasons[0]["words"]
        advisory = ImportedItem.objects.get(guid="wire-kill-7")
        assert (advisory.state, ImportedItem.objects.get(guid="wire-0").withdrawn_at) == ("held", None)

    def test_a_kill_of_the_same_copy_elsewhere_is_told(
        self, send: Send, make_feed: Callable[..., Feed], editor: User
    ) -> None:
        found = accepted(send(), editor)
        other = make_feed("https://other.example/feed", source=cast.source("Other Paper", is_own=False))
        copy = IncomingReport(
            guid="c", title=found.headline, content_html=found.body, link="https://other.example/c"
        )
        take_in_all(other, [copy], timezone.now())
        take_in_all(other, [replace(copy, status="canceled")], timezone.now())
        held = waiting(found)
        assert held
        assert "Other Paper withdrew" in held.reasons[0]["words"]

    def test_what_is_withheld_alarms_and_cannot_be_published(
        self, send: Send, editor: User, publisher: User
    ) -> None:
        found = accepted(send(), editor)
        report = IncomingReport(guid="wire-1", title="Ferry 1", link=found.link, status="withheld")
        take_in_all(found.feed, [report], timezone.now())
        held = waiting(found)
        assert held
        assert held.priority == 100
        text = found.article.revisions.get()  # type: ignore[union-attr]
        assert [finding.code for finding in blocking(text)] == [f"wire-withdrawn-{found.pk}"]

    def test_what_comes_withdrawn_waits_for_nobody(self, send: Send) -> None:
        found = send()
        report = IncomingReport(guid="dead", title="Dead from the first", status="canceled")
        take_in_all(found.feed, [report], timezone.now())
        dead = ImportedItem.objects.get(guid="dead")
        assert (dead.state, waiting(dead)) == ("withdrawn", None)


def at_the_end() -> None:
    """What the database looks at when a transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class TestVersions:
    def test_all_that_stood_beside_the_words_is_kept(self, make_feed: Callable[..., Feed]) -> None:
        now = timezone.now()
        beside: dict[str, Any] = {
            "guid": "g", "link": "https://a.example/x", "authors": ("A", "B"), "credit": "Wire", "urgency": 3,
            "published": now, "dateline": "Emden",
        }  # fmt: skip
        feed = make_feed("https://wire.example/")
        take_in_all(feed, [IncomingReport(title="Tide", summary="High at noon.", **beside)], now)
        found = ImportedItem.objects.get()
        kept = found.versions.get().columns
        assert kept.pop("authors") == ["A", "B"]
        assert parse_datetime(kept.pop("published_at")) == now
        assert kept.pop("doubts", []) == found.doubts
        assert kept.pop("wire_status", "") == found.wire_status
        assert kept == {
            "guid": "g", "link": "https://a.example/x", "credit": "Wire", "urgency": 3, "dateline": "Emden",
        }  # fmt: skip

    def test_they_are_kept_and_never_changed(self, send: Send) -> None:
        send()
        found = send(FIRST[0], "The mayor stayed at home.")
        first, second = found.versions.all()
        assert (first.change, second.change) == ("first", "substantive")
        assert "came to the quay" in first.body
        with pytest.raises(DatabaseError), transaction.atomic():
            ItemVersion.objects.filter(pk=first.pk).update(body="")
        with transaction.atomic():
            ItemVersion.objects.filter(pk=first.pk).delete()
            with pytest.raises(DatabaseError), transaction.atomic():
                at_the_end()
            transaction.set_rollback(True)
        assert found.versions.count() == 2

    def test_they_go_with_their_item_and_outlive_their_poll(self, send: Send) -> None:
        found = send()
        found.feed.fetches.all().delete()
        assert found.versions.count() == 1
        found.delete()
        at_the_end()
        assert not ItemVersion.objects.filter(item_id=found.pk).exists()


def test_the_card_says_where_an_article_came_from(send: Send, editor: User, client: Client) -> None:
    found = accepted(send(), editor)
    text = found.article.revisions.get()  # type: ignore[union-attr]
    drafting.save_draft(text, by=editor, version=text.version, headline=f"{text.headline} at last")
    found = send(FIRST[0], "The mayor stayed at home.", FIRST[2])
    client.force_login(editor)

    for address in (
        reverse("admin:articles_article_change", args=[found.article_id]),
        reverse("admin:feeds_importeditem_change", args=[found.pk]),
    ):
        page = client.get(address).content.decode()
        for words in (
            "wire-1",
            "First version",
            "Changed in substance",
            f"Accepted by {editor}",
            "+2",
            "taken",
        ):
            assert words in page, (address, words)


def test_the_queue_shows_what_changed(send: Send, editor: User, client: Client) -> None:
    send()
    found = send(FIRST[0], "The mayor stayed at home.", FIRST[2])
    client.force_login(editor)
    page = client.get(reverse("moderation:queue")).content.decode()
    assert "<ins>The mayor stayed at home.</ins>" in page
    accepting.accept(found, by=editor, version=found.version)
    assert found.taken_version == 2 or ImportedItem.objects.get(pk=found.pk).taken_version == 2


def test_authors_that_the_house_knows_are_named(editor: User, make_feed: Callable[..., Feed]) -> None:
    cast.author("Ines Prado")
    cast.author("Ada Tide")
    reports = [
        IncomingReport(guid="1", title="By its authors", authors=("INES PRADO", "Nobody Known")),
        IncomingReport(guid="2", title="By its byline", byline="By Ada Tide and Nobody Known in Lisbon"),
    ]
    take_in_all(make_feed("https://wire.example/feed"), reports, timezone.now())
    named = {}
    for found in ImportedItem.objects.select_related("feed__section", "feed__source"):
        accepted(found, editor)
        named[found.guid] = [str(byline.author) for byline in found.article.bylines.all()]  # type: ignore[union-attr]
    assert named == {"1": ["Ines Prado"], "2": ["Ada Tide"]}


def test_what_the_owner_says_is_handed_on(editor: User, make_feed: Callable[..., Feed]) -> None:
    later = timezone.now() + timedelta(hours=3)
    report = IncomingReport(
        guid="1",
        title="Restricted",
        content_html=f"<p>{STORY}</p>",
        dateline="LISBON",
        embargo=later,
        rights="© Agency",
        restrictions=("no_archive", "days:3"),
        usage_terms="Online only",
    )
    take_in_all(make_feed("https://wire.example/feed"), [report], timezone.now())
    found = accepted(ImportedItem.objects.select_related("feed__section", "feed__source").get(), editor)
    article = found.article
    assert article
    assert (article.embargo_until, article.copyright_notice, article.usage_terms) == (
        later,
        "© Agency",
        "Online only",
    )
    assert article.restrictions == ["no_archive", "days:3"]
    assert article.revisions.get().dateline_place == "Lisbon"
