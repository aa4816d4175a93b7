"""Possible corrections: sent from a comment, seen at the article, answered, and told once the correction is out."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from articles import chasing, drafting, publishing, reviewing
from articles.models import Article, Revision
from comments.hints import sending
from comments.models import Comment, CorrectionHint
from comments.refusals import Closed, TooSoon
from moderation.errors import Conflict, NotAllowed, ReasonRequired
from newsroom.testing import cast
from notifications import delivering
from notifications.models import Notification

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
Say = Callable[..., Comment]


def correct(article: Article, reporter: User, editor: User, publisher: User) -> None:
    """Publish a correction, and let it be told."""
    text = drafting.revise(article, by=reporter, change=Revision.Change.CORRECTION)
    text = drafting.save_draft(
        text, by=reporter, version=text.version, headline="At one", change_note="It left at one."
    )
    reviewing.submit(text, by=reporter, version=text.version)
    reviewing.approve(text, by=editor, version=text.version)
    publishing.publish(text, by=publisher, version=text.version)
    chasing.tell_due()


def told(kind: str) -> list[str]:
    rows = Notification.objects.filter(kind=kind, channel="email").select_related("recipient")
    return sorted(str(row.recipient) for row in rows)


def test_it_works(
    open_article: Article, reporter: User, editor: User, publisher: User, moderator: User, reader: User,
    signed_in: SignedIn, say: Say,
) -> None:  # fmt: skip
    """From the moderator's page to the desk's, and back to the reader."""
    comment = say(open_article, reader, "It left at one, not at noon.")
    sent = signed_in(moderator).post(
        f"/admin/comments/correctionhint/send/{comment.pk}/", {"words": "The hour is wrong."}, follow=True
    )
    assert "The desk has it." in sent.content.decode()
    hint = CorrectionHint.objects.get()
    assert told("hint_sent") == ["Ada Editor"]

    desk = signed_in(editor)
    page = desk.get(f"/admin/articles/article/{open_article.pk}/change/").content.decode()
    assert "1 possible mistake was pointed out by readers." in page
    assert "The hour is wrong." in page
    address = f"/admin/comments/correctionhint/{hint.pk}/change/"
    assert "It left at one, not at noon." in desk.get(address).content.decode()
    assert desk.post(address, {"words": "", "version": "1", "act": "take_up"}).status_code == 422
    desk.post(address, {"words": "You are right, thank you.", "version": "1", "act": "take_up"})
    hint.refresh_from_db()
    assert (hint.state, hint.answer) == ("taken_up", "You are right, thank you.")
    assert told("hint_answered") == ["Max Moderator", "Rita Reader"]
    late = desk.post(address, {"words": "No, it is fine.", "version": "1", "act": "decline"})
    assert late.status_code == 409
    assert "No, it is fine." in late.content.decode()

    correct(open_article, reporter, editor, publisher)
    hint.refresh_from_db()
    assert hint.correction is not None
    assert told("hint_corrected") == ["Max Moderator", "Rita Reader"]
    delivering.deliver_due(timezone.now())
    (letter,) = [
        one for one in mail.outbox if "your hint helped" in one.subject and one.to[0].startswith("rita")
    ]
    assert "It left at one." in letter.body


def test_a_reader_points_it_out(
    open_article: Article, reader: User, stranger: User, editor: User, signed_in: SignedIn, say: Say
) -> None:
    comment = say(open_article, reader, "It left at one.")
    assert Client().get(f"/comments/{comment.pk}/hint/").status_code == 302
    client = signed_in(stranger)
    assert "An editor reads it" in client.get(f"/comments/{comment.pk}/hint/").content.decode()
    client.post(f"/comments/{comment.pk}/hint/", {"words": "See above"})
    hint = CorrectionHint.objects.get()
    assert hint.sender == stranger
    assert sending.send(comment, by=reader) == hint  # one waits already
    sending.answer(hint, taken_up=False, words="The log says noon.", by=editor, version=1)
    assert told("hint_answered") == ["Rita Reader", "Sam Stranger"]
    with pytest.raises(Conflict):
        sending.answer(hint, taken_up=True, words="Or not", by=editor, version=1)


def test_what_was_declined_is_not_told_of_a_correction(
    open_article: Article, reporter: User, editor: User, publisher: User, reader: User, say: Say
) -> None:
    hint = sending.send(say(open_article, reader, "It left at one."), by=reader)
    sending.answer(hint, taken_up=False, words="No.", by=editor, version=1)
    correct(open_article, reporter, editor, publisher)
    assert told("hint_corrected") == []


def test_who_may(
    open_article: Article, published: Article, reader: User, stranger: User, moderator: User, reporter: User, say: Say
) -> None:  # fmt: skip
    comment = say(open_article, reader, "It left at one.")
    hint = sending.send(comment, by=reader)
    elsewhere = cast.person("Ed Elsewhere", Role.EDITOR, "sport")
    for person in (moderator, reporter, reader, elsewhere):
        with pytest.raises(NotAllowed):
            sending.answer(hint, taken_up=True, words="Yes", by=person, version=1)
    with pytest.raises(ReasonRequired):
        sending.answer(hint, taken_up=True, words=" ", by=cast.person("Ed", Role.EDITOR), version=1)
    Comment.objects.filter(pk=comment.pk).update(state="removed")
    CorrectionHint.objects.all().delete()
    with pytest.raises(Closed):
        sending.send(comment, by=stranger)


def test_a_reader_sends_ten_a_day(open_article: Article, reader: User, moderator: User, say: Say) -> None:
    comments = [say(open_article, reader, f"Wrong again, number {number}") for number in range(11)]
    for comment in comments[:10]:
        sending.send(comment, by=reader)
    with pytest.raises(TooSoon):
        sending.send(comments[10], by=reader)
    assert sending.send(comments[10], by=moderator).state == "open"


def test_badges_say_who_speaks(
    open_article: Article, reader: User, moderator: User, reporter: User, say: Say
) -> None:
    cast.author("Rosa Reporter")
    author = cast.author("Rosa Reporter")
    author.user = reporter
    author.save()
    open_article.bylines.create(author=author)
    for person in (reader, moderator, reporter):
        say(open_article, person, f"A word of {person}")
    page = Client().get(open_article.get_absolute_url()).content.decode()
    assert page.count("Works for this paper:") == 1
    assert page.count("Wrote this article:") == 1
