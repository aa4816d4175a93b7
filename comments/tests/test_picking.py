"""Editors' picks: a decision with a record, of editors and moderators, that ends when the comment goes."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from articles.models import Article, PageChange
from comments import deciding, picking
from comments.models import Comment
from moderation.errors import Conflict, NotAllowed
from moderation.models import Decision
from moderation.reach import cards_for
from notifications.models import Notification
from notifications.renderers import renderer_of

pytestmark = pytest.mark.django_db
Say = Callable[..., Comment]
SignedIn = Callable[[User], Client]


@pytest.fixture
def comment(open_article: Article, reader: User, say: Say) -> Comment:
    say(open_article, reader, "Before it.")
    return say(open_article, reader, "I steered that ferry.")


def test_it_works(
    comment: Comment, open_article: Article, editor: User, stranger: User, say: Say, signed_in: SignedIn
) -> None:
    editor.is_staff = True
    editor.save()
    comment.refresh_from_db()
    say(open_article, stranger, "An answer to it.", comment)
    client = signed_in(editor)
    page = client.get(f"/comments/article/{open_article.pk}/").content.decode()
    assert f'formaction="/comments/{comment.pk}/pick/"' in page
    PageChange.objects.all().delete()

    client.post(f"/comments/{comment.pk}/pick/", {"version": comment.version})

    comment.refresh_from_db()
    assert comment.picked_at is not None
    assert comment.state == "approved"
    decision = Decision.objects.filter(object_id=comment.pk, kind="comments.comment").latest("pk")
    assert (decision.name, decision.by) == ("pick", editor)
    assert PageChange.objects.exists()
    picks = Client().get(f"/comments/article/{open_article.pk}/?sort=picks").content.decode()
    assert ">Editors’ pick</span>" in picks
    assert "I steered that ferry." in picks
    assert "Before it." not in picks
    assert "1 reply" in picks

    client.post(f"/comments/{comment.pk}/unpick/", {"version": comment.version})
    comment.refresh_from_db()
    assert comment.picked_at is None
    assert "No picks yet" in Client().get(f"/comments/article/{open_article.pk}/?sort=picks").content.decode()


def test_readers_and_reporters_pick_nothing(
    comment: Comment, reader: User, reporter: User, signed_in: SignedIn
) -> None:
    comment.refresh_from_db()
    for person in (reader, reporter):
        with pytest.raises(NotAllowed):
            picking.pick(comment, by=person, version=comment.version)
        signed_in(person).post(f"/comments/{comment.pk}/pick/", {"version": comment.version})
    comment.refresh_from_db()
    assert comment.picked_at is None


def test_a_stale_page_and_a_second_pick_are_refused(comment: Comment, moderator: User) -> None:
    comment.refresh_from_db()
    seen = comment.version
    picking.pick(comment, by=moderator, version=seen)
    with pytest.raises(Conflict):
        picking.unpick(comment, by=moderator, version=seen)
    with pytest.raises(NotAllowed, match="picked already"):
        picking.pick(comment, by=moderator, version=comment.version)


def test_it_ends_when_the_comment_leaves_the_thread(comment: Comment, moderator: User) -> None:
    comment.refresh_from_db()
    picking.pick(comment, by=moderator, version=comment.version)
    deciding.remove(comment, by=moderator, version=comment.version, reason="No")
    deciding.restore(comment, by=moderator, version=comment.version)
    comment.refresh_from_db()
    assert comment.picked_at is None


def test_a_pick_silences_no_notice_of_the_approval(
    published: Article, reader: User, moderator: User, say: Say
) -> None:
    comment = say(published, reader, "Waits.")
    deciding.approve(comment, by=moderator, version=1)
    picking.pick(comment, by=moderator, version=comment.version)
    notice = Notification.objects.filter(kind="comment_approved").first()
    assert renderer_of("comment_approved").render(notice) is not None


def test_who_may_pick_does_not_see_the_queue_of_comments_for_it(editor: User) -> None:
    assert "comments.comment" not in [card.kind for card in cards_for(editor)]
