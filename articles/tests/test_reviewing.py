"""Four eyes, bound to the very text."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import User
from articles import drafting, reviewing
from articles.models import Revision
from moderation.errors import Conflict, NotAllowed, ReasonRequired
from moderation.models import Item
from moderation.recording import history_of
from newsroom.testing import cast
from notifications.models import Notification

pytestmark = pytest.mark.django_db


def test_it_works(draft: Revision, reporter: User, editor: User) -> None:
    reviewing.submit(draft, by=reporter, version=1)
    assert Item.objects.filter(kind="articles.revision", object_id=draft.pk, closed_at=None).count() == 1

    reviewing.approve(draft, by=editor, version=2)

    draft.refresh_from_db()
    assert (draft.state, draft.approved_by, draft.approved_digest) == ("approved", editor, draft.digest)
    assert not Item.objects.filter(closed_at=None).exists()
    assert [decision.name for decision in history_of(draft)] == ["submit", "approve"]


def test_the_last_changer_cannot_approve(draft: Revision, reporter: User, editor: User) -> None:
    reviewing.submit(draft, by=reporter, version=1)
    changed = drafting.save_draft(draft, by=editor, version=2, headline="A better headline")

    with pytest.raises(NotAllowed, match="another person"):
        reviewing.approve(changed, by=editor, version=3)

    assert Revision.objects.get(pk=draft.pk).state == "in_review"


def test_a_reporter_cannot_approve(draft: Revision, reporter: User) -> None:
    reviewing.submit(draft, by=reporter, version=1)
    other = cast.person("Rolf Reporter", "reporter")

    with pytest.raises(NotAllowed):
        reviewing.approve(draft, by=other, version=2)


def test_an_editor_of_another_section_cannot_approve(draft: Revision, reporter: User) -> None:
    reviewing.submit(draft, by=reporter, version=1)
    sport = cast.person("Sven Sport", "editor", section="sport")
    world = cast.person("Wanda World", "editor", section="world")

    with pytest.raises(NotAllowed):
        reviewing.approve(draft, by=sport, version=2)

    assert reviewing.approve(draft, by=world, version=2).to_state == "approved"


def test_a_stale_version_shows_who_decided_what(draft: Revision, reporter: User, editor: User) -> None:
    reviewing.submit(draft, by=reporter, version=1)
    slower = Revision.objects.get(pk=draft.pk)
    reviewing.request_changes(draft, by=editor, version=2, reason="The bell is on the other quay.")

    with pytest.raises(Conflict) as caught:
        reviewing.approve(slower, by=cast.person("Ben Editor", "editor"), version=2)

    assert caught.value.decision.by == editor
    assert caught.value.decision.name == "request_changes"


def test_requesting_changes_needs_a_reason_and_tells_the_writer(
    draft: Revision, reporter: User, editor: User
) -> None:
    reviewing.submit(draft, by=reporter, version=1)
    with pytest.raises(ReasonRequired):
        reviewing.request_changes(draft, by=editor, version=2, reason="  ")

    reviewing.request_changes(draft, by=editor, version=2, reason="Who says so?")

    assert Notification.objects.filter(kind="changes_requested", recipient=reporter).count() == 2
    assert history_of(draft)[-1].evidence.words == "Who says so?"


def test_reviewers_are_told_but_never_of_their_own_act(editor: User, second_editor: User) -> None:
    draft = cast.draft(editor)

    reviewing.submit(draft, by=editor, version=1)

    told = set(Notification.objects.filter(kind="review_requested").values_list("recipient", flat=True))
    assert told == {second_editor.pk}


def test_an_override_stays_on_record(publisher: User) -> None:
    draft = cast.draft(publisher)

    with pytest.raises(NotAllowed):
        reviewing.override(draft, by=cast.person("Ed Editor", "editor"), version=1, reason="In a hurry")
    reviewing.override(draft, by=publisher, version=1, reason="Alone in the night shift")

    draft.refresh_from_db()
    assert draft.approval_overridden
    assert history_of(draft)[-1].evidence.words == "Alone in the night shift"


def test_a_draft_saved_over_another_is_a_conflict(draft: Revision, reporter: User) -> None:
    drafting.save_draft(draft, by=reporter, version=1, headline="First tab")

    with pytest.raises(Conflict):
        drafting.save_draft(draft, by=reporter, version=1, headline="Second tab")

    assert Revision.objects.get(pk=draft.pk).headline == "First tab"


def test_an_approved_text_is_closed(approved: Revision, reporter: User) -> None:
    with pytest.raises(NotAllowed, match="reopen"):
        drafting.save_draft(approved, by=reporter, version=approved.version, body="<p>Something else</p>")


def test_reopening_takes_the_approval_away(approved: Revision, editor: User, reporter: User) -> None:
    reviewing.reopen(approved, by=reporter, version=approved.version)

    approved.refresh_from_db()
    assert (approved.state, approved.approved_by, approved.approved_digest) == ("draft", None, "")


class TestTheDatabaseItself:
    """Plain SQL is refused what the workflow refuses."""

    def refused(self, query: str, *parameters: object) -> str:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(query, parameters)
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except DatabaseError as error:
            return str(error)
        pytest.fail("The database let it pass.")

    def test_a_draft_does_not_become_live(self, draft: Revision) -> None:
        words = self.refused("UPDATE articles_revision SET state = 'live' WHERE id = %s", draft.pk)
        assert "does not pass from draft to live" in words

    def test_an_approved_text_needs_a_decision_to_go_live(self, approved: Revision) -> None:
        words = self.refused(
            "UPDATE articles_revision SET state = 'live', version = version + 1, published_at = now() WHERE id = %s",
            approved.pk,
        )
        assert "without a decision" in words

    def test_an_approved_text_is_never_altered(self, approved: Revision) -> None:
        words = self.refused("UPDATE articles_revision SET body = 'other' WHERE id = %s", approved.pk)
        assert "never altered" in words

    def test_nobody_approves_their_own_text(self, draft: Revision, reporter: User) -> None:
        reviewing.submit(draft, by=reporter, version=1)
        words = self.refused(
            "UPDATE articles_revision SET state = 'approved', version = version + 1, approved_by_id = changed_by_id,"
            " approved_at = now(), approved_digest = digest WHERE id = %s",
            draft.pk,
        )
        assert "articles_revision_four_eyes" in words

    def test_a_second_working_revision(self, draft: Revision) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Revision.objects.create(
                article=draft.article, headline="Twin", body="", changed_at=timezone.now()
            )

    def test_a_decision_is_never_changed_or_deleted(self, approved: Revision) -> None:
        assert "append-only" in self.refused("UPDATE moderation_decision SET name = 'other'")
        assert "append-only" in self.refused("DELETE FROM moderation_decision")
