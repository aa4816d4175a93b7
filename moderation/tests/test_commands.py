"""manage.py workflows and audit: the document is true, and a row changed behind the door's back is named."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from accounts.models import User
from articles.models import Article, Revision
from moderation.models import Decision, Item
from moderation.recording import decisions_on, digest_of
from newsroom.testing.behind import triggers_off


def run(*arguments: str, fails: bool = False) -> str:
    out = StringIO()
    if fails:
        with pytest.raises(SystemExit) as ended:
            call_command(*arguments, stdout=out)
        assert ended.value.code == 1
    else:
        call_command(*arguments, stdout=out)
    return out.getvalue()


class TestWorkflows:
    def test_the_document_is_what_the_data_say(self) -> None:
        written = (Path(settings.BASE_DIR) / "docs" / "workflows.md").read_text()
        assert written == run("workflows", "--mermaid"), "manage.py workflows --mermaid > docs/workflows.md"

    def test_json_names_every_state_and_passage(self) -> None:
        workflows = {workflow["model"]: workflow for workflow in json.loads(run("workflows", "--json"))}
        revision = workflows["articles.Revision"]
        assert revision["initial"] == "draft"
        assert {step["name"] for step in revision["transitions"]} >= {"submit", "approve", "publish"}


@pytest.mark.django_db
class TestAudit:
    def test_it_works(self, published: Article) -> None:
        assert run("audit", "ledger").startswith("holds")
        found = json.loads(run("audit", "workflow", "--json"))
        assert found["ok"]
        assert {proof["breach"] for proof in found["proofs"]} == {None}

    def test_a_changed_row_is_named(self, published: Article, stranger: User) -> None:
        decisions = decisions_on("articles.revision", published.live_id)
        with triggers_off("moderation_decision"):
            Decision.objects.filter(pk=decisions[1].pk).update(by=stranger)

        found = json.loads(run("audit", "ledger", "--json", fails=True))

        (breach,) = [proof["breach"] for proof in found["proofs"] if proof["breach"]]
        assert breach["row"] == decisions[1].pk
        assert "the row was changed" in breach["words"]

    def test_a_changed_row_with_a_new_digest_breaks_the_next(
        self, published: Article, stranger: User
    ) -> None:
        decisions = decisions_on("articles.revision", published.live_id)
        decisions[1].by = stranger
        with triggers_off("moderation_decision"):
            Decision.objects.filter(pk=decisions[1].pk).update(by=stranger, digest=digest_of(decisions[1]))

        words = run("audit", "ledger", fails=True)

        assert f"moderation_decision {decisions[2].pk}" in words

    def test_a_removed_row_is_missed(self, published: Article) -> None:
        decisions = decisions_on("articles.revision", published.live_id)
        with triggers_off("moderation_decision"):
            Decision.objects.filter(pk=decisions[0].pk).delete()

        assert f"moderation_decision {decisions[1].pk}" in run("audit", "ledger", fails=True)
        assert "BREACH" in run("audit", "workflow", fails=True)

    def test_a_live_revision_without_its_approval_is_named(self, published: Article) -> None:
        approval = decisions_on("articles.revision", published.live_id)[1]
        with triggers_off("moderation_decision"):
            Item.objects.all().delete()
            Decision.objects.filter(pk=approval.pk).delete()

        words = run("audit", "workflow", fails=True)

        assert f"articles_revision {published.live_id} is “live” without the approval that it names" in words

    def test_a_text_changed_behind_the_door_is_named(self, published: Article) -> None:
        with triggers_off("articles_revision"):
            Revision.objects.filter(pk=published.live_id).update(body="<p>Something else.</p>")

        assert "holds another text than the one that was approved" in run("audit", "workflow", fails=True)

    def test_a_state_changed_behind_the_door_is_named(self, draft: Revision) -> None:
        with triggers_off("articles_revision"):
            Revision.objects.filter(pk=draft.pk).update(state="in_review")

        assert f"articles_revision {draft.pk} is “in_review”" in run("audit", "workflow", fails=True)
