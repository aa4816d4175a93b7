"""The list of articles: who finds what, the numbers behind the filters, kept views."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from articles import drafting, reviewing
from articles.finding import DOCUMENT, QUERY, WORKING
from articles.models import SavedView
from newsroom.testing import cast

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="accounts.backends.RoleBackend")
    return client


def headlines(client: Client, **query: str) -> set[str]:
    page = client.get(LIST, query)
    assert page.status_code == 200
    found = page.context["cl"].result_list
    return {(article.working_texts or [article.live])[0].headline for article in found}


def numbers(client: Client, name: str, **query: str) -> dict[str, int]:
    """What stands in brackets behind the choices of a filter."""
    changelist = client.get(LIST, query).context["cl"]
    (chosen,) = (spec for spec in changelist.filter_specs if spec.parameter_name == name)
    return {option["value"]: option["number"] for option in chosen.options(changelist) if option["number"]}


def test_it_works(reporter: User, editor: User, publisher: User) -> None:
    cast.published(
        reporter, editor, publisher, headline="The ferry is late", body="<p>Because of a walrus.</p>"
    )
    cast.draft(reporter, headline="Harbour closed", body="<p>Nobody saw a walrus here.</p>")
    client = signed_in(editor)

    assert headlines(client, q="walrus") == {"The ferry is late", "Harbour closed"}
    assert headlines(client, q="walrus ferr") == {"The ferry is late"}  # the last word is being typed
    assert headlines(client, q="walrus -nobody") == {"The ferry is late"}
    assert headlines(client, q="walrus", state="draft") == {"Harbour closed"}
    assert numbers(client, "state") == {"draft": 1, "published": 1}
    assert numbers(client, "section", state="draft") == {"world": 1}


@pytest.mark.parametrize("words", ["'", '"', "a:* & !b", "\0", "-", "((", "x" * 5000, "🚢", "%s"])
def test_no_question_breaks_the_search(editor: User, words: str) -> None:
    headlines(signed_in(editor), q=words)


class TestReach:
    def test_foreign_drafts_are_in_no_list_number_or_search(self, reporter: User) -> None:
        cast.draft(reporter, section=cast.section("World"), headline="Secret walrus")
        cast.section("Sport")
        sport = signed_in(cast.person("Sina Sport", Role.REPORTER, "sport"))
        assert headlines(sport) == headlines(sport, q="walrus") == set()
        for name in ("state", "section", "source", "watch", "whose"):
            assert numbers(sport, name) == {}

    def test_a_moderator_of_all_who_reports_in_one_section_sees_no_other_drafts(
        self, reporter: User, editor: User, publisher: User
    ) -> None:
        cast.draft(reporter, section=cast.section("World"), headline="Secret walrus")
        article = cast.published(reporter, editor, publisher, headline="The public walrus")
        from_desk = cast.person("Both Hats", Role.MODERATOR)
        cast.section("Sport")
        from_desk.memberships.create(role=Role.REPORTER, section="sport")
        revision = article.revisions.get()
        assert headlines(signed_in(from_desk)) == {revision.headline}

    def test_words_of_a_draft_do_not_give_away_what_is_being_written(
        self, reporter: User, editor: User, publisher: User, moderator: User
    ) -> None:

        article = cast.published(reporter, editor, publisher, headline="The public ferry")
        working = drafting.revise(article, by=reporter)
        drafting.save_draft(working, by=reporter, version=1, body="<p>A secret walrus.</p>")
        assert signed_in(moderator).get(LIST, {"q": "walrus"}).context["cl"].result_count == 0
        assert signed_in(moderator).get(LIST, {"q": "ferry"}).context["cl"].result_count == 1


class TestFilters:
    def test_what_wants_a_second_look(self, reporter: User, publisher: User) -> None:
        draft = cast.draft(reporter, headline="Alone")
        reviewing.override(draft, by=publisher, version=1, reason="Nobody else is awake.")
        later = cast.draft(reporter, headline="Later", embargo_until=timezone.now() + timedelta(days=1))
        client = signed_in(publisher)
        assert headlines(client, watch="override") == {"Alone"}
        assert headlines(client, watch="embargo") == {later.headline}
        assert numbers(client, "watch") == {"override": 1, "embargo": 1}

    def test_mine(self, reporter: User, editor: User) -> None:
        cast.draft(reporter, headline="Mine")
        cast.draft(editor, headline="Not mine")
        assert headlines(signed_in(reporter), whose="mine") == {"Mine"}

    @pytest.mark.parametrize(
        "name", ["state", "section", "whose", "watch", "source", "author", "story", "language"]
    )
    def test_a_forged_choice_is_no_choice(self, editor: User, draft: object, name: str) -> None:
        assert len(headlines(signed_in(editor), **{name: "x' OR 1=1"})) == 1


class TestSavedViews:
    def test_a_view_is_kept_and_found_above_the_list(self, reporter: User) -> None:
        client = signed_in(reporter)
        page = client.post(
            "/admin/desk/views/", {"name": "My drafts", "query": "whose=mine&state=draft&evil=1"}, follow=True
        )
        assert page.redirect_chain[-1][0] == f"{LIST}?state=draft&whose=mine"
        assert '<a href="?state=draft&amp;whose=mine" aria-current="page">My drafts</a>' in page.text

    def test_a_desk_sees_what_its_editor_shares(self) -> None:
        sport = cast.section("Sport")
        editor = cast.person("Eda Editor", Role.EDITOR, "sport")
        signed_in(editor).post("/admin/desk/views/", {"name": "Ours", "query": "q=x", "section": sport.pk})
        colleague = cast.person("Sina Sport", Role.REPORTER, "sport")
        cast.section("World")
        stranger = cast.person("Willa World", Role.REPORTER, "world")
        assert "Ours" in signed_in(colleague).get(LIST).text
        assert "Ours" not in signed_in(stranger).get(LIST).text
        view = SavedView.objects.get()
        address = f"/admin/desk/views/{view.pk}/"
        assert signed_in(colleague).post(address, {"delete": "1"}).status_code == 403
        assert signed_in(stranger).post(address, {"delete": "1"}).status_code == 404
        assert signed_in(editor).post(address, {"name": "Ours, too"}).status_code == 302
        view.refresh_from_db()
        assert (view.name, view.section) == ("Ours, too", None)
        signed_in(editor).post(address, {"delete": "1"})
        assert not SavedView.objects.exists()

    def test_a_reporter_cannot_share_with_a_desk(self, reporter: User) -> None:
        section = cast.section()
        signed_in(reporter).post("/admin/desk/views/", {"name": "x", "query": "q=x", "section": section.pk})
        assert not SavedView.objects.exists()


def test_it_costs_the_same_however_much_there_is(reporter: User, editor: User) -> None:
    client = signed_in(editor)
    cast.draft(reporter)
    client.get(LIST)
    costs = []
    for more in (1, 5):
        for _ in range(more):
            cast.draft(reporter)
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        costs.append(len(queries))
    assert costs[0] == costs[1] < 55


def test_an_index_holds_each_text_that_is_searched(db: None) -> None:
    """The planner takes an index of an expression for that very expression alone."""
    with connection.cursor() as cursor:
        # An empty table is read whole unless that is forbidden, and so are small partial indexes of other columns.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
        cursor.execute(
            "DROP INDEX articles_revision_one_live, articles_revision_one_working, articles_worked_on"
        )
        for states, index in (("= 'live'", "reader_search"), (f"IN {WORKING}", "articles_desk_search")):
            query = f"EXPLAIN SELECT id FROM articles_revision WHERE state {states} AND {DOCUMENT} @@ {QUERY}"  # noqa: S608 — constants
            cursor.execute(query, ["walrus"] * 3)
            assert index in str(cursor.fetchall())
