"""Muting somebody, following a thread, and one's own pages."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts import erasing
from accounts.models import User
from articles.models import Article
from comments import deciding, following, muting
from comments.models import Comment, Follow, Mute
from newsroom.testing.post_office import PostOffice, html_of, text_of
from notifications import delivering
from notifications.models import Notification

pytestmark = pytest.mark.django_db
Say = Callable[..., Comment]
SignedIn = Callable[[User], Client]
LATER = timedelta(minutes=16)


def test_it_works(open_article: Article, reader: User, stranger: User, say: Say, signed_in: SignedIn) -> None:
    theirs = say(open_article, stranger, "Something loud.")
    client = signed_in(reader)
    assert "Mute Sam Stranger?" in client.get(f"/comments/{theirs.pk}/mute/").content.decode()
    client.post(f"/comments/{theirs.pk}/mute/")
    page = client.get(open_article.get_absolute_url()).content.decode()
    assert "You have muted this person." in page
    assert "You have muted" not in signed_in(stranger).get(open_article.get_absolute_url()).content.decode()

    assert "Sam Stranger" in client.get("/comments/muted/").content.decode()
    client.post(f"/comments/muted/{stranger.pk}/remove/")
    assert not Mute.objects.exists()


def test_of_the_muted_nothing_is_told(open_article: Article, reader: User, stranger: User, say: Say) -> None:
    mine = say(open_article, reader, "Mine.")
    muting.mute(reader, stranger)
    say(open_article, stranger, "An answer.", mine)
    delivering.deliver_due()
    assert not Notification.objects.filter(recipient=reader, kind="comment_reply", dropped_at=None).exists()


def test_nobody_mutes_themselves_or_somebody_unseen(
    open_article: Article, reader: User, stranger: User, moderator: User, say: Say, signed_in: SignedIn
) -> None:
    mine, theirs = say(open_article, reader, "Mine."), say(open_article, stranger, "Theirs.")
    deciding.remove(theirs, by=moderator, version=theirs.version, reason="No")
    for comment in (mine, theirs):
        assert signed_in(reader).post(f"/comments/{comment.pk}/mute/").status_code == 404


def test_a_followed_thread_is_told_in_one_notice_and_left_by_a_link(
    open_article: Article,
    reader: User,
    stranger: User,
    say: Say,
    signed_in: SignedIn,
    post_office: PostOffice,
) -> None:
    signed_in(reader).post(f"/comments/article/{open_article.pk}/follow/", {"follow": "yes"})
    say(open_article, stranger, "The first of three.")
    say(open_article, stranger, "The second of three.")
    say(open_article, reader, "My own is no news.")
    now = timezone.now()
    assert following.tell_due(now) == 0
    assert following.tell_due(now + LATER) == 1
    assert following.tell_due(now + LATER) == 0
    delivering.deliver_due(now + LATER)
    [mail] = post_office.to(reader.email)
    assert mail["Subject"].startswith("2 new comments on “")
    assert "The first of three." in text_of(mail)

    link = next(word for word in text_of(mail).split() if "/comments/leave/" in word)
    assert link in html_of(mail)
    path = "/comments/leave/" + link.partition("/comments/leave/")[2]
    assert "Stop following this thread?" in Client().get(path).content.decode()
    assert Follow.objects.exists()
    Client().post(path)
    assert not Follow.objects.exists()
    assert Client().get("/comments/leave/made-up/").status_code == 404


def test_what_is_gone_by_then_or_muted_is_not_told(
    open_article: Article, reader: User, stranger: User, moderator: User, say: Say
) -> None:
    following.follow(reader, open_article)
    theirs = say(open_article, stranger, "Soon removed.")
    deciding.remove(theirs, by=moderator, version=theirs.version, reason="No")
    say(open_article, moderator, "From somebody muted.")
    muting.mute(reader, moderator)
    following.tell_due(timezone.now() + LATER)
    delivering.deliver_due(timezone.now() + LATER)
    assert not Notification.objects.filter(kind="comment_followed", sent_at__isnull=False).exists()


def test_who_was_told_is_told_again_an_hour_later_at_the_earliest(
    open_article: Article, reader: User, stranger: User, say: Say
) -> None:
    following.follow(reader, open_article)
    told = timezone.now()
    Follow.objects.update(told_at=told)
    say(open_article, stranger, "News.")
    due = Follow.objects.get().due_at
    assert due is not None
    assert due == told + following.APART


def test_both_are_handed_out_and_erased(open_article: Article, reader: User, stranger: User) -> None:
    following.follow(reader, open_article)
    muting.mute(reader, stranger)
    muting.mute(stranger, reader)
    handed = erasing.export(reader)["muted, followed and unconfirmed"]
    assert handed["muted"][0]["name"] == "Sam Stranger"
    assert handed["followed"][0]["article"] == open_article.get_absolute_url()
    erasing.erase(reader)
    assert not Mute.objects.exists()
    assert not Follow.objects.exists()
