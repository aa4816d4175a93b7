"""The desk's pages, through the front door: write, hand in, decide, publish; a refusal says why and keeps the words."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from articles import reviewing
from articles.models import Article, Revision
from articles.tests.desk import Desk
from moderation.recording import history_of
from newsroom.testing import cast
from notifications.models import Notification

pytestmark = pytest.mark.django_db


def told(kind: str) -> set[User]:
    return {row.recipient for row in Notification.objects.filter(kind=kind).select_related("recipient")}


def test_it_works(reporter: User, editor: User, publisher: User) -> None:
    cast.source()
    section = cast.section()
    client = Client()
    client.force_login(reporter, backend="accounts.backends.RoleBackend")
    client.post(
        reverse("admin:articles_article_add"),
        {
            "headline": "Ferry finds the quay",
            "section": section.pk,
            "kind": "report",
            "source": cast.source().pk,
        },
    )
    text = Revision.objects.get()
    desk = Desk(reporter, text)
    desk.send(
        "submit", text__body="<p>It was <b>foggy</b>.<script>x</script></p>", text__standfirst="By bell."
    )
    text.refresh_from_db()
    assert (text.state, text.body, text.changed_by) == (
        "in_review",
        "<p>It was <strong>foggy</strong>.</p>",
        reporter,
    )
    assert told("review_requested") == {editor, publisher}

    Desk(editor, text).send("approve")
    text.refresh_from_db()
    assert (text.state, text.approved_by, text.changed_by) == ("approved", editor, reporter)
    assert told("approved") == {reporter}

    answer = Desk(publisher, text).send("publish")
    assert "Published." in answer.content.decode()
    assert Article.objects.published().get().live == text
    assert told("published") == {reporter, editor}
    assert [decision.name for decision in history_of(text)] == ["submit", "approve", "publish"]


def test_a_text_that_nobody_touched_comes_back_the_same(reporter: User, editor: User) -> None:
    text = cast.draft(
        reporter, body="<p>One\nline</p>\n<p>Two &amp; “three”</p>\n", standfirst="First\nsecond "
    )
    reviewing.submit(text, by=reporter, version=1)

    Desk(editor, text).send()

    text.refresh_from_db()
    assert (text.changed_by, text.version) == (reporter, 2)


def test_nobody_approves_their_own_words(draft: Revision, reporter: User, editor: User) -> None:
    reviewing.submit(draft, by=reporter, version=1)
    desk = Desk(editor, draft)
    assert 'value="approve"' in desk.page

    desk.send("approve", text__headline="A better headline")

    draft.refresh_from_db()
    assert (draft.state, draft.version) == ("in_review", 2)
    assert "another person must approve it" in desk.page
    assert "A better headline" in desk.page

    desk.send(text__headline="A better headline")
    assert 'value="approve"' not in desk.page
    assert "another person must approve it" in desk.page


def test_a_stale_save_shows_who_was_first_and_keeps_both(
    draft: Revision, reporter: User, editor: User
) -> None:
    slow, fast = Desk(reporter, draft), Desk(editor, draft)
    fast.send(text__headline="The editor's headline", text__standfirst="The editor's standfirst")

    answer = slow.send(text__headline="The reporter's headline")

    assert answer.status_code == 409
    assert Revision.objects.get(pk=draft.pk).headline == "The editor's headline"
    assert "Ada Editor" in slow.page
    assert slow.fields["text-headline"] == "The reporter's headline"
    assert "<del>editor" in slow.page
    assert "<ins>reporter" in slow.page

    slow.send()  # having seen both: the own headline, and the standfirst that the editor wrote
    saved = Revision.objects.get(pk=draft.pk)
    assert (saved.headline, saved.standfirst) == ("The reporter's headline", "The editor's standfirst")


def test_words_typed_into_a_text_that_was_decided_are_not_lost(
    draft: Revision, reporter: User, editor: User
) -> None:
    reviewing.submit(draft, by=reporter, version=1)
    slow = Desk(reporter, draft)
    Desk(editor, draft).send("approve")

    answer = slow.send(text__body="<p>My last paragraph</p>")

    assert answer.status_code == 409
    assert "My last paragraph" in slow.page
    assert "Ada Editor was first: “Approved”" in slow.page
    assert Revision.objects.get(pk=draft.pk).body == draft.body


def test_changes_are_requested_with_a_reason(draft: Revision, reporter: User, editor: User) -> None:
    reviewing.submit(draft, by=reporter, version=1)
    desk = Desk(editor, draft)

    desk.send("request_changes")
    assert "“Request changes” needs a reason." in desk.page
    desk.send("request_changes", step__request_changes_reason="Who says so?")

    assert Revision.objects.get(pk=draft.pk).state == "changes_requested"
    assert told("changes_requested") == {reporter}
    assert "Who says so?" in Desk(reporter, draft).page


def test_scheduling_reads_the_clock_of_the_chosen_zone(approved: Revision, publisher: User) -> None:
    day = timezone.now().date() + timedelta(days=400)
    desk = Desk(publisher, approved)

    desk.send("schedule", step__publish_at=f"{day}T07:30", step__zone="Asia/Tokyo")

    approved.refresh_from_db()
    assert approved.state == "scheduled"
    assert f"{approved.publish_at:%H:%M}" == "22:30"
    desk.send("unschedule")
    approved.refresh_from_db()
    assert (approved.state, approved.publish_at) == ("approved", None)


def test_a_time_that_the_clocks_skip_or_repeat_is_refused(approved: Revision, publisher: User) -> None:
    desk = Desk(publisher, approved)
    desk.send("schedule", step__publish_at="2031-03-30T02:30", step__zone="Europe/Berlin")
    assert "02:30 does not exist" in desk.page

    desk.send("schedule", step__publish_at="2031-10-26T02:30", step__zone="Europe/Berlin")
    assert "02:30 exists twice" in desk.page
    desk.send("schedule", step__which="later")

    approved.refresh_from_db()
    assert f"{approved.publish_at:%Y-%m-%d %H:%M}" == "2031-10-26 01:30"


def test_a_correction_goes_the_same_way(
    published: Article, reporter: User, editor: User, publisher: User
) -> None:
    Desk(reporter, published).send("revise")
    Desk(reporter, published).send(
        "submit",
        text__body="<p>Fifty people.</p>",
        text__change="correction",
        text__change_note="We said forty.",
    )
    Desk(editor, published).send("approve")
    Desk(publisher, published).send("publish")

    assert published.corrections.get().note == "We said forty."
    assert Article.objects.get(pk=published.pk).live.body == "<p>Fifty people.</p>"


def test_withdrawing_needs_a_reason_and_leaves_the_notice(
    published: Article, publisher: User, reporter: User
) -> None:
    desk = Desk(publisher, published)
    desk.send("withdraw", step__withdraw_notice="Not confirmed.")
    assert "A withdrawal needs a reason." in desk.page
    assert desk.fields["step-withdraw_notice"] == "Not confirmed."

    desk.send("withdraw", step__withdraw_reason="A hoax")

    published.refresh_from_db()
    assert (published.is_published, published.withdrawal_notice) == (False, "Not confirmed.")
    assert reporter in told("withdrawn")


def test_bad_input_keeps_the_words_and_names_the_field(draft: Revision, reporter: User) -> None:
    desk = Desk(reporter, draft)

    desk.send("submit", text__headline="x" * 201, text__body="<p>Kept</p>")

    assert Revision.objects.get(pk=draft.pk).version == 1
    assert 'aria-invalid="true"' in desk.page
    assert "&lt;p&gt;Kept&lt;/p&gt;" in desk.page


@pytest.mark.parametrize("version", ["", "0", "x", "99999999999999999999"])
def test_a_forged_version_is_a_conflict(draft: Revision, reporter: User, version: str) -> None:
    assert Desk(reporter, draft).send(version=version, text__headline="Forged").status_code == 409


def test_the_comparison_shows_words_that_came_and_went(published: Article, reporter: User) -> None:
    desk = Desk(reporter, published)
    desk.send("revise")
    desk.send(text__headline="Ferry loses the harbour")

    compared = desk.address.replace("change", "texts/compared")
    page = desk.client.get(compared, {"text": published.revisions.latest("pk").pk}).content.decode()

    assert "<ins>loses</ins>" in page
    assert "<del>" in page


def test_the_preview_is_strict_and_not_indexed(draft: Revision, reporter: User) -> None:
    desk = Desk(reporter, draft)
    answer = desk.client.get(desk.address.replace("change", "preview"))

    assert draft.headline in answer.content.decode()
    assert answer["X-Robots-Tag"] == "noindex"
    assert "unsafe" not in answer["Content-Security-Policy"]


def test_the_list_finds_by_the_working_text(draft: Revision, reporter: User) -> None:
    desk = Desk(reporter, draft)
    desk.send(text__headline="Cranes return to the marsh")
    address = reverse("admin:articles_article_changelist")

    assert "Cranes return" in desk.client.get(address, {"q": "marsh cranes"}).content.decode()
    assert "Cranes return" not in desk.client.get(address, {"q": "heron"}).content.decode()
    assert "Cranes return" in desk.client.get(address, {"state": "draft"}).content.decode()
    assert "Cranes return" not in desk.client.get(address, {"state": "published"}).content.decode()
