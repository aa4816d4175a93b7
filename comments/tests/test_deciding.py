"""Decisions: what readers see follows, the queue lets go, and those concerned are told, each once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from articles.models import Article, PageChange
from comments import deciding, posting
from comments.models import Comment
from moderation import queue, undoing
from moderation.errors import Conflict, NotAllowed, ReasonRequired
from moderation.models import Item
from moderation.recording import history_of
from notifications import delivering
from notifications.models import Notification
from notifications.renderers import renderer_of

pytestmark = pytest.mark.django_db
Say = Callable[..., Comment]


@pytest.fixture
def waiting(published: Article, reader: User) -> Comment:
    return posting.post(published, reader, "Is the bell *old*?")


def count(article: Article) -> int:
    return Article.objects.get(pk=article.pk).comment_count


def told() -> list[tuple[str, str]]:
    rows = Notification.objects.filter(channel="site", kind__startswith="comment").order_by("id")
    return list(rows.values_list("kind", "recipient__display_name"))


def delivered() -> list[tuple[str, str]]:
    sent = Notification.objects.filter(
        channel="site", kind__startswith="comment", sent_at__isnull=False, dropped_at=None
    )
    return list(sent.order_by("id").values_list("kind", "recipient__display_name"))


def test_it_works(waiting: Comment, published: Article, moderator: User) -> None:
    PageChange.objects.all().delete()
    decision = deciding.approve(waiting, by=moderator, version=1)

    assert (waiting.state, waiting.version, count(published)) == ("approved", 2, 1)
    assert Item.objects.get(kind="comments.comment").decision == decision
    assert told() == [("comment_approved", "Rita Reader")]
    assert [change.cards_too for change in PageChange.objects.all()] == [False]
    assert "Is the bell <em>old</em>?" in Client().get(published.get_absolute_url()).content.decode()


def test_a_rejection_needs_a_reason_which_its_author_is_told(waiting: Comment, moderator: User) -> None:
    with pytest.raises(ReasonRequired):
        deciding.reject(waiting, by=moderator, version=1, reason=" ")
    deciding.reject(waiting, by=moderator, version=1, reason="Off the subject")

    notice = Notification.objects.get(kind="comment_rejected", channel="email")
    message = renderer_of("comment_rejected").render(notice)
    assert message.title.startswith("Your comment on “Ferry finds the harbour")
    assert message.title.endswith("was not published")
    assert message.context["reason"] == "Off the subject"
    deciding.approve(waiting, by=moderator, version=2)
    assert renderer_of("comment_rejected").render(notice) is None, "no longer true"


def test_nobody_is_told_of_spam(waiting: Comment, moderator: User) -> None:
    deciding.spam(waiting, by=moderator, version=1)
    assert told() == []


def test_who_has_no_role_decides_nothing(waiting: Comment, reader: User, editor: User) -> None:
    for person in (reader, editor):
        with pytest.raises(NotAllowed):
            deciding.approve(waiting, by=person, version=1)


def test_the_second_of_two_moderators_is_told_who_was_first(
    waiting: Comment, published: Article, moderator: User, administrator: User
) -> None:
    same = Comment.objects.get(pk=waiting.pk)
    deciding.approve(waiting, by=moderator, version=1)
    with pytest.raises(Conflict) as refusal:
        deciding.reject(same, by=administrator, version=1, reason="Rude")

    assert refusal.value.decision.by == moderator
    assert (len(history_of(waiting)), count(published)) == (1, 1)


def test_a_removed_comment_leaves_a_tombstone_where_replies_hang(
    open_article: Article, reader: User, stranger: User, moderator: User, say: Say
) -> None:
    first = say(open_article, reader, "Something rude")
    say(open_article, stranger, "An answer to it", first)
    alone = say(open_article, reader, "Rude and alone")
    for comment in (first, alone):
        deciding.remove(comment, by=moderator, version=comment.version, reason="Insults")

    page = Client().get(open_article.get_absolute_url()).content.decode()
    assert count(open_article) == 1
    assert page.count("Removed by a moderator.") == 1
    assert "An answer to it" in page
    assert "rude" not in page.lower()

    deciding.restore(first, by=moderator, version=first.version)
    assert count(open_article) == 2


def test_undo_lets_it_wait_again(waiting: Comment, published: Article, moderator: User) -> None:
    deciding.approve(waiting, by=moderator, version=1)
    deciding.reopen(waiting, by=moderator, version=2)

    assert (waiting.state, count(published)) == ("pending", 0)
    assert Item.objects.get(kind="comments.comment", closed_at=None).reasons[0]["rule"] == "reopened"
    deciding.approve(waiting, by=moderator, version=3)
    delivering.deliver_due(timezone.now() + undoing.window() + timedelta(seconds=1))
    assert [row for row in delivered() if row[0].startswith("comment")] == [
        ("comment_approved", "Rita Reader")
    ]


def test_who_was_told_is_not_told_the_same_again(waiting: Comment, moderator: User) -> None:
    """Approved, put back to review later, approved again: once told is enough; of a removal between, twice is right."""
    after = timezone.now() + undoing.window() + timedelta(minutes=5)  # the machine may be busy
    deciding.approve(waiting, by=moderator, version=1)
    delivering.deliver_due(after)
    deciding.reopen(waiting, by=moderator, version=2)
    deciding.approve(waiting, by=moderator, version=3)
    delivering.deliver_due(after)
    assert [kind for kind, _who in delivered()] == ["comment_approved"]
    deciding.remove(waiting, by=moderator, version=4, reason="Rude")
    delivering.deliver_due(after)
    deciding.restore(waiting, by=moderator, version=5)
    delivering.deliver_due(after)
    assert [kind for kind, _who in delivered()] == [
        "comment_approved",
        "comment_rejected",
        "comment_approved",
    ]


def test_what_was_delivered_stands_on_the_persons_page(
    waiting: Comment, reader: User, moderator: User, client: Client
) -> None:
    deciding.approve(waiting, by=moderator, version=1)
    client.force_login(reader, backend="accounts.backends.RoleBackend")
    notices = reverse("notifications:notices")
    assert "Your comment on" not in client.get(notices).content.decode()
    delivering.deliver_due(timezone.now() + undoing.window() + timedelta(seconds=1))
    for _look in range(2):
        assert "Your comment on" in client.get(notices).content.decode()


def test_whom_one_answers_is_told_once_and_only_while_it_can_be_read(
    published: Article, reader: User, stranger: User, moderator: User, say: Say
) -> None:
    first = say(published, reader, "A question?")
    deciding.approve(first, by=moderator, version=1)
    answer = say(published, stranger, "An answer.", first)
    own = say(published, reader, "I see.", first)
    assert ("comment_reply", "Rita Reader") not in told()

    deciding.approve(answer, by=moderator, version=1)
    deciding.approve(own, by=moderator, version=1)
    assert told().count(("comment_reply", "Rita Reader")) == 1

    notice = Notification.objects.get(kind="comment_reply", channel="email")
    message = renderer_of("comment_reply").render(notice)
    assert message.title.startswith("Sam Stranger answered your comment on “Ferry finds")
    assert message.context["words"] == "An answer."
    deciding.remove(answer, by=moderator, version=2, reason="Wrong")
    assert renderer_of("comment_reply").render(notice) is None


def test_a_moderator_is_not_told_of_their_own_comment(published: Article, moderator: User, say: Say) -> None:
    comment = say(published, moderator, "A word from the house.")
    deciding.approve(comment, by=moderator, version=1)
    assert told() == []


def test_the_queue_shows_it_in_its_context(
    published: Article, reader: User, stranger: User, moderator: User, editor: User, say: Say
) -> None:
    first = say(published, reader, "A question?")
    deciding.approve(first, by=moderator, version=1)
    refused = say(published, stranger, "Nonsense")
    deciding.spam(refused, by=moderator, version=1)
    answer = say(published, stranger, "An answer.", first)

    card = queue.card_of("comments.comment")
    face = card.faces([answer.pk], moderator)[answer.pk]
    assert [action.key for action in face.actions] == ["a", "r", "s", "e", "c", "b"]
    assert dict(face.context["sheet"].outcomes) == {"Spam": 1}
    assert card.faces([answer.pk], editor)[answer.pk].actions == []

    client = Client()
    client.force_login(moderator)
    page = client.get("/admin/queue/").content.decode()
    for words in (
        "In reply to Rita Reader:",
        "A question?",
        "An answer.",
        "Spam: 1",
        published.live.headline,
    ):
        assert words in page
    item = Item.objects.get(kind="comments.comment", object_id=answer.pk, closed_at=None)
    client.post(f"/admin/queue/{item.pk}/decide/", {"action": "approve", "version": answer.version})
    answer.refresh_from_db()
    assert answer.state == "approved"
    with pytest.raises(NotAllowed):
        card.decide(answer.pk, "explode", by=moderator, version=2, reason="")


def test_the_admin_shows_the_history_and_takes_decisions(
    waiting: Comment, moderator: User, reader: User
) -> None:
    client = Client()
    client.force_login(moderator)
    deciding.approve(waiting, by=moderator, version=1)
    page = client.get(f"/admin/comments/comment/{waiting.pk}/change/").content.decode()
    assert "Max Moderator" in page
    assert 'value="remove"' in page
    assert "Is the bell <em>old</em>?" in page

    address = f"/admin/comments/comment/{waiting.pk}/decide/"
    refused = client.post(address, {"action": "remove", "version": 2}, follow=True).content.decode()
    assert "needs a reason" in refused
    client.post(address, {"action": "remove", "version": 2, "reason": "Insults"})
    waiting.refresh_from_db()
    assert waiting.state == "removed"
    assert client.get(address).status_code == 405
    assert client.get("/admin/comments/comment/?state__exact=removed").status_code == 200

    client.force_login(reader)
    assert client.post(address, {"action": "restore", "version": 3}).status_code in (302, 403)
    waiting.refresh_from_db()
    assert waiting.state == "removed"
