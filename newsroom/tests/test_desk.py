"""The admin as a whole: one door in, a sidebar by permission, a first page with one's own work."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.roles import Role
from articles import assigning, publishing, reviewing
from articles.models import Revision
from feeds.models import Feed
from newsroom.testing import cast

pytestmark = pytest.mark.django_db


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="accounts.backends.RoleBackend")
    return client


def places(person: User) -> set[str]:
    """The addresses in the person's sidebar."""
    groups = signed_in(person).get("/admin/").context["sidebar_navigation"]
    return {str(item["link"]) for group in groups for item in group["items"]}


def test_it_works(editor: User, reporter: User) -> None:
    revision = cast.draft(reporter)
    reviewing.submit(revision, by=reporter, version=1)

    page = signed_in(editor).get("/admin/")

    assert page.status_code == 200
    assert "My work" in page.text
    assert {heap.url: heap.number for heap in page.context["heaps"]}[
        "/admin/queue/?kind=articles.revision"
    ] == 1


class TestTheDoor:
    def test_anonymous_people_go_to_the_one_sign_in(self, client: Client) -> None:
        answer = client.get("/admin/", follow=True)
        path, _ = answer.redirect_chain[-1]
        assert path == "/accounts/login/?next=%2Fadmin%2F"

    def test_a_reader_is_told_that_it_is_not_open(self, reader: User) -> None:
        assert signed_in(reader).get("/admin/", follow=True).status_code == 403

    def test_staff_who_are_in_go_on(self, editor: User) -> None:
        assert signed_in(editor).get("/admin/login/")["Location"] == "/admin/"

    def test_there_are_no_groups(self) -> None:
        assert not admin.site.is_registered(Group)


class TestTheSidebar:
    def test_each_role_has_its_places(self, reporter: User, editor: User, moderator: User) -> None:
        assert "/admin/queue/" not in places(reporter)
        assert {"/admin/queue/", "/admin/taggit/tag/"} <= places(editor)
        assert "/admin/taggit/tag/" not in places(moderator)
        assert "/admin/moderation/decision/" in places(reporter)

    def test_every_place_opens(self, administrator: User) -> None:
        client = signed_in(administrator)
        assert {link: client.get(link).status_code for link in places(administrator)} == dict.fromkeys(
            places(administrator), 200
        )

    def test_records_are_looked_at_and_never_changed(self, administrator: User, published: object) -> None:
        client = signed_in(administrator)
        page = client.get("/admin/moderation/decision/", {"q": "Reporter", "kind": "articles.revision"})
        decision = page.context["cl"].result_list[0]
        url = f"/admin/moderation/decision/{decision.pk}/change/"
        assert "All decisions on this object" in client.get(url).text
        assert client.post(url, {"name": "x"}).status_code == 403
        assert client.get("/admin/moderation/decision/add/").status_code == 403


class TestMyWork:
    def test_it_lists_what_is_mine_and_what_goes_out(
        self, reporter: User, editor: User, publisher: User
    ) -> None:
        written, sent = cast.draft(reporter), cast.draft(reporter)
        reviewing.submit(sent, by=reporter, version=1)
        due = cast.approved(reporter, editor)
        publishing.schedule(
            due,
            by=publisher,
            version=due.version,
            publish_at=timezone.now() + timedelta(hours=1),
            zone="Europe/Lisbon",
        )
        cast.draft(editor, headline="Somebody else's draft")

        page = signed_in(reporter).get("/admin/")

        lines = {tray.title: [line.title for line in tray.lines] for tray in page.context["trays"]}
        assert lines["My drafts"] == [written.headline]
        assert lines["Sent for review"] == [sent.headline]
        assert lines["Scheduled"] == [due.headline]
        assert "Europe/Lisbon" in page.text
        assert page.context["heaps"] is None

    def test_a_person_of_one_section_sees_nothing_of_another(
        self, reporter: User, editor: User, publisher: User
    ) -> None:
        away = {"section": cast.section("World")}
        cast.approved(reporter, editor, headline="Secret walrus one", **away)
        due = cast.approved(reporter, editor, headline="Secret walrus two", **away)
        tomorrow = timezone.now() + timedelta(hours=1)
        publishing.schedule(due, by=publisher, version=due.version, publish_at=tomorrow, zone="UTC")
        reviewing.submit(cast.draft(reporter, headline="Secret walrus three", **away), by=reporter, version=1)
        alone = cast.draft(reporter, headline="Secret walrus four", **away)
        reviewing.override(alone, by=publisher, version=1, reason="Nobody else is awake.")
        old = cast.draft(reporter, headline="Secret walrus five", embargo_until=tomorrow, **away)
        Revision.objects.filter(pk=old.pk).update(changed_at=timezone.now() - timedelta(days=9))
        assigning.assign(assigning.Work("Secret walrus six", away["section"], reporter), by=editor)
        cast.section("Sport")
        for role in (Role.REPORTER, Role.EDITOR, Role.PUBLISHER):
            stranger = cast.person("Sina Sport", role, "sport")
            assert "walrus" not in signed_in(stranger).get("/admin/").text
        assert signed_in(publisher).get("/admin/").text.count("Secret walrus") >= 6

    def test_reviewers_see_what_they_may_approve_and_not_their_own(
        self, reporter: User, editor: User
    ) -> None:
        for writer in (reporter, editor):
            reviewing.submit(cast.draft(writer, headline=f"By {writer}"), by=writer, version=1)
        page = signed_in(editor).get("/admin/")
        lines = {tray.title: [line.title for line in tray.lines] for tray in page.context["trays"]}
        assert lines["Waiting for my review"] == ["By Rosa Reporter"]

    def test_feeds_in_trouble_say_what_is_wrong(self, editor: User) -> None:
        Feed.objects.create(
            source=cast.source(), url="https://wire.example/", health="failing", last_error="No such host"
        )
        assert "No such host" in signed_in(editor).get("/admin/").text

    def test_it_costs_the_same_however_much_there_is(
        self, publisher: User, reporter: User, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        for _ in range(3):
            Revision.objects.filter(pk=cast.draft(publisher).pk)
            reviewing.submit(cast.draft(reporter), by=reporter, version=1)
        client = signed_in(publisher)
        with django_assert_max_num_queries(24):
            client.get("/admin/")
