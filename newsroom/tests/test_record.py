"""Who did what: found by person, article, section, act and day; as a file; nothing of another section."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from articles import assigning, reviewing
from articles.models import EarlierFile, Image
from common.spreadsheets import harmless
from newsroom.testing import cast

pytestmark = pytest.mark.django_db
RECORD, EXPORT = "/admin/record/", "/admin/record/export/"


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="accounts.backends.RoleBackend")
    return client


def acts(viewer: User, /, **query: Any) -> list[str]:
    page = signed_in(viewer).get(RECORD, query)
    assert page.status_code == 200
    return [row.act for row in page.context["rows"] if row.kind != "accounts.user"]


def exported(person: User, **query: Any) -> list[dict[str, str]]:
    answer = signed_in(person).get(EXPORT, query)
    assert answer.status_code == 200
    assert isinstance(answer.streaming_content, Iterator)
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode())))


def test_it_works(reporter: User, editor: User, publisher: User) -> None:
    article = cast.published(reporter, editor, publisher, headline="The ferry is late")
    assigning.assign(assigning.Work("Ask the captain", article.section), by=editor, article=article)
    cast.draft(reporter)

    assert acts(editor) == ["assign", "publish", "approve", "submit"]
    assert acts(editor, person=reporter.pk) == ["submit"]
    assert acts(editor, person="people") == acts(editor)
    assert acts(editor, person="rules") == []
    assert acts(editor, act="approve") == ["approve"]
    assert acts(editor, article=article.pk) == ["assign", "publish", "approve", "submit"]
    assert acts(editor, section="world") == ["assign", "publish", "approve", "submit"]
    assert acts(editor, section="sport") == []
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert acts(editor, since=tomorrow) == []
    assert len(acts(editor, until=timezone.localdate().isoformat())) == 4
    assert "The ferry is late" in signed_in(editor).get(RECORD).text


class TestReach:
    def test_a_section_keeps_to_itself_on_page_in_file_and_in_the_list(
        self, reporter: User, editor: User, publisher: User
    ) -> None:
        world = cast.section("World")
        draft = cast.draft(reporter, section=world, headline="Secret walrus")
        reviewing.submit(draft, by=reporter, version=1)
        reviewing.request_changes(draft, by=editor, version=2, reason="The secret source.")
        cast.section("Sport")
        for role in (Role.REPORTER, Role.EDITOR, Role.PUBLISHER):
            stranger = cast.person("Sina Sport", role, "sport")
            assert acts(stranger) == acts(stranger, article=draft.article_id) == []
            assert exported(stranger) == []
            listed = signed_in(stranger).get("/admin/moderation/decision/")
            assert listed.context["cl"].result_list == [] or not list(listed.context["cl"].result_list)
        decision = draft.pk and signed_in(editor).get(RECORD).context["rows"][0]
        assert decision.reason == "The secret source."

    def test_kinds_that_a_role_does_not_look_at_are_not_there(
        self, reporter: User, moderator: User, editor: User
    ) -> None:
        reviewing.submit(cast.draft(reporter), by=reporter, version=1)
        assert acts(editor) == ["submit"]
        assert acts(moderator) == []

    def test_powers_are_for_who_gives_them(self, administrator: User, publisher: User) -> None:
        def kinds(person: User) -> set[str]:
            return {row.kind for row in signed_in(person).get(RECORD).context["rows"]}

        assert "accounts.user" in kinds(administrator)
        assert "accounts.user" not in kinds(publisher)

    def test_readers_and_strangers_stay_outside(self, reader: User, client: Client) -> None:
        for address in (RECORD, EXPORT):
            assert signed_in(reader).get(address).status_code == 403
            assert client.get(address).status_code == 302


class TestTheFile:
    def test_a_formula_is_defused(self, reporter: User, editor: User) -> None:
        draft = cast.draft(reporter, headline="=HYPERLINK(1)")
        reviewing.submit(draft, by=reporter, version=1)
        reviewing.request_changes(draft, by=editor, version=2, reason="@SUM(1)")
        first = exported(editor)[0]
        assert (first["title"], first["reason"]) == ("'=HYPERLINK(1)", "'@SUM(1)")
        assert [harmless(cell) for cell in ("+1", "-1", "\t=1", "a=1")] == ["'+1", "'-1", "'\t=1", "a=1"]

    def test_all_rows_of_the_selection_are_in_it(self, reporter: User, editor: User) -> None:
        for _ in range(60):
            reviewing.approve(sent(reporter), by=editor, version=2)
        assert len(acts(editor)) == 100
        assert len(exported(editor)) == 120
        page = signed_in(editor).get(RECORD)
        earlier = acts(editor, before=page.context["next"])
        assert len(earlier) == 20

    def test_json_has_one_object_a_line(self, reporter: User, editor: User) -> None:
        reviewing.approve(sent(reporter), by=editor, version=2)
        lines = signed_in(editor).get(EXPORT, {"as": "json"}).getvalue().decode().splitlines()
        assert [json.loads(line)["act"] for line in lines] == ["approve", "submit"]


def test_pictures_replaced_are_on_record(editor: User) -> None:
    image = Image.objects.create(file="images/x.jpg", width=1, height=1, caption="The bell")
    EarlierFile.objects.create(
        image=image, version=1, file="images/w.jpg", width=1, height=1, reason="Sharper", replaced_by=editor
    )
    assert acts(editor) == acts(editor, act="replace") == ["replace"]


def test_the_command_prints_the_same(reporter: User, editor: User, capsys: Any) -> None:
    reviewing.approve(sent(reporter), by=editor, version=2)
    call_command("decisions", "--json")
    printed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {"approve", "submit"} <= {row["act"] for row in printed}
    call_command("decisions", "--csv", "--from", "2100-01-01")
    assert capsys.readouterr().out.count("\n") == 1
    with pytest.raises(CommandError, match="no day"):
        call_command("decisions", "--from", "yesterday")


@pytest.mark.parametrize("name", ["person", "article", "since", "until", "before", "act", "section"])
def test_no_address_breaks_it(editor: User, name: str) -> None:
    for words in ("x", "9" * 30, "9999-12-31", "'", "-1"):
        acts(editor, **{name: words})


def sent(reporter: User) -> Any:
    draft = cast.draft(reporter)
    reviewing.submit(draft, by=reporter, version=1)
    return draft
