"""The steps of the desk from a shell: the same verbs, the same refusals."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from articles.models import Article, Revision

pytestmark = pytest.mark.django_db


def run(*arguments: object) -> dict[str, Any]:
    out = StringIO()
    call_command("article", *[str(one) for one in arguments], "--json", stdout=out)
    told: dict[str, Any] = json.loads(out.getvalue())
    return told


def test_it_works(draft: Revision, reporter: User, editor: User, publisher: User) -> None:
    number = draft.article_id
    assert run("take", "submit", number, "--as", reporter.email)["state"] == "in_review"
    assert run("take", "approve", number, "--as", editor.email)["state"] == "approved"
    scheduled = run(
        "take",
        "schedule",
        number,
        "--as",
        publisher.email,
        "--at",
        "2031-05-04T06:30",
        "--zone",
        "Asia/Kolkata",
    )
    assert scheduled["publish_at"] == "2031-05-04T01:00:00+00:00"
    assert run("take", "publish", number, "--as", publisher.email)["is_published"]
    assert run("show", number)["state"] == "live"


def test_a_correction_begins_with_its_note(published: Article, editor: User) -> None:
    told = run(
        "take",
        "revise",
        published.pk,
        "--as",
        editor.email,
        "--change",
        "correction",
        "--note",
        "The date was wrong.",
    )
    assert (told["state"], told["blocking"]) == ("draft", [])
    text = published.revisions.get(state="draft")
    assert (text.change, text.change_note) == ("correction", "The date was wrong.")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["override", "--as", "{reporter}", "--reason", "x"], "role"),
        (["publish", "--as", "{publisher}"], "is draft; from there: submit"),
        (["submit", "--as", "nobody@example.com"], "Nobody has the address"),
        (["submit", "--as", "{reporter}", "--seen", "77"], "meanwhile"),
        (["schedule", "--as", "{publisher}", "--at", "soon"], "2027-03-28T06:30"),
        (
            ["schedule", "--as", "{publisher}", "--at", "2027-03-28T02:30", "--zone", "Europe/Berlin"],
            "does not exist",
        ),
        (
            ["schedule", "--as", "{publisher}", "--at", "2027-10-31T02:30", "--zone", "Europe/Berlin"],
            "exists twice",
        ),
        (["withdraw", "--as", "{publisher}", "--reason", "wrong"], "not published"),
    ],
)
def test_a_refusal_is_said_and_nothing_changes(
    arguments: list[str], words: str, draft: Revision, reporter: User, publisher: User
) -> None:
    addresses = {"reporter": reporter.email, "publisher": publisher.email}
    step, *rest = [argument.format(**addresses) for argument in arguments]
    with pytest.raises(CommandError, match=words):
        run("take", step, draft.article_id, *rest)
    draft.refresh_from_db()
    assert (draft.state, draft.version) == ("draft", 1)


def test_an_unknown_article() -> None:
    with pytest.raises(CommandError, match="no article 999"):
        run("show", 999)
