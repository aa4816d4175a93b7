"""Two tabs of one person: whatever is pressed on a page that is out of date answers 409 and has changed nothing."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from articles import due as clock
from articles import publishing, reviewing
from articles.models import Revision
from articles.tests.clocks import filed
from articles.tests.desk import Desk
from articles.tests.test_bulk import confirm, preview, signed_in
from articles.tests.test_stale_versions import LATER, snapshot
from moderation.models import Item
from newsroom.testing import cast

pytestmark = pytest.mark.django_db

# Every button of the editing page, and a state in which it stands there.
BUTTONS = {
    "submit": "draft",
    "request_changes": "in_review",
    "approve": "in_review",
    "override": "in_review",
    "waive:no-alt-text": "in_review",
    "schedule": "approved",
    "reopen": "approved",
    "publish": "approved",
    "unschedule": "scheduled",
    "revise": "live",
    "withdraw": "live",
    "renew": "expired",
}
WORDS = {
    **{f"step-{name}_reason": "Because" for name in ("request_changes", "override", "withdraw")},
    "waive-no-alt-text": "Because",
    "step-publish_at": "2040-01-01T10:00",
    "step-zone": "Europe/Berlin",
}


@pytest.fixture
def people(reporter: User, editor: User, publisher: User) -> tuple[User, User, User]:
    return reporter, editor, publisher


def text_in(state: str, people: tuple[User, User, User]) -> Revision:
    reporter, editor, publisher = people
    if state in ("live", "expired"):
        article = cast.published(*people)
        if state == "expired":
            article = filed(article, publisher, expires_at=timezone.now(), expires_zone="UTC")
            clock.expire_due()
            filed(article, publisher, expires_at=None, expires_zone="")
        return Revision.objects.with_article().get(pk=article.live_id)
    text = cast.draft(reporter)
    if state != "draft":
        reviewing.submit(text, by=reporter, version=text.version)
    if state in ("approved", "scheduled"):
        reviewing.approve(text, by=editor, version=text.version)
    if state == "scheduled":
        publishing.schedule(
            text, by=publisher, version=text.version, publish_at=timezone.now() + LATER, zone="UTC"
        )
    return text


def in_the_other_tab(state: str, tab: Desk) -> None:
    """Something that leaves the state as it is, or brings it back."""
    if state in ("draft", "in_review"):
        tab.send(text__headline="From the other tab")
    elif state in ("approved", "scheduled"):
        tab.send("schedule", **{name.replace("-", "__"): WORDS[name] for name in WORDS})
        if state == "approved":
            tab.send("unschedule")
    else:
        tab.send("revise")


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
@pytest.mark.parametrize("button", BUTTONS)
def test_it_works(button: str, accept: str, people: tuple[User, User, User]) -> None:
    text = text_in(BUTTONS[button], people)
    one, other = Desk(people[2], text), Desk(people[2], text)
    assert f'value="{button}"' in one.page or ":" in button
    in_the_other_tab(BUTTONS[button], other)
    before = snapshot()

    answer = one.client.post(one.address, {**one.fields, **WORDS, "step": button}, headers={"accept": accept})

    assert answer.status_code == 409
    assert snapshot() == before


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_saving_over_the_same_words_is_asked(accept: str, draft: Revision, reporter: User) -> None:
    one, other = Desk(reporter, draft), Desk(reporter, draft)
    other.send(text__headline="From the other tab")
    before = snapshot()

    answer = one.client.post(
        one.address, {**one.fields, "text-headline": "From this tab"}, headers={"accept": accept}
    )

    assert answer.status_code == 409
    assert snapshot() == before
    assert "From this tab" in answer.content.decode()


@pytest.mark.parametrize("name", ["approve", "request_changes"])
def test_the_queue(name: str, people: tuple[User, User, User]) -> None:
    text = text_in("in_review", people)
    item = Item.objects.get(kind="articles.revision", object_id=text.pk)
    seen = text.version
    Desk(people[2], text).send(text__headline="From the other tab")
    before = snapshot()

    answer = signed_in(people[1]).post(
        reverse("moderation:decide", args=[item.pk]), {"action": name, "reason": "Because", "version": seen}
    )

    assert answer.status_code == 409
    assert snapshot() == before


def test_a_refusal_by_the_database_is_told_in_the_queue(people: tuple[User, User, User]) -> None:
    text = text_in("in_review", people)
    item = Item.objects.get(kind="articles.revision", object_id=text.pk)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(
            f"ALTER TABLE articles_revision ADD CONSTRAINT not_this_one CHECK (id <> {text.pk} OR state <> 'approved')"
        )
    before = snapshot()

    answer = signed_in(people[1]).post(
        reverse("moderation:decide", args=[item.pk]), {"action": "approve", "version": text.version}
    )

    assert "The database refused it" in answer.text
    assert snapshot() == before


MANY: dict[str, tuple[str, dict[str, Any]]] = {
    "submit": ("draft", {}),
    "approve": ("in_review", {}),
    "request_changes": ("in_review", {"reason": "Because"}),
    "schedule": ("approved", {"at": "2040-01-01T10:00", "zone": "UTC"}),
    "unschedule": ("scheduled", {}),
    "publish": ("approved", {}),
    "add_tag": ("draft", {"tag": "Ferry"}),
    "comments": ("draft", {"comments_mode": "closed", "reason": "Too heated"}),
    "move": ("draft", {}),
}


@pytest.mark.parametrize("act", MANY)
def test_many_at_once(act: str, people: tuple[User, User, User]) -> None:
    state, words = MANY[act]
    text = text_in(state, people)
    if act == "move":
        words = {"section": cast.section("Sport").pk}
    client: Client = signed_in(people[2])
    page = preview(client, act, text, **words)
    assert page.context["doable"]  # type: ignore[attr-defined]
    other = Desk(people[2], text)
    if act in ("add_tag", "comments", "move"):
        other.send(filing__urgency="1")
    else:
        in_the_other_tab(state, other)
    before = snapshot()

    page = confirm(client, page)

    assert "Changed meanwhile:" in page.text  # type: ignore[attr-defined]
    assert snapshot() == before
