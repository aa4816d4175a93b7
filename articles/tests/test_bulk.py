"""Many articles at once: what would happen is shown, what is refused is named, each stands for itself."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from articles import drafting, reviewing
from articles.models import Article, Revision
from articles.tests.desk import Desk, fields_of
from moderation.models import Decision
from newsroom.testing import cast
from notifications.models import Notification

pytestmark = pytest.mark.django_db
BULK = "/admin/desk/bulk/"


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="accounts.backends.RoleBackend")
    return client


def sent(reporter: User, headline: str) -> Revision:
    draft = cast.draft(reporter, headline=headline)
    reviewing.submit(draft, by=reporter, version=1)
    return draft


def preview(client: Client, do: str, *texts: Revision, **words: object) -> object:
    chosen = {"do": do, "_selected_action": [text.article_id for text in texts]}
    if words:
        chosen |= {"sent": "1", **words}  # type: ignore[operator]
    page = client.post(BULK, chosen)
    assert page.status_code == 200
    return page


def confirm(client: Client, page: object) -> object:
    """Press the button of the preview."""
    context = page.context  # type: ignore[attr-defined]
    form = context["form"]
    values = {name: form[name].value() or "" for name in form.fields}
    seen = [str(outcome.seen) for outcome in context["doable"]]
    return client.post(BULK, {**values, "sent": "1", "seen": seen}, follow=True)


def state(text: Revision) -> str:
    text.refresh_from_db()
    return text.state


def test_it_works(reporter: User, editor: User) -> None:
    good, own = sent(reporter, "A good one"), sent(editor, "My own")
    draft = cast.draft(reporter, headline="Not sent")
    client = signed_in(editor)
    before = Decision.objects.count(), Notification.objects.count()

    page = preview(client, "approve", good, own, draft)

    assert [outcome.title for outcome in page.context["doable"]] == ["A good one"]  # type: ignore[attr-defined]
    skipped = {outcome.title: outcome.why_not for outcome in page.context["skipped"]}  # type: ignore[attr-defined]
    assert skipped == {
        "My own": "You changed this text last, so another person must approve it.",
        "Not sent": "Not possible for you while it is: Draft.",
    }
    assert (Decision.objects.count(), Notification.objects.count()) == before  # nothing has happened
    assert (state(good), state(own), state(draft)) == ("in_review", "in_review", "draft")

    page = confirm(client, page)

    assert "1 article changed." in page.text  # type: ignore[attr-defined]
    assert (state(good), state(own), state(draft)) == ("approved", "in_review", "draft")


def test_a_text_that_changed_since_the_preview_is_a_conflict(reporter: User, editor: User) -> None:
    one, other = sent(reporter, "One"), sent(reporter, "Other")
    client = signed_in(editor)
    page = preview(client, "approve", one, other)
    drafting.save_draft(one, by=reporter, version=one.version, headline="One, changed")
    page = confirm(client, page)
    assert (state(one), state(other)) == ("in_review", "approved")
    assert "Changed meanwhile:" in page.text  # type: ignore[attr-defined]


def test_a_reason_is_asked_for_first(reporter: User, editor: User) -> None:
    text = sent(reporter, "One")
    client = signed_in(editor)
    page = client.post(BULK, {"do": "request_changes", "_selected_action": [text.article_id]})
    assert 'name="reason"' in page.text
    page = client.post(BULK, {"do": "request_changes", "_selected_action": [text.article_id], "sent": "1"})
    assert page.context["form"].errors.keys() == {"reason"}
    confirm(client, preview(client, "request_changes", text, reason="Name the source."))
    assert state(text) == "changes_requested"


def test_the_checklist_and_the_embargo_speak_beforehand(
    reporter: User, editor: User, publisher: User
) -> None:
    fit = cast.approved(reporter, editor, headline="Fit")

    held = cast.approved(reporter, editor, headline="Held", embargo_until=timezone.now() + timedelta(days=1))
    page = preview(signed_in(publisher), "publish", fit, held)
    assert [outcome.title for outcome in page.context["doable"]] == ["Fit"]  # type: ignore[attr-defined]
    assert "embargo" in page.context["skipped"][0].why_not  # type: ignore[attr-defined]
    assert not Article.objects.exclude(live=None).exists()


def test_a_refusal_by_the_database_is_told_and_stops_nobody_else(
    reporter: User, editor: User, publisher: User, caplog: pytest.LogCaptureFixture
) -> None:
    """As a guard would that knows more than the verb: at once, and only at the commit."""
    texts = [cast.approved(reporter, editor, headline=words) for words in ("At once", "At last", "Fine")]
    client = signed_in(publisher)
    early = preview(client, "publish", *texts)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION stubborn() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'not this one' USING ERRCODE = 'check_violation'; END $$"
        )
        for text, moment in zip(texts, ("", "DEFERRABLE INITIALLY DEFERRED"), strict=False):
            cursor.execute(
                f"CREATE CONSTRAINT TRIGGER stubborn_{text.pk} AFTER INSERT ON articles_pagechange {moment} "
                f"FOR EACH ROW WHEN (NEW.article_id = {text.article_id}) EXECUTE FUNCTION stubborn()"
            )

    page = preview(client, "publish", *texts)

    assert [outcome.title for outcome in page.context["doable"]] == ["Fine"]  # type: ignore[attr-defined]
    assert all("in its log" in one.why_not for one in page.context["skipped"])  # type: ignore[attr-defined]
    assert "not this one" in caplog.text

    page = confirm(client, early)

    assert [state(text) for text in texts] == ["approved", "approved", "live"]
    assert "1 article changed." in page.text  # type: ignore[attr-defined]
    assert "in its log" in Desk(publisher, texts[0]).send("publish").text


def test_filing_many(reporter: User, editor: User) -> None:
    one, other = cast.draft(reporter, tags=["ferry"]), cast.draft(reporter)
    client = signed_in(editor)
    page = preview(client, "add_tag", one, other, tag="Ferry")
    assert [outcome.why_not for outcome in page.context["skipped"]] == ["It is so already."]  # type: ignore[attr-defined]
    confirm(client, page)
    assert list(other.article.tags.names()) == ["ferry"]
    sport = cast.section("Sport")
    confirm(client, preview(client, "move", one, other, section=sport.pk))
    assert set(Article.objects.values_list("section__slug", flat=True)) == {"sport"}


def test_giving_out_many(reporter: User, editor: User) -> None:
    one, other = cast.draft(reporter), cast.draft(reporter)
    client = signed_in(editor)
    confirm(client, preview(client, "assign", one, other, assignee=reporter.pk, zone="UTC"))
    assert reporter.assignments.count() == 2


class TestReach:
    def test_articles_of_other_sections_are_not_touched_nor_named(self, reporter: User) -> None:
        foreign = cast.draft(reporter, headline="Secret walrus")
        cast.section("Sport")
        sport = signed_in(cast.person("Sina Sport", Role.EDITOR, "sport"))
        page = sport.post(BULK, {"do": "submit", "_selected_action": [foreign.article_id]}, follow=True)
        assert "Secret walrus" not in page.text
        own = cast.draft(None, section=cast.section("Sport"))
        page = preview(sport, "submit", own)
        seen = str(page.context["doable"][0].seen).replace(  # type: ignore[attr-defined]
            str(own.article_id), str(foreign.article_id), 1
        )
        sport.post(BULK, {"do": "submit", "sent": "1", "seen": [seen]}, follow=True)
        assert state(foreign) == "draft"

    def test_an_act_beyond_the_role_is_not_offered(self, reporter: User, draft: Revision) -> None:
        client = signed_in(reporter)
        assert ("publish", "Publish now") not in client.get("/admin/articles/article/").context["acts"]
        chosen = {"do": "publish", "_selected_action": [draft.article_id]}
        assert client.post(BULK, chosen).status_code == 403

    def test_a_run_is_its_owners_and_runs_once(
        self, reporter: User, editor: User, second_editor: User
    ) -> None:
        text = sent(reporter, "One")
        client = signed_in(editor)
        confirm(client, preview(client, "approve", text))
        run = client.session["bulk"]["run"]
        page = signed_in(second_editor).post(BULK, {"run": run}, follow=True)
        assert "This run is over" in page.text
        again = client.post(BULK, {"run": run}, follow=True)
        assert "1 article changed." in again.text


def test_many_go_on_page_by_page(reporter: User, editor: User) -> None:
    texts = [sent(reporter, f"Text {number}") for number in range(27)]
    client = signed_in(editor)
    page = confirm(client, preview(client, "approve", *texts))
    assert "25 of 27" in page.text  # type: ignore[attr-defined]
    page = client.post(BULK, {"run": page.context["run"]})  # type: ignore[attr-defined]
    assert "27 articles changed." in page.text
    assert {state(text) for text in texts} == {"approved"}


def test_the_list_leads_to_it(reporter: User) -> None:
    draft = cast.draft(reporter)
    page = signed_in(reporter).get("/admin/articles/article/").text
    assert f'value="{draft.article_id}"' in page
    assert f'action="{BULK}"' in page
    assert fields_of(page) == {}
