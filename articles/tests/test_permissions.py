"""The table of role × address of the desk: who may open what, and nobody else."""

from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from articles.models import Article, Revision
from newsroom.testing import cast

pytestmark = pytest.mark.django_db

REPORTER, EDITOR, PUBLISHER = Role.REPORTER, Role.EDITOR, Role.PUBLISHER
MODERATOR, ADMINISTRATOR = Role.MODERATOR, Role.ADMINISTRATOR
DESK = {REPORTER, EDITOR, PUBLISHER, ADMINISTRATOR}
EVERYBODY = {*DESK, MODERATOR}
CHIEFS = {EDITOR, PUBLISHER, ADMINISTRATOR}


@dataclass(frozen=True)
class Address:
    name: str
    on: str  # which object the address names: "", "draft" or "published"
    open_to: frozenset[str]


TABLE = [
    Address("articles_article_changelist", "", frozenset(EVERYBODY)),
    Address("articles_article_add", "", frozenset(DESK)),
    Address("articles_article_change", "draft", frozenset(DESK)),
    Address("articles_article_preview", "draft", frozenset(DESK)),
    Address("articles_article_texts", "draft", frozenset(DESK)),
    Address("articles_article_texts_compared", "draft", frozenset(DESK)),
    Address("articles_article_notes", "draft", frozenset(DESK)),
    Address("articles_article_people", "draft", frozenset(DESK)),
    Address("articles_article_reviewers", "draft", frozenset(CHIEFS)),
    Address("articles_article_change", "published", frozenset(DESK)),
    Address("articles_revision_changelist", "", frozenset(DESK)),
    Address("articles_image_changelist", "", frozenset(DESK)),
    Address("articles_image_add", "", frozenset(DESK)),
    Address("articles_correction_changelist", "", frozenset(DESK)),
    Address("articles_section_changelist", "", frozenset(DESK)),
    Address("articles_section_add", "", frozenset({ADMINISTRATOR})),
    Address("articles_source_changelist", "", frozenset(DESK)),
    Address("articles_source_add", "", frozenset(CHIEFS)),
    Address("articles_author_changelist", "", frozenset(DESK)),
    Address("articles_author_add", "", frozenset(CHIEFS)),
]


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="accounts.backends.RoleBackend")
    return client


@pytest.fixture
def addresses(draft: Revision, published: Article) -> dict[tuple[str, str], str]:
    keys = {"": [], "draft": [draft.article_id], "published": [published.pk]}
    return {(row.name, row.on): reverse(f"admin:{row.name}", args=keys[row.on]) for row in TABLE}


@pytest.mark.parametrize("role", Role.values)
def test_it_works(role: str, addresses: dict[tuple[str, str], str]) -> None:
    client = signed_in(cast.person("Somebody", role))

    found = {key: client.get(address).status_code for key, address in addresses.items()}

    assert found == {(row.name, row.on): 200 if role in row.open_to else 403 for row in TABLE}


def test_readers_and_strangers_are_sent_to_the_door(
    reader: User, addresses: dict[tuple[str, str], str]
) -> None:
    for client in (Client(), signed_in(reader)):
        assert {client.get(address).status_code for address in addresses.values()} == {302}
        assert {client.post(address).status_code for address in addresses.values()} == {302}


@pytest.mark.parametrize("page", ["change", "preview", "texts_compared"])
def test_a_role_in_one_section_ends_there(draft: Revision, page: str) -> None:
    address = reverse(f"admin:articles_article_{page}", args=[draft.article_id])

    assert signed_in(cast.person("Sven", EDITOR, section="sport")).get(address).status_code == 403
    assert signed_in(cast.person("Wanda", EDITOR, section="world")).get(address).status_code == 200


def test_the_list_holds_only_what_the_role_reaches(draft: Revision, published: Article) -> None:
    address = reverse("admin:articles_article_changelist")

    def listed(role: str, section: str = "") -> set[int]:
        answer = signed_in(cast.person("Somebody", role, section)).get(address)
        return {article.pk for article in answer.context["cl"].queryset}

    both = {draft.article_id, published.pk}
    assert listed(EDITOR) == listed(EDITOR, "world") == both
    assert listed(EDITOR, "sport") == set()
    assert listed(MODERATOR) == {published.pk}


def test_another_articles_text_is_not_shown(draft: Revision, published: Article, editor: User) -> None:
    address = reverse("admin:articles_article_preview", args=[published.pk])
    assert signed_in(editor).get(address, {"text": draft.pk}).status_code == 404


@pytest.mark.parametrize("key", ["0", "x", "99999999999999999999", "1/2"])
def test_no_such_article(editor: User, key: str) -> None:
    assert signed_in(editor).get(f"/admin/articles/article/{key}/change/").status_code == 404


@pytest.mark.parametrize(
    ("step", "state", "allowed"),
    [
        ("submit", "draft", {EDITOR, PUBLISHER, ADMINISTRATOR}),
        ("approve", "in_review", {EDITOR, PUBLISHER, ADMINISTRATOR}),
        ("request_changes", "in_review", {EDITOR, PUBLISHER, ADMINISTRATOR}),
        ("override", "in_review", {PUBLISHER, ADMINISTRATOR}),
        ("publish", "approved", {PUBLISHER, ADMINISTRATOR}),
        ("schedule", "approved", {PUBLISHER, ADMINISTRATOR}),
        ("reopen", "approved", {EDITOR, PUBLISHER, ADMINISTRATOR}),
        ("withdraw", "live", {PUBLISHER, ADMINISTRATOR}),
        ("revise", "live", DESK),
    ],
)
@pytest.mark.parametrize("role", Role.values)
def test_the_table_of_role_and_step(
    role: str, step: str, state: str, allowed: set[str], reporter: User, editor: User, publisher: User
) -> None:
    text = text_in(state, reporter, editor, publisher)
    client = signed_in(cast.person("Somebody", role))
    address = reverse("admin:articles_article_change", args=[text.article_id])
    before = (text.state, text.article.revisions.count(), text.article.withdrawn_at)

    client.post(
        address,
        {
            "revision": text.pk,
            "version": text.version,
            "step": step,
            **{f"step-{name}_reason": "Because" for name in ("request_changes", "override", "withdraw")},
            "step-publish_at": "2040-01-01T10:00",
            "step-zone": "Europe/Berlin",
        },
    )

    text = Revision.objects.select_related("article").get(pk=text.pk)
    after = (text.state, text.article.revisions.count(), text.article.withdrawn_at)
    assert (after != before) == (role in allowed)


def text_in(state: str, reporter: User, editor: User, publisher: User) -> Revision:
    if state == "live":
        return cast.published(reporter, editor, publisher).live
    if state == "approved":
        return cast.approved(reporter, editor)
    text = cast.draft(reporter)
    if state == "in_review":
        cast.reviewing.submit(text, by=reporter, version=1)
    return text
