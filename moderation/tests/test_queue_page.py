"""The queue's page: who sees what, exact counts, decisions by plain form and by script."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from articles import reviewing
from articles.models import Article, Revision
from moderation.models import Item
from moderation.tests.conftest import comment, signed_in, submitted
from newsroom.testing import cast

pytestmark = pytest.mark.django_db
QUEUE = "/admin/queue/"
SCRIPT = {"X-Queue-Fragment": "1"}


def item_of(obj: object) -> Item:
    return Item.objects.get(object_id=obj.pk, kind=obj._meta.label_lower)


def decide(client: Client, obj: Revision, action: str, version: int, reason: str = "", **headers: str):
    url = reverse("moderation:decide", args=[item_of(obj).pk])
    return client.post(url, {"action": action, "version": version, "reason": reason}, headers=headers)


def test_it_works(reporter: User, editor: User) -> None:
    revision = submitted(reporter)
    page = signed_in(editor).get(QUEUE)

    assert page.status_code == 200
    assert revision.headline in page.text
    assert "Fog closed the strait" in page.text

    answer = decide(signed_in(editor), revision, "approve", 2)

    assert answer.status_code == 302
    revision.refresh_from_db()
    assert (revision.state, revision.approved_by) == ("approved", editor)
    assert revision.headline not in signed_in(editor).get(QUEUE).text


class TestWhoSeesWhat:
    def test_anonymous_people_go_to_sign_in(self, client: Client) -> None:
        for url in (QUEUE, f"{QUEUE}1/", f"{QUEUE}news/"):
            assert client.get(url)["Location"].startswith("/accounts/login/")
        assert client.post(f"{QUEUE}1/decide/")["Location"].startswith("/accounts/login/")

    @pytest.mark.parametrize("who", ["reader", "reporter"])
    def test_who_may_not_look_gets_403(self, who: str, request: pytest.FixtureRequest) -> None:
        assert signed_in(request.getfixturevalue(who)).get(QUEUE).status_code == 403

    def test_a_moderator_sees_comments_alone(
        self, moderator: User, reporter: User, reader: User, published: Article
    ) -> None:
        text, remark = submitted(reporter), comment(reader, published)
        page = signed_in(moderator).get(QUEUE).text

        assert remark.text in page
        assert "First comment of this person" in page
        assert text.headline not in page
        assert "Articles in review" not in page
        assert signed_in(moderator).get(f"{QUEUE}{item_of(text).pk}/").status_code == 403

    def test_an_editor_sees_no_comments(self, editor: User, reader: User, published: Article) -> None:
        remark = comment(reader, published)

        assert remark.text not in signed_in(editor).get(QUEUE).text
        answer = decide(signed_in(editor), remark, "approve", 1)
        assert answer.status_code == 403

    def test_an_administrator_sees_everything(
        self, administrator: User, reporter: User, reader: User, published: Article
    ) -> None:
        text, remark = submitted(reporter), comment(reader, published)
        page = signed_in(administrator).get(QUEUE).text
        assert text.headline in page
        assert remark.text in page

    def test_a_section_is_a_bound(self, reporter: User) -> None:
        sport = cast.person("Sven Sport", "editor", section="sport")
        world, match = submitted(reporter), submitted(reporter, section=cast.section("Sport"))
        page = signed_in(sport).get(QUEUE).text

        assert match.headline in page
        assert world.headline not in page


class TestCounts:
    def test_they_are_exact_per_kind_and_section(
        self, administrator: User, reporter: User, reader: User, published: Article
    ) -> None:
        submitted(reporter)
        submitted(reporter, section=cast.section("Sport"))
        for _ in range(3):
            comment(reader, published)
        client = signed_in(administrator)

        counts = client.get(QUEUE).context["counts"]
        assert (counts.total, [choice.count for choice in counts.kinds]) == (5, [2, 3])
        assert {choice.value: choice.count for choice in counts.sections} == {"sport": 1, "world": 4}
        counts = client.get(QUEUE, {"kind": "articles.revision", "section": "sport"}).context["counts"]
        assert (counts.total, counts.all_kinds) == (1, 1)

    def test_a_filter_without_meaning_shows_an_empty_stack_and_harms_nothing(self, editor: User) -> None:
        page = signed_in(editor).get(QUEUE, {"kind": "x", "section": "y", "after": "²9'"})
        assert page.status_code == 200
        assert "Nothing waits." in page.text

    def test_news_are_announced_with_their_number(self, editor: User, reporter: User) -> None:
        client = signed_in(editor)
        submitted(reporter)
        newest = client.get(QUEUE).context["counts"].newest
        submitted(reporter)

        news = client.get(f"{QUEUE}news/", {"newest": newest}).json()

        assert (news["new"], news["words"]) == (1, "1 new item waits.")
        assert news["counts"] == {"": 2, "articles.revision": 2}

    def test_the_page_costs_the_same_for_one_and_for_ten(
        self, editor: User, reporter: User, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        client = signed_in(editor)
        for _ in range(10):
            submitted(reporter)
        with django_assert_max_num_queries(16):
            client.get(QUEUE)

    def test_the_stack_goes_on_below(self, editor: User, reporter: User) -> None:
        texts = [submitted(reporter) for _ in range(12)]
        client = signed_in(editor)
        first = client.get(QUEUE)
        rest = client.get(QUEUE, {"after": first.context["stack"].next_after})

        assert [proof.item.object_id for proof in first.context["stack"].own] == [t.pk for t in texts[:10]]
        assert [proof.item.object_id for proof in rest.context["stack"].own] == [t.pk for t in texts[10:]]
        assert rest.context["stack"].next_after is None


class TestDeciding:
    def test_a_missing_reason_is_asked_for_and_nothing_is_decided(self, editor: User, reporter: User) -> None:
        revision = submitted(reporter)
        answer = decide(signed_in(editor), revision, "request_changes", 2, "  ")

        assert answer.status_code == 422
        assert 'aria-invalid="true"' in answer.text
        revision.refresh_from_db()
        assert revision.state == "in_review"

    def test_the_loser_sees_who_decided_what_and_keeps_the_reason(
        self, editor: User, second_editor: User, reporter: User
    ) -> None:
        revision = submitted(reporter)
        decide(signed_in(editor), revision, "approve", 2)

        for headers in ({}, SCRIPT):
            answer = decide(
                signed_in(second_editor), revision, "request_changes", 2, "Who <b>says</b> so?", **headers
            )
            assert answer.status_code == 409
            assert "Ada Editor was first: “Approved” at" in answer.text
            assert "Who &lt;b&gt;says&lt;/b&gt; so?" in answer.text

    def test_a_text_changed_meanwhile_is_shown_anew(
        self, editor: User, second_editor: User, reporter: User
    ) -> None:
        revision = submitted(reporter)
        Revision.objects.filter(pk=revision.pk).update(version=3)

        answer = decide(signed_in(editor), revision, "request_changes", 2, "Who says so?", **SCRIPT)

        assert answer.status_code == 409
        assert 'name="version" value="3"' in answer.text
        assert "Who says so?" in answer.text

    def test_four_eyes_are_explained(self, editor: User) -> None:
        revision = submitted(editor)
        answer = decide(signed_in(editor), revision, "approve", 2)
        assert answer.status_code == 403
        assert "another person must approve it" in answer.text

    def test_an_action_that_was_not_offered_is_refused(self, editor: User, reporter: User) -> None:
        revision = submitted(reporter)
        for action in ("publish", "edit", ""):
            assert decide(signed_in(editor), revision, action, 2).status_code == 403

    def test_a_script_gets_the_sheet_with_its_outcome(self, editor: User, reporter: User) -> None:
        revision = submitted(reporter)
        answer = decide(signed_in(editor), revision, "request_changes", 2, "Who says so?", **SCRIPT)

        assert answer.status_code == 200
        assert answer.headers["X-Queue-Fragment"] == "1"
        assert "proof--done" in answer.text
        assert "Changes requested" in answer.text

    def test_a_form_without_its_token_is_refused(self, editor: User, reporter: User) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(editor, backend="accounts.backends.RoleBackend")
        assert decide(client, submitted(reporter), "approve", 2).status_code == 403


def test_an_item_keeps_its_page_and_its_history(editor: User, reporter: User) -> None:
    revision = submitted(reporter)
    reviewing.request_changes(revision, by=editor, version=2, reason="Who says so?")

    page = signed_in(editor).get(f"{QUEUE}{item_of(revision).pk}/")

    assert page.status_code == 200
    assert "Who says so?" in page.text
    assert "Ada Editor" in page.text
    assert "proof__decision" not in page.text


def test_what_was_deleted_says_so_and_leaves(moderator: User, reader: User, published: Article) -> None:
    remark = comment(reader, published)
    number = item_of(remark).pk
    remark.delete()

    client = signed_in(moderator)
    assert "no longer there" in client.get(QUEUE).text
    assert client.post(f"{QUEUE}{number}/decide/", {"action": "approve", "version": 1}).status_code == 409
