"""Corrections chase the mistake: those who got the wrong version are told, once."""

import json
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.models import User
from articles import chasing, drafting, publishing, reviewing, withdrawing
from articles.models import Article, Correction
from articles.tests.desk import Desk
from comments import posting
from comments.models import Comment
from newsroom.testing import cast
from notifications.models import Channel, How, Notification
from notifications.preferring import prefer
from notifications.renderers import renderer_of

pytestmark = pytest.mark.django_db
Correct = Callable[..., Correction]


@pytest.fixture
def correct(published: Article, reporter: User, editor: User, publisher: User) -> Correct:
    """Publish a correction of the published article."""

    def _correct(change: str = "correction", note: str = "It left at one, not at noon.") -> Correction:
        text = drafting.revise(Article.objects.get(pk=published.pk), by=reporter, change=change)
        text = drafting.save_draft(
            text, by=reporter, version=1, change_note=note, headline="Ferry left at one"
        )
        reviewing.submit(text, by=reporter, version=text.version)
        reviewing.approve(text, by=editor, version=text.version)
        publishing.publish(text, by=publisher, version=text.version)
        return Correction.objects.get(revision=text)

    return _correct


def comment(article: Article, author: User, state: str = "approved") -> Comment:
    found = posting.post(article, author=author, text="I was on that ferry.")
    Comment.objects.filter(pk=found.pk).update(state=state)
    return found


def test_it_works(published: Article, reader: User, stranger: User, correct: Correct) -> None:
    comment(published, reader)
    comment(published, stranger, state="spam")
    correction = correct()

    assert chasing.tell_due() == 1
    assert chasing.tell_due() == 0

    told = Notification.objects.filter(kind="corrected")
    assert {(row.recipient, row.channel) for row in told} == {(reader, Channel.SITE), (reader, Channel.EMAIL)}
    message = renderer_of("corrected").render(told[0])  # type: ignore[union-attr]
    assert message is not None
    assert message.context["note"] == correction.note
    correction.refresh_from_db()
    assert correction.told_count == 1


def test_a_sweep_that_died_tells_nobody_twice(published: Article, reader: User, correct: Correct) -> None:
    comment(published, reader)
    correction = correct()
    chasing.tell_due()
    Correction.objects.filter(pk=correction.pk).update(told_at=None)
    chasing.tell_due()
    assert (
        Notification.objects.filter(kind="corrected", recipient=reader).count() == 2
    )  # one for each channel


def test_an_update_tells_nobody(published: Article, reader: User, correct: Correct) -> None:
    comment(published, reader)
    correct(change="update")
    assert chasing.tell_due() == 1
    assert not Notification.objects.filter(kind="corrected").exists()


def test_who_came_later_got_the_right_version(published: Article, reader: User, correct: Correct) -> None:
    correct()
    comment(published, reader)
    chasing.tell_due()
    assert not Notification.objects.filter(kind="corrected").exists()


def test_they_are_counted_before(published: Article, reader: User, stranger: User, publisher: User) -> None:
    comment(published, reader)
    comment(published, stranger)
    desk = Desk(publisher, published)
    desk.send(step="revise")
    assert "Commenters: 2" in desk.page
    for channel in (Channel.SITE, Channel.EMAIL):
        prefer(stranger, "corrected", channel, How.OFF)
    out = StringIO()
    call_command("corrections", "recipients", str(published.pk), "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"article": published.pk, "commenters": 1}


def test_a_correction_without_its_note_is_refused_at_the_field(published: Article, publisher: User) -> None:
    desk = Desk(publisher, published)
    desk.send(step="revise")
    desk.send(text__change="correction", text__change_note=" ")
    assert "Tell readers what changed" in desk.page
    assert desk.fields["text-change"] == "correction"


def test_nothing_is_told_of_what_is_gone(
    published: Article, reader: User, correct: Correct, publisher: User
) -> None:
    comment(published, reader)
    correct()
    chasing.tell_due()
    withdrawing.withdraw(Article.objects.get(pk=published.pk), by=publisher, reason="All of it was wrong.")
    told = Notification.objects.filter(kind="corrected").first()
    assert told is not None
    assert renderer_of("corrected").render(told) is None  # type: ignore[union-attr]


def test_readers_find_it(client: Client, published: Article, correct: Correct) -> None:
    correct()
    page = client.get(published.get_absolute_url()).content.decode()
    assert "It left at one, not at noon." in page
    assert '"@type":"CorrectionComment"' in page
    assert "It left at one" in client.get("/corrections/").content.decode()
    feed = client.get("/feed/").content.decode()
    assert "It left at one, not at noon." in feed
    assert "<atom:updated>" in feed


def test_a_correction_reaches_everybody_by_the_hundred(published: Article, correct: Correct) -> None:
    people = [cast.person(f"P{number}") for number in range(3)]
    for person in people:
        comment(published, person)
    correct()
    chasing.BATCH, before = 2, chasing.BATCH
    try:
        chasing.tell_due()
    finally:
        chasing.BATCH = before
    assert Notification.objects.filter(kind="corrected", channel=Channel.SITE).count() == 3
