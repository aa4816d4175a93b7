"""Changing and deleting what one wrote oneself."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from articles.models import Article
from comments import deciding, deleting, editing
from comments.models import Comment
from comments.refusals import Closed
from moderation.errors import Conflict, NotAllowed
from moderation.models import Item

pytestmark = pytest.mark.django_db
Say = Callable[..., Comment]
SignedIn = Callable[[User], Client]


def test_it_works(open_article: Article, reader: User, say: Say, signed_in: SignedIn) -> None:
    comment, client = say(open_article, reader, "A typpo."), signed_in(reader)
    form = client.get(f"/comments/{comment.pk}/edit/").content.decode()
    assert "A typpo.</textarea>" in form

    client.post(f"/comments/{comment.pk}/edit/", {"text": "A typo.", "version": comment.version})

    comment.refresh_from_db()
    assert (comment.text, comment.state, comment.version) == ("A typo.", "approved", 3)
    assert "edited" in client.get(open_article.get_absolute_url()).content.decode()


def test_what_a_person_approved_goes_back_to_review(
    published: Article, reader: User, moderator: User, say: Say
) -> None:
    comment = say(published, reader, "Harmless.")
    deciding.approve(comment, by=moderator, version=1)
    editing.edit(comment, "Not so harmless.", by=reader, version=2)

    comment.refresh_from_db()
    published.refresh_from_db()
    assert (comment.state, published.comment_count) == ("pending", 0)
    assert Item.objects.get(kind="comments.comment", closed_at=None).reasons[0]["rule"] == "edited"


def test_a_decision_on_the_words_before_is_a_conflict(
    published: Article, reader: User, moderator: User, say: Say
) -> None:
    comment = say(published, reader, "Harmless.")
    editing.edit(comment, "Not so harmless.", by=reader, version=1)
    with pytest.raises(Conflict):
        deciding.approve(comment, by=moderator, version=1)


def test_a_change_of_a_version_that_was_decided_keeps_the_text(
    published: Article, reader: User, moderator: User, say: Say, signed_in: SignedIn
) -> None:
    comment = say(published, reader, "Harmless.")
    deciding.reject(comment, by=moderator, version=1, reason="No")
    answer = signed_in(reader).post(f"/comments/{comment.pk}/edit/", {"text": "Mended.", "version": 1})
    assert answer.status_code == 422
    assert "Mended.</textarea>" in answer.content.decode()
    assert "Max Moderator was first" in answer.content.decode()


def test_there_is_little_time_and_only_for_ones_own(
    open_article: Article, reader: User, stranger: User, say: Say, signed_in: SignedIn
) -> None:
    comment = say(open_article, reader, "As it is.")
    late = timezone.now() + editing.EDIT_WINDOW + timedelta(seconds=1)
    with pytest.raises(Closed):
        editing.edit(comment, "Later.", by=reader, version=comment.version, now=late)
    with pytest.raises(NotAllowed):
        editing.edit(comment, "Mine now.", by=stranger, version=comment.version)
    client = signed_in(stranger)
    assert client.get(f"/comments/{comment.pk}/edit/").status_code == 302
    sent = client.post(f"/comments/{comment.pk}/edit/", {"text": "Mine now.", "version": comment.version})
    assert sent.status_code == 403


def test_deleting_takes_the_words_and_leaves_a_tombstone(
    open_article: Article, reader: User, stranger: User, moderator: User, say: Say, signed_in: SignedIn
) -> None:
    comment = say(open_article, reader, "I regret this.")
    say(open_article, stranger, "Still, an answer.", comment)
    client = signed_in(reader)
    assert "I regret this." in client.get(f"/comments/{comment.pk}/delete/").content.decode()
    client.post(f"/comments/{comment.pk}/delete/")

    comment.refresh_from_db()
    open_article.refresh_from_db()
    page = Client().get(open_article.get_absolute_url()).content.decode()
    assert (comment.text, comment.html, open_article.comment_count) == ("", "", 1)
    assert "Deleted by its author." in page
    assert "Still, an answer." in page
    assert "Rita Reader" not in page
    with pytest.raises(NotAllowed, match="deleted"):
        deciding.remove(comment, by=moderator, version=comment.version, reason="Too late")


def test_deleting_what_waits_takes_it_out_of_the_queue(published: Article, reader: User, say: Say) -> None:
    comment = say(published, reader, "Never mind.")
    deleting.delete(comment, by=reader)
    deleting.delete(comment, by=reader)
    assert not Item.objects.filter(kind="comments.comment", closed_at=None).exists()


def test_nobody_deletes_anothers(
    open_article: Article, reader: User, stranger: User, say: Say, signed_in: SignedIn
) -> None:
    comment = say(open_article, reader, "Mine.")
    with pytest.raises(NotAllowed):
        deleting.delete(comment, by=stranger)
    assert signed_in(stranger).post(f"/comments/{comment.pk}/delete/").status_code == 404
    assert Client().post(f"/comments/{comment.pk}/delete/").status_code == 302
    comment.refresh_from_db()
    assert comment.is_visible
