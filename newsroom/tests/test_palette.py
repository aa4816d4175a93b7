"""The desk's search: everything that a person may see, nothing else, by page and by palette."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.roles import Role
from articles import assigning
from articles.models import Story
from feeds.models import Feed
from newsroom.testing import cast

pytestmark = pytest.mark.django_db
SEARCH = "/admin/search/"


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="accounts.backends.RoleBackend")
    return client


def found(person: User, words: str, **query: Any) -> dict[str, list[str]]:
    """What the palette shows: titles by the name of their group."""
    answer = signed_in(person).get(SEARCH, {"as": "json", "q": words, **query})
    assert answer.status_code == 200
    return {group["label"]: [hit["title"] for hit in group["hits"]] for group in answer.json()["groups"]}


def test_it_works(reporter: User, editor: User, publisher: User) -> None:
    cast.draft(reporter, headline="Walrus in the harbour", tags=["walrus"])
    cast.published(reporter, editor, publisher, headline="Quiet strait", body="<p>No walrus was seen.</p>")
    assigning.assign(assigning.Work("Interview the walrus", cast.section()), by=editor)
    Story.objects.create(name="The walrus winter", slug="walrus-winter")

    assert found(editor, "walr") == {
        "Articles": ["Quiet strait", "Walrus in the harbour"],  # by the beginning of a word
        "Assignments": ["Interview the walrus"],
        "Stories": ["The walrus winter"],
        "Tags": ["walrus"],
    }

    assert "Interview the walrus" in signed_in(editor).get(SEARCH, {"q": "walrus"}).text


def test_places_are_those_of_the_sidebar(reporter: User, administrator: User) -> None:
    assert "People" in found(administrator, "peop")["Go to"]
    assert "Go to" not in found(reporter, "peop")
    assert found(reporter, "")["Go to"]  # before anything is typed


class TestReach:
    def test_nothing_of_another_section(self, reporter: User, editor: User) -> None:
        world = cast.section("World")
        cast.draft(reporter, section=world, headline="Secret walrus")
        assigning.assign(assigning.Work("Secret walrus", world), by=editor)
        cast.section("Sport")
        stranger = cast.person("Sina Sport", Role.EDITOR, "sport")
        assert found(stranger, "walrus") == {}
        assert "Secret" not in signed_in(stranger).get(SEARCH, {"q": "walrus"}).text

    def test_people_and_feeds_for_who_may_see_them(
        self, reporter: User, administrator: User, editor: User
    ) -> None:
        Feed.objects.create(source=cast.source("Rosa Wire"), url="https://wire.example/")
        assert found(reporter, "rosa") == {}
        assert found(administrator, "rosa")["People"] == ["Rosa Reporter"]
        assert "People" not in found(editor, "rosa")
        assert len(found(editor, "rosa")["Feeds"]) == 1

    def test_readers_and_strangers_stay_outside(self, reader: User, client: Client) -> None:
        assert signed_in(reader).get(SEARCH).status_code == 403
        assert client.get(SEARCH).status_code == 302


class TestGivingOut:
    def test_on_the_page_of_an_article(self, reporter: User, editor: User) -> None:
        draft = cast.draft(editor)
        query = {"article": draft.article_id}
        assert found(editor, "assign ros", **query)["Assign"] == ["Assign to Rosa Reporter"]
        assert "Assign" not in found(reporter, "assign ros", **query)
        assert "Assign" not in found(editor, "assign ros")
        assert "Assign" not in found(editor, "assign ros", article="1' or 1=1")

    def test_it_leads_to_the_form_filled_in(self, reporter: User, editor: User) -> None:
        draft = cast.draft(editor)
        answer = signed_in(editor).get(SEARCH, {"as": "json", "q": "rosa", "article": draft.article_id})
        (hit,) = answer.json()["groups"][0]["hits"]
        page = signed_in(editor).get(hit["url"]).text
        assert f'<option value="{reporter.pk}" selected>' in page
        assert draft.headline in page


@pytest.mark.parametrize("words", ["'", '"', "a:* & !b", "\0", "%", "((", "x" * 5000, "🚢"])
def test_no_words_break_it(administrator: User, words: str) -> None:
    found(administrator, words)


def test_it_costs_the_same_however_much_there_is(
    reporter: User, administrator: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(4):
        cast.draft(reporter, headline="The ferry")
    client = signed_in(administrator)
    with django_assert_max_num_queries(20):
        client.get(SEARCH, {"as": "json", "q": "ferry"})
