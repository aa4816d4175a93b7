"""What the owner of the tables changes with the triggers off, the audits name: every column, a row gone, a row more."""

# ruff: noqa: S608 — the queries are the tests' own

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from accounts.models import User
from articles import drafting, withdrawing
from articles.correction_chain import link_of as correction_link
from articles.models import Article, Correction, Revision, SavedText
from articles.saving import link_of
from articles.tests.test_guards import corrected
from moderation import checkpoints
from moderation.models import Checkpoint, Decision, Item, Trace
from moderation.recording import decisions_on, digest_of
from newsroom.testing import cast
from newsroom.testing.behind import triggers_off

pytestmark = pytest.mark.django_db

TABLES = {
    "moderation_decision": (Decision, "digest", "kind='articles.revision'"),
    "articles_savedtext": (SavedText, "link", "true"),
    "articles_correction": (Correction, "link", "true"),
    "moderation_trace": (Trace, "link", "act='live'"),
}
# A byte changed in each column on which something rests. Foreign keys are turned to a row that is there.
FLIPPED = {
    "moderation_decision": {
        "name": "'unschedule'",
        "from_state": "'scheduled'",
        "to_state": "'scheduled'",
        "object_version": "object_version + 100",
        "by_id": "(SELECT max(id) FROM accounts_user)",
        "at": "at + interval '1 microsecond'",
        "commitment": "repeat('0', 64)",
        "text_digest": "repeat('0', 64)",
        "previous_digest": "repeat('0', 64)",
        "digest": "repeat('0', 64)",
        "object_id": "object_id + 1000000",
        "kind": "'articles.other'",
    },
    "articles_savedtext": {
        "number": "number + 100",
        "version": "version + 1",
        "text": "jsonb_set(text, '{body}', '\"<p>Other</p>\"')",
        "digest": "repeat('0', 64)",
        "saved_by_id": "(SELECT max(id) FROM accounts_user)",
        "saved_at": "saved_at + interval '1 microsecond'",
        "origin": "'merged'",
        "reason": "'x'",
        "previous_link": "repeat('0', 64)",
        "link": "repeat('0', 64)",
    },
    "articles_correction": {
        "kind": "'update'",
        "note": "note || '.'",
        "published_at": "published_at + interval '1 microsecond'",
        "previous_link": "repeat('0', 64)",
        "link": "repeat('0', 64)",
    },
    "moderation_trace": {
        "row": '"row" + 1000000',
        "act": "'insert'",
        "after": 'after || \'{"embargo_until": "2001-01-01T00:00:00+00:00"}\'',
        "role": "'x'",
        "made_in": "made_in + 1",
        "at": "at + interval '1 microsecond'",
        "previous_link": "repeat('0', 64)",
        "link": "repeat('0', 64)",
    },
}


@pytest.fixture
def story(published: Article, reporter: User, editor: User, publisher: User, stranger: User) -> Article:
    """An article with a past: published, corrected."""
    corrected(published, reporter, editor, publisher)
    cast.person("Zoe Last")
    return Article.objects.get(pk=published.pk)


def audit(name: str, *options: str) -> dict[str, Any]:
    """What the command says; its exit code fits."""
    out = StringIO()
    try:
        call_command("audit", name, "--json", *options, stdout=out)
        code = 0
    except SystemExit as ended:
        code = int(str(ended.code))
    found: dict[str, Any] = json.loads(out.getvalue())
    assert found["ok"] == (code == 0)
    return found


def breaches(name: str, *options: str) -> list[tuple[str, int]]:
    """The table and row of each breach."""
    found = [proof["breach"] for proof in audit(name, *options)["proofs"]]
    return [(breach["table"], breach["row"]) for breach in found if breach]


def execute(query: str, *tables: str) -> None:
    """As the owner, with the triggers of the tables off."""
    with triggers_off(*tables), connection.cursor() as cursor:
        cursor.execute(query)


def test_it_works(story: Article, publisher: User) -> None:
    withdrawing.withdraw(story, by=publisher, reason="Hoax")
    checkpoints.take()
    for name in ("ledger", "workflow", "checkpoint"):
        assert audit(name)["ok"]


@pytest.mark.parametrize(
    ("table", "column"), [(table, column) for table, columns in FLIPPED.items() for column in columns]
)
def test_a_byte_changed_is_named(table: str, column: str, story: Article) -> None:
    model, _, which = TABLES[table]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT min(id) FROM {table} WHERE {which}")
        (row,) = cursor.fetchone() or (0,)
    execute(f'UPDATE {table} SET "{column}" = {FLIPPED[table][column]} WHERE id = {row}', table)

    found = breaches("ledger")

    assert found, f"{table}.{column} of {row} was changed unseen"
    if column not in (
        "kind",
        "object_id",
        "object_version",
        "number",
    ):  # there the one that followed may come first
        assert found[0] == (table, row)
    else:
        assert found[0][0] == table
    assert model.objects.filter(pk=row).exists()


@pytest.mark.parametrize("table", ["moderation_decision", "articles_savedtext"])
def test_a_row_put_between_is_named(table: str, story: Article) -> None:
    model, _, _ = TABLES[table]
    row = model.objects.order_by("pk").first()
    assert row is not None
    row.pk = None
    with triggers_off(table):
        if isinstance(row, Decision):
            row.object_version = 0
            row.digest = digest_of(row)
        elif isinstance(row, SavedText):
            row.number = 7
            row.link = link_of(row)
        row.save(force_insert=True)
    assert breaches("ledger")[0][0] == table


class TestACutTail:
    """The newest row removed: the chain is whole, and something that rests on it is not."""

    def test_of_decisions(self, story: Article) -> None:
        with triggers_off("moderation_decision"):
            Item.objects.all().delete()
            decisions_on("articles.revision", story.live_id or 0)[-1].delete()
        assert ("articles_revision", story.live_id) in breaches("workflow")

    def test_of_saved_texts(self, story: Article) -> None:
        with triggers_off("articles_savedtext"):
            SavedText.objects.filter(pk=SavedText.objects.latest("pk").pk).delete()
        assert ("articles_revision", story.live_id) in breaches("ledger")

    def test_of_corrections(self, story: Article) -> None:
        with triggers_off("articles_correction"):
            Correction.objects.all().delete()
        assert ("articles_revision", story.live_id) in breaches("ledger")

    @pytest.mark.parametrize("table", TABLES)
    def test_checkpoints_see_it(self, table: str, story: Article) -> None:
        checkpoints.take()
        model, _, _ = TABLES[table]
        with triggers_off(table):
            Item.objects.all().delete()
            newest = model.objects.latest("pk")
            row = newest.pk
            model.objects.filter(pk=row).delete()
        assert breaches("checkpoint") == [(table, row)]
        assert (table, row) in breaches("ledger")


class TestAChainComputedAnew:
    """Whoever computes all that follows anew has a whole chain, and no checkpoint."""

    def test_of_decisions(self, story: Article, stranger: User) -> None:
        checkpoints.take()
        link = ""
        chain = decisions_on("articles.revision", story.live_id or 0)
        with triggers_off("moderation_decision"):
            for decision in chain:
                if decision.name == "submit":
                    decision.by = stranger
                decision.previous_digest = link
                link = digest_of(decision)
                Decision.objects.filter(pk=decision.pk).update(
                    by=decision.by, previous_digest=decision.previous_digest, digest=link
                )
        assert breaches("ledger") == breaches("checkpoint") == [("moderation_decision", chain[-1].pk)]

    def test_of_saved_texts(self, draft: Revision, reporter: User, stranger: User) -> None:
        drafting.save_draft(draft, by=reporter, version=draft.version, headline="Later")
        checkpoints.take()
        link, row = "", 0
        with triggers_off("articles_savedtext"):
            for saved in draft.saves.order_by("number"):
                saved.reason, saved.previous_link = "Never said", link
                link, row = link_of(saved), saved.pk
                SavedText.objects.filter(pk=row).update(
                    reason=saved.reason, previous_link=saved.previous_link, link=link
                )
        assert breaches("ledger") == [("articles_savedtext", row)]

    def test_of_corrections(self, story: Article) -> None:
        checkpoints.take()
        note = Correction.objects.get()
        note.note = "Nothing was wrong."
        with triggers_off("articles_correction"):
            Correction.objects.filter(pk=note.pk).update(note=note.note, link=correction_link(note))
        assert breaches("checkpoint") == [("articles_correction", note.pk)]


class TestCheckpoints:
    def test_each_holds_what_came_since(self, published: Article, reporter: User) -> None:
        checkpoints.take()
        drafting.revise(published, by=reporter)
        second = checkpoints.take()
        assert [head[0] for head in second.heads] == ["articles_savedtext"]
        assert audit("checkpoint")["ok"]

    def test_one_a_day(self, published: Article) -> None:
        assert (checkpoints.take_due(), checkpoints.take_due()) == (1, 0)
        assert checkpoints.take_due(timezone.now() + checkpoints.EVERY) == 1

    @pytest.mark.parametrize(
        "change", ["made_at = made_at + interval '1 day'", "heads = '[]'", "bounds = '{}'", "count = 0"]
    )
    def test_one_that_was_changed_is_named(self, change: str, published: Article) -> None:
        row = checkpoints.take().pk
        execute(f"UPDATE moderation_checkpoint SET {change}", "moderation_checkpoint")
        assert breaches("checkpoint") == [("moderation_checkpoint", row)]

    def test_one_that_was_made_without_the_key_is_named(self, published: Article, settings: Any) -> None:
        key, settings.CHECKPOINT_KEY = settings.CHECKPOINT_KEY, "another"
        row = checkpoints.take().pk
        settings.CHECKPOINT_KEY = key
        assert breaches("checkpoint") == [("moderation_checkpoint", row)]

    def test_an_export_outlives_the_table(self, story: Article, tmp_path: Path) -> None:
        file = str(tmp_path / "kept.json")
        assert audit("checkpoint", "--export", file)["ok"]
        assert audit("checkpoint", "--verify", file)["ok"]
        newest = Trace.objects.latest("pk").pk
        with triggers_off("moderation_checkpoint", "moderation_trace"):
            Checkpoint.objects.all().delete()
            Trace.objects.filter(pk=newest).delete()
        assert breaches("checkpoint") == []
        assert breaches("checkpoint", "--verify", file) == [("moderation_trace", newest)]

    def test_a_changed_export_is_refused(self, published: Article, tmp_path: Path) -> None:
        file = tmp_path / "kept.json"
        audit("checkpoint", "--export", str(file))
        kept = json.loads(file.read_text())
        file.write_text(json.dumps({**kept, "heads": kept["heads"][1:]}))
        with pytest.raises(CommandError, match="was changed since"):
            call_command("audit", "checkpoint", "--verify", str(file))
        file.write_text("[]")
        with pytest.raises(CommandError, match="no exported checkpoint"):
            call_command("audit", "checkpoint", "--verify", str(file))
        with pytest.raises(CommandError, match="belong to"):
            call_command("audit", "ledger", "--verify", str(file))


class TestTheWholePast:
    """audit workflow, over what went around the door with the triggers off."""

    def test_a_text_approved_by_its_own_writer(self, approved: Revision, reporter: User) -> None:
        approval = decisions_on("articles.revision", approved.pk)[-1]
        approval.by = reporter
        with triggers_off("moderation_decision"):
            Decision.objects.filter(pk=approval.pk).update(by=reporter, digest=digest_of(approval))
        assert ("moderation_decision", approval.pk) in breaches("workflow")

    def test_an_embargo_that_was_broken(self, published: Article) -> None:
        after = {**Trace.objects.get(act="live").after, "embargo_until": "2999-01-01T00:00:00+00:00"}
        with triggers_off("moderation_trace"):
            Trace.objects.filter(act="live").update(after=after)
        assert breaches("workflow") == [("articles_revision", published.live_id)]

    def test_an_embargo_that_was_moved_unsaid(self, published: Article) -> None:
        Article.objects.update(embargo_until=timezone.now())  # as the owner may, who dates what it records
        assert breaches("workflow") == [("moderation_trace", Trace.objects.latest("pk").pk)]

    def test_a_publication_that_the_database_did_not_see(self, approved: Revision) -> None:
        tables = ("articles_revision", "articles_article", "moderation_decision")
        with triggers_off(*tables):
            Revision.objects.filter(pk=approved.pk).update(
                state="live", version=approved.version + 1, published_at=timezone.now()
            )
            Article.objects.filter(pk=approved.article_id).update(
                live=approved.pk, published_at=timezone.now()
            )
        found = breaches("workflow")
        assert set(found) == {("articles_revision", approved.pk)}

    @pytest.mark.parametrize("is_gone", [True, False])
    def test_one_that_is_gone_or_back_unsaid(
        self, is_gone: bool, published: Article, publisher: User
    ) -> None:
        if not is_gone:
            withdrawing.withdraw(published, by=publisher, reason="Hoax")
        with triggers_off("articles_article"):
            Article.objects.update(withdrawn_at=timezone.now() if is_gone else None)
        assert breaches("workflow") == [("articles_article", published.pk)]

    def test_another_text_shown(self, published: Article, reporter: User) -> None:
        working = drafting.revise(published, by=reporter)
        with triggers_off("articles_article"):
            Article.objects.update(live=working.pk)
        assert breaches("workflow") == [("articles_article", published.pk)]

    def test_a_last_changer_turned_into_another(self, draft: Revision, editor: User) -> None:
        with triggers_off("articles_revision"):
            Revision.objects.update(changed_by=editor)
        assert breaches("ledger") == [("articles_revision", draft.pk)]
