"""Taking a passage out: the rest stands, its author is told what and why, and it is nowhere else."""

import pytest
from django.urls import reverse

from accounts.models import User
from articles.models import Article
from comments import deciding, posting, redacting
from comments.models import Comment, EarlierText
from comments.redacting import NotThere
from moderation import ledger
from moderation.errors import Conflict, ReasonRequired
from moderation.models import Decision, Item
from moderation.tests.conftest import signed_in
from newsroom.testing import cast
from notifications import delivering
from notifications.models import Notification
from notifications.renderers import renderer_of

SAID = "He lives at **Harbour Road 7**, everybody knows. Call him!"
ADDRESS = "Harbour Road 7"


@pytest.mark.parametrize(
    ("text", "passage", "left"),
    [
        (SAID, ADDRESS, "He lives at **[…]**, everybody knows. Call him!"),
        (SAID, "at harbour  road\n7", "He lives [\u2026]**, everybody knows. Call him!"),
        ("a. b. a.", "a.", "[…] b. […]"),
        ("What (he) said?", "(he)", "What […] said?"),
    ],
)
def test_what_is_left(text: str, passage: str, left: str) -> None:
    assert redacting.without(text, passage) == left


@pytest.mark.parametrize("passage", ["", "  ", "not there", SAID])
def test_what_cannot_be_taken_out_is_said(passage: str) -> None:
    with pytest.raises(NotThere):
        redacting.without(SAID, passage)


@pytest.mark.django_db
class TestTheDecision:
    @pytest.fixture
    def waiting(self, published: Article, reader: User) -> Comment:
        return posting.post(published, reader, SAID)

    def test_it_works(self, waiting: Comment, moderator: User, settings) -> None:
        settings.UNDO_SECONDS = 0
        redacting.redact(
            waiting, ADDRESS, by=moderator, version=1, reason="Private.", reason_code="personal-data"
        )
        waiting.refresh_from_db()
        assert (waiting.state, waiting.version) == ("pending", 2)
        assert "Harbour" not in waiting.text + waiting.html
        decision = Decision.objects.select_related("evidence").latest("pk")
        assert (decision.name, decision.reason_code) == ("redact_waiting", "personal-data")
        assert decision.evidence.words == "Private.\n\nTaken out: “Harbour Road 7”"
        assert Item.objects.get(object_id=waiting.pk, kind="comments.comment").closed_at is None
        deciding.approve(waiting, by=moderator, version=2)
        delivering.deliver_due()
        told = set(
            Notification.objects.filter(
                recipient=waiting.author, channel="email", dropped_at=None, kind__startswith="comment"
            ).values_list("kind", flat=True)
        )
        assert told == {"comment_redacted", "comment_approved"}
        notice = Notification.objects.filter(kind="comment_redacted").first()
        message = renderer_of("comment_redacted").render(notice)
        assert "Private." in message.context["reason"]
        assert ledger.chains_are_whole()
        assert not isinstance(ledger.passages_are_known(), ledger.Breach)

    def test_it_is_nowhere_else(self, waiting: Comment, moderator: User) -> None:
        deciding.approve(waiting, by=moderator, version=1)
        waiting.refresh_from_db()
        EarlierText.objects.create(
            comment=waiting,
            text=SAID,
            written_at=waiting.created_at,
            replaced_at=waiting.created_at,
            was_shown=True,
        )
        quoting = posting.post(
            waiting.article, cast.person("Otto Other"), f"> {SAID}\n\nI do not know Harbour Road 7."
        )
        redacting.redact(waiting, ADDRESS, by=moderator, version=waiting.version, reason="Private.")
        assert "Harbour" not in EarlierText.objects.get().text
        quoting.refresh_from_db()
        assert quoting.text.splitlines()[0] == "> He lives at **[…]**, everybody knows. Call him!"
        assert "I do not know Harbour Road 7." in quoting.text

    def test_marks_that_no_longer_fit_are_gone(self, waiting: Comment, moderator: User) -> None:
        items = Item.objects.filter(object_id=waiting.pk, kind="comments.comment")
        items.update(reasons=[{"rule": "r", "words": "w", "evidence": [[0, 5]]}])
        redacting.redact(waiting, ADDRESS, by=moderator, version=1, reason="Private.")
        assert items.get().reasons == [{"rule": "r", "words": "w"}]

    def test_a_stale_page_changes_nothing(self, waiting: Comment, moderator: User) -> None:
        with pytest.raises(ReasonRequired):
            redacting.redact(waiting, ADDRESS, by=moderator, version=1, reason=" ")
        Comment.objects.filter(pk=waiting.pk).update(version=2)
        with pytest.raises(Conflict):
            redacting.redact(waiting, ADDRESS, by=moderator, version=1, reason="Private.")
        waiting.refresh_from_db()
        assert waiting.text == SAID


@pytest.mark.django_db
class TestThePage:
    @pytest.fixture
    def waiting(self, published: Article, reader: User) -> Comment:
        return posting.post(published, reader, SAID)

    def test_it_works(self, waiting: Comment, moderator: User) -> None:
        client, address = signed_in(moderator), reverse("admin:comments_comment_redact", args=[waiting.pk])
        assert f'href="{address}" data-key="e"' in client.get(reverse("moderation:queue")).text
        assert client.get(address).status_code == 200
        form = {"version": 1, "passage": ADDRESS, "reason_code": "personal-data", "step": "look"}
        page = client.post(address, form)
        assert "He lives at <strong>[…]</strong>" in page.text
        waiting.refresh_from_db()
        assert waiting.text == SAID
        page = client.post(address, {**form, "step": "redact"}, follow=True)
        assert "The passage was taken out." in page.text
        assert "He lives at <strong>[…]</strong>" in page.text
        assert Decision.objects.latest("pk").reason_code == "personal-data"

    def test_what_is_wrong_is_said_and_the_words_kept(self, waiting: Comment, moderator: User) -> None:
        client, address = signed_in(moderator), reverse("admin:comments_comment_redact", args=[waiting.pk])
        answer = client.post(
            address, {"version": 1, "passage": "elsewhere", "step": "redact", "reason": "Hm"}
        )
        assert answer.status_code == 422
        assert "does not stand in the comment" in answer.text
        assert ">elsewhere</textarea>" in answer.text
        stale = client.post(address, {"version": 9, "passage": ADDRESS, "step": "redact", "reason": "Hm"})
        assert stale.status_code == 409

    def test_it_is_for_moderators(self, waiting: Comment, editor: User, reader: User) -> None:
        address = reverse("admin:comments_comment_redact", args=[waiting.pk])
        assert signed_in(editor).get(address).status_code == 403
        assert signed_in(reader).get(address).status_code == 302
