"""The door itself: conflict, permission, reason, the chain, and a database that forgets nothing."""

from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from accounts.models import User
from articles.models import Article
from comments.models import Comment
from moderation.actors import Deputy
from moderation.errors import Conflict, NotAllowed, ReasonRequired
from moderation.models import Decision, Evidence
from moderation.recording import digest_of, history_of
from moderation.tests.conftest import comment
from moderation.transition import transition

pytestmark = pytest.mark.django_db


@pytest.fixture
def remark(reader: User, published: Article) -> Comment:
    return comment(reader, published)


def test_it_works(remark: Comment, moderator: User) -> None:
    decision = transition(remark, "approve", by=moderator, version=1)

    assert (remark.state, remark.version) == ("approved", 2)
    remark.refresh_from_db()
    assert (remark.state, remark.version) == ("approved", 2)
    assert (decision.from_state, decision.to_state, decision.by) == ("pending", "approved", moderator)


def test_two_decide_and_one_is_told_who_was_first(
    remark: Comment, moderator: User, administrator: User
) -> None:
    slower = Comment.objects.get(pk=remark.pk)
    transition(remark, "spam", by=moderator, version=1)

    with pytest.raises(Conflict) as caught:
        transition(slower, "approve", by=administrator, version=1)

    assert "Max Moderator was first: “Spam” at" in str(caught.value)
    assert Decision.objects.filter(kind="comments.comment").count() == 1


def test_the_right_version_in_the_wrong_state_is_a_conflict(remark: Comment, moderator: User) -> None:
    with pytest.raises(Conflict):
        transition(remark, "remove", by=moderator, version=1, reason="Too early")


@pytest.mark.parametrize("who", ["reader", "reporter", "editor"])
def test_a_role_without_the_right(who: str, remark: Comment, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed, match="Approve"):
        transition(remark, "approve", by=request.getfixturevalue(who), version=1)
    assert not history_of(remark)


def test_a_reason_is_words_and_not_blanks(remark: Comment, moderator: User) -> None:
    with pytest.raises(ReasonRequired):
        transition(remark, "reject", by=moderator, version=1, reason=" \n ")
    assert Comment.objects.get(pk=remark.pk).state == "pending"


def test_a_rule_decides_as_a_deputy(remark: Comment) -> None:
    decision = transition(remark, "approve", by=Deputy("known-authors@1"), version=1)
    assert (decision.by, decision.actor_name) == (None, "known-authors@1")


def test_decisions_form_a_chain_that_survives_the_erasure_of_a_reason(
    remark: Comment, moderator: User
) -> None:
    transition(remark, "reject", by=moderator, version=1, reason="Names a minor")
    transition(remark, "reopen", by=moderator, version=2)
    Evidence.objects.all().delete()

    first, second = history_of(remark)

    assert second.previous_digest == first.digest
    assert [digest_of(first), digest_of(second)] == [first.digest, second.digest]


def refused(query: str) -> str:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(query)
    except DatabaseError as error:
        return str(error)
    pytest.fail(f"The database let it pass: {query}")


class TestTheDatabaseItself:
    @pytest.mark.parametrize(
        "query", ["UPDATE moderation_decision SET name = 'x'", "DELETE FROM moderation_decision"]
    )
    def test_its_trigger_refuses_even_the_owner(self, query: str, remark: Comment, moderator: User) -> None:
        transition(remark, "approve", by=moderator, version=1)
        assert "append-only" in refused(query)

    @pytest.mark.parametrize(
        "query",
        [
            "UPDATE moderation_decision SET name = 'x'",
            "DELETE FROM moderation_decision",
            "TRUNCATE moderation_decision CASCADE",
            "ALTER TABLE moderation_decision DISABLE TRIGGER ALL",
            "DROP TRIGGER moderation_decision_append_only ON moderation_decision",
        ],
    )
    def test_the_application_has_no_right_to(self, query: str) -> None:
        url = urlsplit(settings.DATABASE_URL)._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
        with psycopg.connect(url) as application, pytest.raises(psycopg.errors.InsufficientPrivilege):
            application.execute(query)
