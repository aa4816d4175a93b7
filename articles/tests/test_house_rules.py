"""House rules: proved by their examples, replayed over the archive, in force only by a publisher's hand."""

import json
import time
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from articles import publishing
from articles.checklist import check
from articles.house_rules import deciding
from articles.house_rules.proving import prove
from articles.house_rules.replaying import replay, verdict
from articles.house_rules.searching import BadPattern, search
from articles.models import Article, HouseRule, Revision
from articles.tests.desk import Desk
from moderation.errors import Conflict, NotAllowed
from moderation.recording import history_of
from newsroom.testing import cast

pytestmark = pytest.mark.django_db


def rule(**fields: object) -> HouseRule:
    facts = {
        "name": "No fog",
        "pattern": "the fog",
        "message": "We say mist.",
        "suggestion": "Write “mist”.",
        "examples_match": "He saw the fog.\nThe  Fog lifted.",
        "examples_not": "He saw the foghorn.",
        "severity": "blocking",
        **fields,
    }
    return HouseRule.objects.create(**facts)


def codes(revision: Revision) -> list[str]:
    return [finding.code for finding in check(Revision.objects.with_article().get(pk=revision.pk))]


def test_it_works(draft: Revision, reporter: User, publisher: User) -> None:
    no_fog = rule()
    assert not any(code.startswith("rule_") for code in codes(draft))

    deciding.activate(no_fog, by=publisher, version=1)

    assert f"rule_{no_fog.pk}_1" in codes(draft)
    desk = Desk(reporter, draft)
    assert "We say mist. Found: “the fog”." in desk.page
    assert "Write “mist”." in desk.page


def test_it_keeps_a_text_from_readers_until_it_is_set_aside(
    publisher: User, reporter: User, editor: User
) -> None:
    deciding.activate(rule(), by=publisher, version=1)
    text = cast.approved(reporter, editor)
    with pytest.raises(NotAllowed, match="We say mist"):
        publishing.publish(text, by=publisher, version=text.version)

    code = next(code for code in codes(text) if code.startswith("rule_"))
    Desk(publisher, text).send(step=f"waive:{code}", **{f"waive-{code}": "It is a quotation."})
    publishing.publish(text, by=publisher, version=text.version)


@pytest.mark.parametrize(
    ("fields", "why_not"),
    [
        ({"examples_match": "He saw the mist."}, "not found in the example"),
        ({"examples_not": "The fog again."}, "where it should not be"),
        ({"examples_match": ""}, "at least one example in which it must be found"),
        ({"examples_not": ""}, "must not be found"),
        ({"pattern": "(", "is_expression": True}, "no regular expression"),
        ({"pattern": "x*", "is_expression": True}, "found in nothing at all"),
        ({"pattern": "(a+)+$", "is_expression": True}, "takes too long"),
    ],
)
def test_no_rule_without_its_proof(fields: dict[str, object], why_not: str, publisher: User) -> None:
    bad = rule(**fields)
    assert why_not in prove(bad).why_not
    with pytest.raises(NotAllowed):
        deciding.activate(bad, by=publisher, version=1)
    assert not bad.versions.exists()


def test_a_pattern_that_runs_away_is_stopped() -> None:
    began = time.monotonic()
    with pytest.raises(BadPattern, match="takes too long"):
        search(r"(a+)+$", "a" * 40_000 + "!", is_expression=True, seconds=0.2)
    assert time.monotonic() - began < 30  # without the limit it would take the age of the world


def test_words_are_found_whole_whatever_their_capitals() -> None:
    found = search("fog bank", "A Fog  Bank; the fogbank; größe", is_expression=False)
    assert [hit.found for hit in found] == ["Fog  Bank"]
    assert search("größe", "Die Größe", is_expression=False)


def test_who_may(editor: User, reporter: User, publisher: User) -> None:
    no_fog = rule()
    with pytest.raises(NotAllowed):
        deciding.activate(no_fog, by=editor, version=1)
    with pytest.raises(NotAllowed):
        deciding.save(HouseRule(name="x", pattern="x"), by=reporter, version=0)
    deciding.save(no_fog, by=editor, version=1)
    with pytest.raises(Conflict):
        deciding.save(no_fog, by=editor, version=1)


def test_the_version_in_force_stays_until_the_next(draft: Revision, editor: User, publisher: User) -> None:
    no_fog = rule()
    deciding.activate(no_fog, by=publisher, version=1)
    no_fog.pattern, no_fog.examples_match = "harbour", "The harbour."
    deciding.save(no_fog, by=editor, version=2)
    assert deciding.in_force(no_fog).pattern == "the fog"  # type: ignore[union-attr]

    deciding.activate(no_fog, by=publisher, version=3)
    assert [version.pattern for version in no_fog.versions.all()] == ["harbour", "the fog"]
    deciding.retire(no_fog, by=publisher, version=4)
    assert not any(code.startswith("rule_") for code in codes(draft))
    assert [row.name for row in history_of(no_fog)] == ["activate", "activate", "retire"]


def test_it_is_meant_for_a_language_and_a_section(draft: Revision, publisher: User) -> None:
    deciding.activate(rule(language="de"), by=publisher, version=1)
    deciding.activate(rule(name="Sport", section=cast.section("Sport")), by=publisher, version=1)
    assert not any(code.startswith("rule_") for code in codes(draft))


def test_replay_before_it_is_in_force(published: Article, editor: User) -> None:
    no_fog = rule()
    told = replay(no_fog)
    assert (told.looked_at, told.hits) == (1, 1)
    assert told.found[0].hits[0].found == "the fog"

    client = Client()
    client.force_login(editor, backend="accounts.backends.RoleBackend")
    page = reverse("admin:articles_houserule_change", args=[no_fog.pk])
    facts = {
        "name": "No fog", "pattern": "the quay", "where": "all", "severity": "advisory", "message": "Say pier.",
        "examples_match": "on the quay", "examples_not": "on the quays", "version": "1",
    }  # fmt: skip
    tried = client.post(page, {**facts, "step": "try"}).content.decode()
    assert "<mark>the quay</mark>" in tried
    assert HouseRule.objects.get().pattern == "the fog"  # trying saves nothing

    assert client.post(page, {**facts, "step": ""}).status_code == 302
    assert HouseRule.objects.get().pattern == "the quay"
    assert (
        "Your role does not allow"
        in client.post(page, {**facts, "version": "2", "step": "activate"}).content.decode()
    )
    late = client.post(page, {**facts, "pattern": "late", "step": ""}).content.decode()
    assert "Somebody changed this meanwhile" in late
    assert 'value="late"' in late


def test_the_page_is_for_the_house(reader: User, moderator: User) -> None:
    page = reverse("admin:articles_houserule_change", args=[rule().pk])
    for person in (reader, moderator):
        client = Client()
        client.force_login(person, backend="accounts.backends.RoleBackend")
        assert client.get(page).status_code in (302, 403)


def test_it_counts_and_says_so(draft: Revision, reporter: User, publisher: User) -> None:
    no_fog = rule(severity="advisory")
    deciding.activate(no_fog, by=publisher, version=1)
    Desk(reporter, draft).send(step="submit")
    no_fog.refresh_from_db()
    assert (no_fog.looked_at, no_fog.hits) == (1, 1)
    assert "in none of 40 texts" in verdict(40, 0)
    assert "nearly every text" in verdict(40, 39)
    assert verdict(40, 5) == verdict(3, 0) == ""


def test_by_command(published: Article, draft: Revision, publisher: User) -> None:
    no_fog = rule()
    out = StringIO()
    call_command("rules", "replay", str(no_fog.pk), "--since", "90d", "--json", stdout=out)
    assert json.loads(out.getvalue())["hits"] == 1

    deciding.activate(no_fog, by=publisher, version=1)
    out = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("rules", "check", str(draft.article_id), "--json", stdout=out)
    assert left.value.code == 1
    assert any(row["code"].startswith("rule_") for row in json.loads(out.getvalue())["findings"])
