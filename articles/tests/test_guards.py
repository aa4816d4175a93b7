"""The site's own role goes around the door by plain SQL, and the database refuses it, for every guard there is."""

# ruff: noqa: S608 — the queries are the tests' own

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from accounts.models import User
from articles import drafting, publishing, reviewing, withdrawing
from articles.models import Article, Revision
from moderation.errors import NotAllowed
from moderation.models import Trace
from newsroom.testing import cast
from newsroom.testing.behind import as_the_site, tried

pytestmark = pytest.mark.django_db(transaction=True)

PRINTED = {
    "headline": "'x'",
    "short_headline": "'x'",
    "seo_title": "'x'",
    "standfirst": "'x'",
    "dateline_place": "'x'",
    "dateline_date": "'2020-01-01'",
    "body": "'x'",
    "credit": "'x'",
    "change": "'minor'",
    "change_note": "'x'",
}
APPROVAL = {
    "digest": "repeat('0', 64)",
    "changed_by_id": "NULL",
    "changed_at": "now()",
    "opened_by_id": "NULL",
    "approved_by_id": "NULL",
    "approved_at": "now()",
    "approved_digest": "repeat('0', 64)",
    "approval_overridden": "true",
    "created_at": "now()",
    "published_at": "now()",
    "version": "version + 2",
}
ALL = {**PRINTED, **APPROVAL}


@pytest.mark.parametrize("column", ALL)
def test_nothing_of_an_approved_text_is_altered(column: str, approved: Revision) -> None:
    assert tried(f"UPDATE articles_revision SET {column} = {ALL[column]}")


def test_nothing_of_a_published_text_is_altered(published: Article) -> None:
    passed = [name for name in ALL if not tried(f"UPDATE articles_revision SET {name} = {ALL[name]}")]
    assert passed == []
    assert tried("UPDATE articles_revision SET publish_at = now()")


def test_every_printed_column_is_tried() -> None:
    """A field that is printed from now on belongs into the table above, and into the guard's own."""
    assert set(PRINTED) == drafting.EDITABLE_FIELDS - {"lead_image"}


@pytest.mark.parametrize(
    "words",
    [
        "plain",
        "“ä” \u2028 \U0001f600 עברית e\u0301",
        '\\ " / </script> \t\n\r\b\f\x01\x1f\x7f',
        "' || %s {0} $$",
    ],
)
def test_the_database_reckons_the_digest_as_we_do(words: str, draft: Revision, reporter: User) -> None:
    text = drafting.save_draft(
        draft,
        by=reporter,
        version=draft.version,
        headline=words,
        seo_title=words,
        body=f"<p>{words}</p>",
        dateline_date=date(2026, 3, 29),
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT articles_digest_of(t) FROM articles_revision AS t")
        assert cursor.fetchone() == (text.digest,)


def test_no_digest_is_made_up(draft: Revision) -> None:
    """A saved text and a text that agree in a lie."""
    lie = f"""
        INSERT INTO articles_savedtext (revision_id, number, version, text, digest, saved_by_id, saved_at, origin,
            reason, previous_link, link)
        SELECT revision_id, 2, version + 1, jsonb_set(text, '{{headline}}', '"Other"'), digest, saved_by_id, now(),
            'saved', '', link, repeat('a', 64) FROM articles_savedtext;
        UPDATE articles_revision SET headline = 'Other', version = version + 1 WHERE id = {draft.pk}
    """
    assert "is not as it was saved" in tried(lie)


@pytest.mark.parametrize("column", PRINTED)
def test_no_draft_is_altered_but_by_saving(column: str, draft: Revision) -> None:
    assert "is not as it was saved" in tried(f"UPDATE articles_revision SET {column} = {PRINTED[column]}")


def test_nobody_passes_for_somebody_else(draft: Revision, editor: User) -> None:
    assert "is not as it was saved" in tried(f"UPDATE articles_revision SET changed_by_id = {editor.pk}")
    assert "is not as it was saved" in tried("UPDATE articles_revision SET changed_by_id = NULL")
    assert "comes and goes with the state" in tried(
        f"UPDATE articles_revision SET approved_by_id = {editor.pk}, approved_at = now()"
    )


@pytest.mark.parametrize(
    "change",
    [
        "withdrawn_at = now()",
        "published_at = now() - interval '1 year'",
        "published_at = NULL, live_id = NULL",
        "live_id = NULL",
        "expired_at = now(), withdrawn_at = now()",
        "embargo_until = now() + interval '1 day'",
        "expires_at = now() + interval '1 day'",
    ],
)
def test_what_readers_see_changes_with_its_decision_alone(change: str, published: Article) -> None:
    assert tried(f"UPDATE articles_article SET {change}")
    assert Article.objects.published().get() == published


def test_what_is_gone_stays_gone(published: Article, publisher: User) -> None:
    withdrawing.withdraw(published, by=publisher, reason="Hoax")
    assert "brought back without a decision" in tried("UPDATE articles_article SET withdrawn_at = NULL")
    assert not Article.objects.published().exists()


def test_another_text_is_not_shown(published: Article, reporter: User) -> None:
    working = drafting.revise(published, by=reporter)
    assert tried(f"UPDATE articles_article SET live_id = {working.pk} WHERE id = {published.pk}")


def test_an_embargo_is_not_lifted_by_sql(reporter: User, editor: User) -> None:
    cast.approved(reporter, editor, embargo_until=timezone.now() + timedelta(hours=1))
    assert "changed without a decision" in tried("UPDATE articles_article SET embargo_until = NULL")


FORGED = """
INSERT INTO moderation_decision (kind, object_id, name, from_state, to_state, object_version, by_id, deputy, at,
    commitment, text_digest, previous_digest, digest)
SELECT 'articles.revision', id, 'publish', state, 'live', version, {by}, '', {at}, '', digest,
    (SELECT digest FROM moderation_decision WHERE object_id = revision.id AND kind = 'articles.revision'
     ORDER BY object_version DESC LIMIT 1), repeat('a', 64)
FROM articles_revision AS revision;
UPDATE articles_revision SET state = 'live', version = version + 1, published_at = {at};
UPDATE articles_article SET live_id = (SELECT id FROM articles_revision), published_at = {at};
"""


@pytest.mark.parametrize("at", ["now()", "now() + interval '2 hours'"])
def test_an_embargo_holds_even_with_a_forged_decision(
    at: str, reporter: User, editor: User, publisher: User
) -> None:
    cast.approved(reporter, editor, embargo_until=timezone.now() + timedelta(hours=1))
    words = tried(FORGED.format(by=publisher.pk, at=at))
    assert "embargo holds" in words or "in the future" in words


def test_a_forged_decision_has_a_right_chain(approved: Revision, publisher: User) -> None:
    assert "names the newest one" in tried(
        FORGED.format(by=publisher.pk, at="now()").replace(
            "ORDER BY object_version DESC", "ORDER BY object_version"
        )
    )
    assert "names the newest one" in tried(
        "INSERT INTO moderation_decision (kind, object_id, name, from_state, to_state, object_version, deputy, at,"
        " commitment, text_digest, previous_digest, digest) VALUES ('articles.article', 7, 'withdraw', 'a', 'b', 1,"
        " 'x', now(), '', '', repeat('b', 64), repeat('a', 64))"
    )


@pytest.mark.parametrize(
    "table",
    [
        "moderation_decision",
        "moderation_trace",
        "moderation_checkpoint",
        "articles_savedtext",
        "articles_correction",
    ],
)
@pytest.mark.parametrize(
    "query", ["UPDATE {0} SET id = id + 1000", "DELETE FROM {0}", "TRUNCATE {0} CASCADE"]
)
def test_what_is_written_stays(
    table: str, query: str, published: Article, reporter: User, editor: User, publisher: User
) -> None:
    corrected(published, reporter, editor, publisher)
    assert tried(query.format(table))


def test_traces_are_the_databases_own(published: Article) -> None:
    assert "permission denied" in tried(
        'INSERT INTO moderation_trace ("table", "row", act, role, made_in, at, previous_link, link)'
        " VALUES ('x', 1, 'x', 'x', 1, now(), '', '')"
    )
    assert "permission denied" in tried("SELECT moderation_write_trace('x', 1, 'x', NULL, NULL)")


def test_a_correction_comes_with_its_published_change(published: Article) -> None:
    assert tried(
        "INSERT INTO articles_correction (article_id, revision_id, kind, note, published_at, previous_link, link)"
        f" VALUES ({published.pk}, {published.live_id}, 'correction', 'x', now(), '', repeat('a', 64))"
    )


def test_who_was_told_may_be_counted_and_nothing_else(
    published: Article, reporter: User, editor: User, publisher: User
) -> None:
    corrected(published, reporter, editor, publisher)
    assert not tried("UPDATE articles_correction SET told_at = now(), told_count = 3")
    assert "never altered" in tried("UPDATE articles_correction SET note = 'x'")


def test_roles_that_are_given_by_sql_leave_a_trace(stranger: User) -> None:
    with as_the_site() as site:
        site.execute(
            "INSERT INTO accounts_membership (user_id, role, section) VALUES (%s, 'publisher', '')",
            [stranger.pk],
        )
        site.execute("UPDATE accounts_user SET is_superuser = true WHERE id = %s", [stranger.pk])
    given, raised = Trace.objects.order_by("-id")[:2][::-1]
    assert given.table == "accounts_membership"
    assert given.after == {"user_id": stranger.pk, "role": "publisher", "section": ""}
    assert (raised.before["is_superuser"], raised.after["is_superuser"]) == (False, True)
    assert raised.role == "newsroom_app"


class TestASuperuser:
    """``is_superuser`` opens every page; it is no second pair of eyes."""

    @pytest.fixture
    def boss(self) -> User:
        return User.objects.create_superuser("boss@example.org", "x", display_name="Bo Boss")

    def test_does_not_approve_the_own_text(self, boss: User) -> None:
        text = cast.draft(boss)
        reviewing.submit(text, by=boss, version=text.version)
        with pytest.raises(NotAllowed):
            reviewing.approve(text, by=boss, version=text.version)

    @pytest.mark.parametrize("overridden", [False, True])
    def test_does_not_approve_by_the_shell(self, overridden: bool, boss: User) -> None:
        text = cast.draft(boss)
        reviewing.submit(text, by=boss, version=text.version)
        with pytest.raises(DatabaseError):
            Revision.objects.filter(pk=text.pk).update(
                state="approved",
                version=text.version + 1,
                approved_by=boss,
                approved_at=timezone.now(),
                approved_digest=text.digest,
                approval_overridden=overridden,
            )

    def test_does_not_pass_for_another(self, boss: User, reporter: User) -> None:
        text = cast.draft(boss)
        reviewing.submit(text, by=boss, version=text.version)
        with pytest.raises(DatabaseError):
            Revision.objects.filter(pk=text.pk).update(changed_by=reporter)

    def test_does_not_publish_by_the_shell(self, approved: Revision, boss: User) -> None:
        with pytest.raises(DatabaseError):
            Revision.objects.filter(pk=approved.pk).update(
                state="live", version=approved.version + 1, published_at=timezone.now()
            )
        with pytest.raises(DatabaseError):
            Article.objects.filter(pk=approved.article_id).update(live=approved, published_at=timezone.now())

    def test_breaks_no_embargo(self, boss: User, reporter: User, editor: User) -> None:
        text = cast.approved(reporter, editor, embargo_until=timezone.now() + timedelta(hours=1))
        with pytest.raises(NotAllowed, match="embargo"):
            publishing.publish(text, by=boss, version=text.version)


def corrected(article: Article, writer: User, approver: User, publisher: User) -> Revision:
    """A published correction of the article."""
    text = drafting.revise(article, by=writer, change=Revision.Change.CORRECTION)
    text = drafting.save_draft(
        text, by=writer, version=text.version, body="<p>Fifty were aboard.</p>", change_note="It said forty."
    )
    reviewing.submit(text, by=writer, version=text.version)
    reviewing.approve(text, by=approver, version=text.version)
    publishing.publish(text, by=publisher, version=text.version)
    return text
