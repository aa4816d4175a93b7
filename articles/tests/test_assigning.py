"""Assignments: given out, begun, finished, reminded of once; each role in its own sections."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from accounts.models import User
from accounts.roles import Role
from articles import assigning, reviewing
from articles.assigning import Work
from articles.models import Assignment, Revision
from articles.tests.desk import Desk
from moderation.errors import Conflict, NotAllowed
from newsroom.testing import cast
from notifications.models import Notification
from notifications.renderers import renderer_of

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="accounts.backends.RoleBackend")
    return client


def work(**given: object) -> Work:
    return Work(**{"title": "The ferry", "section": cast.section(), **given})  # type: ignore[arg-type]


def told(person: User, kind: str) -> list[str]:
    """The titles of the kind that the person would read."""
    rows = Notification.objects.filter(recipient=person, kind=kind, channel="site").order_by("pk")
    renderer = renderer_of(kind)
    assert renderer is not None
    return [message.title for row in rows if (message := renderer.render(row))]


def test_it_works(editor: User, reporter: User) -> None:
    cast.source()
    page = signed_in(editor).post(
        "/admin/desk/assignments/new/",
        {
            "title": "The ferry in fog",
            "section": cast.section().pk,
            "assignee": reporter.pk,
            "due_at": "2026-03-02T18:00",
            "zone": "Europe/Lisbon",
            "brief": "Ask Ines Prado.",
        },
        follow=True,
    )
    assert "Assigned." in page.text
    given = Assignment.objects.get()
    assert (given.due_at, given.due_zone) == (datetime(2026, 3, 2, 18, tzinfo=UTC), "Europe/Lisbon")
    assert told(reporter, "assigned") == ["For you: “The ferry in fog”"]

    started = signed_in(reporter).post(
        f"/admin/desk/assignments/{given.pk}/", {"step": "begin", "version": given.version}, follow=True
    )

    assert started.status_code == 200
    given.refresh_from_db()
    draft = Revision.objects.get(article=given.article)
    assert (draft.headline, draft.opened_by) == ("The ferry in fog", reporter)
    assert "Ask Ines Prado." in Desk(reporter, draft).page


class TestWhoMay:
    def test_reporters_do_not_give_out_work(self, reporter: User) -> None:
        cast.section()
        assert signed_in(reporter).get("/admin/desk/assignments/new/").status_code == 403
        with pytest.raises(NotAllowed):
            assigning.assign(work(), by=reporter)

    def test_an_editor_of_one_section_keeps_to_it(self) -> None:
        cast.section("Sport")
        sport = cast.person("Sina Sport", Role.EDITOR, "sport")
        with pytest.raises(NotAllowed):
            assigning.assign(work(section=cast.section("World")), by=sport)

    def test_nobody_gets_work_where_they_may_not_write(self, editor: User, moderator: User) -> None:
        with pytest.raises(NotAllowed, match="may not write"):
            assigning.assign(work(assignee=moderator), by=editor)
        data = {"title": "x", "section": cast.section().pk, "assignee": moderator.pk}
        assert signed_in(editor).post("/admin/desk/assignments/new/", data).status_code == 200
        assert not Assignment.objects.exists()

    def test_another_desks_assignment_is_closed(self, editor: User) -> None:
        given = assigning.assign(work(section=cast.section("World")), by=editor)
        cast.section("Sport")
        sport = signed_in(cast.person("Sina Sport", Role.EDITOR, "sport"))
        assert sport.get(f"/admin/desk/assignments/{given.pk}/").status_code == 403
        assert "The ferry" not in sport.get("/admin/desk/assignments/").text
        assert "The ferry" not in sport.get("/admin/desk/stories/").text

    def test_the_assignee_finishes_and_another_reporter_does_not(self, editor: User, reporter: User) -> None:
        given = assigning.assign(work(assignee=reporter), by=editor)
        other = cast.person("Otto Other", Role.REPORTER)
        address = f"/admin/desk/assignments/{given.pk}/"
        assert signed_in(other).post(address, {"step": "finish", "version": 1}).status_code == 409
        assert signed_in(reporter).post(address, {"step": "drop", "version": 1}).status_code == 409
        assert signed_in(reporter).post(address, {"step": "finish", "version": 1}).status_code == 302
        given.refresh_from_db()
        assert (given.state, given.closed_by) == ("done", reporter)


class TestChanging:
    def test_a_stale_form_is_a_conflict(self, editor: User, reporter: User) -> None:
        given = assigning.assign(work(), by=editor)
        assigning.reassign(given, work(assignee=reporter), by=editor, version=1)
        with pytest.raises(Conflict):
            assigning.drop(given, by=editor, version=1)

    def test_who_takes_over_is_told(self, editor: User, reporter: User) -> None:
        other = cast.person("Otto Other", Role.REPORTER)
        given = assigning.assign(work(assignee=reporter), by=editor)
        assigning.reassign(given, work(assignee=other), by=editor, version=1)
        assert told(other, "assigned") == ["For you: “The ferry”"]
        assert told(reporter, "assigned") == []  # no longer true

    def test_a_time_that_does_not_exist_is_refused_at_its_field(self, editor: User) -> None:
        data = {
            "title": "x",
            "section": cast.section().pk,
            "due_at": "2026-03-29T02:30",
            "zone": "Europe/Berlin",
        }
        page = signed_in(editor).post("/admin/desk/assignments/new/", data)
        assert page.context["form"].errors.keys() == {"due_at"}
        assert "2026-03-29T02:30" in page.text


class TestReminders:
    def test_an_hour_before_and_once_when_it_is_over(self, editor: User, reporter: User) -> None:
        due = NOON + timedelta(hours=2)
        assigning.assign(work(assignee=reporter, due_at=due, due_zone="UTC"), by=editor, now=NOON)
        assert assigning.remind_due(NOON) == 0
        assert assigning.remind_due(due - timedelta(minutes=59)) == 1
        assert assigning.remind_due(due - timedelta(minutes=58)) == 0
        assert assigning.remind_due(due) == 1
        assert assigning.remind_due(due + timedelta(days=1)) == 0
        assert told(reporter, "assignment_due") == ["Due soon: “The ferry”", "Overdue: “The ferry”"]
        assert told(editor, "assignment_due") == ["Overdue: “The ferry”"]

    def test_another_time_is_reminded_of_anew(self, editor: User, reporter: User) -> None:
        first = work(assignee=reporter, due_at=NOON, due_zone="UTC")
        given = assigning.assign(first, by=editor, now=NOON - timedelta(days=1))
        assigning.remind_due(NOON - timedelta(minutes=5))
        later = NOON + timedelta(days=1)
        assigning.reassign(given, work(assignee=reporter, due_at=later, due_zone="UTC"), by=editor, version=1)
        assert told(reporter, "assignment_due") == []  # the old time is not true any more
        assert assigning.remind_due(later - timedelta(minutes=5)) == 1

    def test_nobody_is_reminded_of_what_they_handed_in(self, editor: User, reporter: User) -> None:
        cast.source()
        given = assigning.assign(work(assignee=reporter, due_at=NOON, due_zone="UTC"), by=editor)
        draft = assigning.begin(given, by=reporter, version=1)
        reviewing.submit(draft, by=reporter, version=1)
        assigning.remind_due(NOON + timedelta(hours=1))
        assert told(reporter, "assignment_due") == []


class TestTheStoryList:
    def test_every_stage_has_its_stories(self, reporter: User, editor: User, publisher: User) -> None:
        assigning.assign(work(title="An idea"), by=editor)
        cast.draft(reporter, headline="A draft")
        sent = cast.draft(reporter, headline="A text in review")
        reviewing.submit(sent, by=reporter, version=1)
        cast.approved(reporter, editor, headline="An approved text")
        cast.published(reporter, editor, publisher, headline="Out today")

        page = signed_in(editor).get("/admin/desk/stories/")

        (desk,) = page.context["desks"]
        stages = {stage.name: [entry.title for entry in stage.entries] for stage in desk.stages}
        assert stages == {
            "planned": ["An idea"],
            "making": ["A draft"],
            "review": ["A text in review"],
            "ready": ["An approved text"],
            "out": ["Out today"],
        }
        budget = signed_in(editor).get("/admin/desk/stories/", {"as": "budget"}).text
        assert "An idea" in budget
        assert (
            f'<td class="is-number">{len(strip_tags(cast.BODY.replace("</p>", " ")).split())}</td>' in budget
        )

    def test_yesterday_is_not_today(self, reporter: User, editor: User, publisher: User) -> None:
        article = cast.published(reporter, editor, publisher)
        article.published_at = timezone.now() - timedelta(days=2)
        article.save(update_fields=["published_at"])
        (desk,) = signed_in(editor).get("/admin/desk/stories/").context["desks"]
        assert desk.number == 0
