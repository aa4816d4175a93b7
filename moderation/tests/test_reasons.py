"""Reasons by one key: the code for the figures, the words for the author."""

import pytest
from django.urls import reverse

from accounts.models import User
from articles.models import Article
from comments import posting
from comments.models import Comment
from comments.moderation import CommentCard
from moderation import ledger, queue, reason_codes
from moderation.models import Decision, Item, ReasonCode
from moderation.tests.conftest import signed_in
from notifications import delivering
from notifications.models import Notification

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _talk(_cards: None) -> None:
    queue.register(CommentCard())


@pytest.fixture
def waiting(published: Article, reader: User) -> Comment:
    return posting.post(published, reader, "You fool.")


def decide(person: User, comment: Comment, action: str, reason: str = "", **headers: str):
    item = Item.objects.get(kind="comments.comment", object_id=comment.pk, closed_at=None)
    form = {"action": action, "version": comment.version, "reason": reason}
    return signed_in(person).post(reverse("moderation:decide", args=[item.pk]), form, headers=headers)


def newest() -> Decision:
    return Decision.objects.select_related("evidence").latest("pk")


def test_it_works(waiting: Comment, moderator: User, settings) -> None:
    settings.UNDO_SECONDS = 0
    assert decide(moderator, waiting, "reject/insult", "Not here.").status_code == 302

    decision = newest()
    assert (decision.name, decision.reason_code) == ("reject", "insult")
    words = "Your comment insults a person. Criticise the matter instead.\n\nNot here."
    assert decision.evidence.words == words
    delivering.deliver_due()
    told = Notification.objects.get(recipient=waiting.author, channel="email", kind="comment_rejected")
    assert told.sent_at is not None
    assert ledger.chains_are_whole() == Decision.objects.count()


def test_own_words_alone_are_counted_as_such(waiting: Comment, moderator: User) -> None:
    decide(moderator, waiting, "reject", "Off the subject.")
    assert (newest().reason_code, newest().evidence.words) == ("other", "Off the subject.")


def test_spam_is_counted_and_nobody_told(waiting: Comment, moderator: User) -> None:
    decide(moderator, waiting, "spam")
    assert newest().reason_code == "spam"
    assert not Notification.objects.filter(recipient=waiting.author, kind__startswith="comment").exists()


def test_a_reason_that_is_not_offered_decides_nothing(waiting: Comment, moderator: User) -> None:
    answer = decide(moderator, waiting, "reject/made-up", "Rude", **{"X-Queue-Fragment": "1"})
    assert answer.status_code == 422
    assert "no longer offered" in answer.text
    assert ">Rude</textarea>" in answer.text
    waiting.refresh_from_db()
    assert waiting.state == "pending"


def test_the_newsroom_s_own_take_the_place_of_the_house_s(waiting: Comment, moderator: User) -> None:
    ReasonCode.objects.create(code="insult", label="Beleidigung", words="So nicht.", key="2")
    ReasonCode.objects.create(code="libel", label="Libel", words="It is libel.", key="3")
    ReasonCode.objects.create(code="hate", label="Hate", words="No.", is_active=False)
    offered = {
        reason.code: (reason.key, str(reason.label)) for reason in reason_codes.offered(CommentCard.kind)
    }
    assert offered["insult"] == ("2", "Beleidigung")
    assert offered["libel"] == ("3", "Libel")
    assert "hate" not in offered
    page = signed_in(moderator).get("/admin/queue/").text
    assert 'value="reject/libel" title="It is libel." data-code-key="3"' in page
    decide(moderator, waiting, "reject/insult")
    ReasonCode.objects.update(words="Changed")
    assert newest().evidence.words == "So nicht."


def test_an_administrator_mends_them_and_a_moderator_reads_them(administrator: User, moderator: User) -> None:
    address = reverse("admin:moderation_reasoncode_changelist")
    page = signed_in(administrator).get(address)
    assert "?code=insult&amp;label=Insult" in page.text
    form = {
        "code": "insult",
        "label": "Rude",
        "words": "Be kind.",
        "key": "2",
        "position": 1,
        "is_active": "on",
    }
    answer = signed_in(administrator).post(reverse("admin:moderation_reasoncode_add"), form)
    assert answer.status_code == 302
    assert str(reason_codes.find(CommentCard.kind, "insult").words) == "Be kind."
    assert signed_in(moderator).get(address).status_code == 200
    assert signed_in(moderator).post(reverse("admin:moderation_reasoncode_add"), form).status_code == 403
