"""What is typed is kept before it is saved, privately, whatever order the requests come in; who writes is known and can be taken over."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from articles import due as clock
from articles import presence, reviewing, working_copies
from articles.models import Presence, Revision, SavedText, WorkingCopy, WritingLock
from articles.tests.clocks import filed
from articles.tests.desk import Desk
from newsroom.testing import cast
from notifications.models import Notification
from notifications.renderers import renderer_of

pytestmark = pytest.mark.django_db

TAB, OTHER_TAB = "tab-one-0001", "tab-two-0002"


def say(
    desk: Desk, typed: dict[str, str] | None = None, *, tab: str = TAB, sequence: int = 1, **more: Any
) -> Any:
    """What the open page sends by itself."""
    data = {
        "tab": tab,
        "revision": desk.fields["revision"],
        "version": desk.fields["version"],
        "sequence": sequence,
    }
    if typed is not None:
        data |= {"fields": json.dumps(typed), "unsaved": "1" if typed else ""}
    return desk.client.post(desk.address.replace("/change/", "/working-copy/"), data | more)


def opened(desk: Desk, query: str = "") -> HttpResponse:
    answer = desk.client.get(desk.address + query)
    desk.page = answer.content.decode()
    return answer


def test_it_works(draft: Revision, reporter: User) -> None:
    desk = Desk(reporter, draft)
    answer = say(desk, {"text-headline": "Typed and not saved"})
    assert (answer.status_code, answer.json()["kept"], answer.json()["version"]) == (200, True, 1)

    draft.refresh_from_db()
    assert (draft.version, draft.state, draft.saves.count()) == (
        1,
        "draft",
        1,
    )  # the text itself is untouched

    later = Desk(reporter, draft)
    assert later.fields["text-headline"] == draft.headline  # never applied by itself
    assert "You typed this and did not save it" in later.page
    copy = WorkingCopy.objects.get()
    opened(later, f"?copy={copy.pk}")
    later.fields = {**later.fields, "restored": str(copy.pk)}
    assert "Typed and not saved</textarea>" in later.page
    later.send(text__headline="Typed and not saved")
    draft.refresh_from_db()
    assert draft.headline == "Typed and not saved"
    assert not WorkingCopy.objects.exists()


def test_an_older_request_that_comes_later_changes_nothing(draft: Revision, reporter: User) -> None:
    desk = Desk(reporter, draft)
    assert say(desk, {"text-headline": "Newer"}, sequence=3).json()["kept"]
    assert not say(desk, {"text-headline": "Older"}, sequence=2).json()["kept"]
    assert WorkingCopy.objects.get().fields == {"text-headline": "Newer"}


def test_a_request_that_comes_after_the_save_brings_nothing_back(draft: Revision, reporter: User) -> None:
    desk = Desk(reporter, draft)
    say(desk, {"text-headline": "Typ"}, sequence=1)
    desk.send(text__headline="Typed", tab=TAB, sequence="3")
    say(desk, {"text-headline": "Type"}, sequence=2)
    assert not working_copies.offered(Revision.objects.get(pk=draft.pk), reporter)
    assert "did not save it" not in Desk(reporter, draft).page


def test_a_copy_is_private(draft: Revision, reporter: User, editor: User) -> None:
    say(Desk(reporter, draft), {"text-headline": "My secret"})
    copy = WorkingCopy.objects.get()
    other = Desk(editor, draft)
    assert "did not save it" not in other.page
    opened(other, f"?copy={copy.pk}")
    assert "My secret" not in other.page
    other.client.post(other.address.replace("/change/", "/discard-copy/"), {"copy": copy.pk})
    assert WorkingCopy.objects.filter(pk=copy.pk).exists()


def test_who_may_not_write_keeps_nothing(draft: Revision, stranger: User) -> None:
    address = reverse("admin:articles_article_working_copy", args=[draft.article_id])
    assert Client().post(address, {"tab": TAB}).status_code == 401
    outsider, other_reporter = Client(), cast.person("Rob Reporter", Role.REPORTER)
    outsider.force_login(stranger, backend="accounts.backends.RoleBackend")
    assert outsider.post(address, {"tab": TAB}).status_code == 403
    desk = Desk(other_reporter, draft)
    desk.fields = {"revision": str(draft.pk), "version": "1"}
    assert say(desk, {"text-headline": "x"}).status_code == 403
    elsewhere = cast.person("Eva Editor", Role.EDITOR, "sport")
    outsider.force_login(elsewhere, backend="accounts.backends.RoleBackend")
    for name in ("working_copy", "take_over", "discard"):
        assert (
            outsider.post(
                reverse(f"admin:articles_article_{name}", args=[draft.article_id]), {"tab": TAB}
            ).status_code
            == 403
        )


@pytest.mark.parametrize(
    "bad",
    [
        {"tab": "x"},
        {"tab": "../../../etc"},
        {"sequence": "-1"},
        {"revision": "1e9"},
        {"fields": "[1]"},
        {"fields": "{"},
        {"revision": "99999999"},
    ],
)
def test_bad_messages_are_refused(draft: Revision, reporter: User, bad: dict[str, str]) -> None:
    desk = Desk(reporter, draft)
    assert say(desk, {}, **bad).status_code == 400


def test_words_that_no_column_holds_are_kept_without_it(draft: Revision, reporter: User) -> None:
    desk = Desk(reporter, draft)
    long = "h" * 300
    assert say(desk, {"text-headline": long, "text-standfirst": "a\x00b\ud800c", "evil": "x"}).json()["kept"]
    copy = WorkingCopy.objects.get()
    assert copy.fields == {"text-headline": long, "text-standfirst": "abc"}
    opened(desk, f"?copy={copy.pk}")
    assert long in desk.page


def test_a_copy_made_from_an_older_text_joins_when_it_is_saved(
    draft: Revision, reporter: User, editor: User
) -> None:
    desk = Desk(reporter, draft)
    say(desk, {"text-headline": "Typed before the editor came"})
    Desk(editor, draft).send(text__standfirst="The editor's")
    desk.open()
    assert "The text was saved since" in desk.page
    copy = WorkingCopy.objects.get()
    answer = desk.client.get(f"{desk.address}?copy={copy.pk}")
    from articles.tests.desk import fields_of

    desk.fields = fields_of(answer.content.decode())
    assert desk.send().status_code == 200
    draft.refresh_from_db()
    assert (draft.headline, draft.standfirst) == ("Typed before the editor came", "The editor's")


def test_old_copies_are_swept(draft: Revision, reporter: User) -> None:
    desk = Desk(reporter, draft)
    say(desk, {"text-headline": "Forgotten"})
    assert working_copies.sweep(timezone.now() + timedelta(days=29)) == 0
    assert working_copies.sweep(timezone.now() + timedelta(days=31)) == 1


def test_the_first_who_types_writes_and_the_next_is_told(
    draft: Revision, reporter: User, editor: User
) -> None:
    first = Desk(reporter, draft)
    say(first)
    assert not WritingLock.objects.exists()  # looking is not writing
    assert say(first, {"text-headline": "x"}).json()["writing"]["is_me"]

    second = Desk(editor, draft)
    assert "Rosa Reporter is writing since" in second.page
    answer = say(second, {"text-standfirst": "y"}).json()
    assert (answer["writing"]["name"], answer["writing"]["is_me"]) == ("Rosa Reporter", False)
    assert {one["name"] for one in answer["here"]} == {"Rosa Reporter", "Ada Editor"}
    assert second.send(text__standfirst="y").status_code == 200  # a lock never stops a save


def test_a_forced_take_over_keeps_the_words_and_tells_the_writer(
    draft: Revision, reporter: User, editor: User
) -> None:
    writer, taker = Desk(reporter, draft), Desk(editor, draft)
    say(writer, {"text-body": "<p>Three hours of work<script>x</script></p>", "text-dateline_date": "31.2."})

    taker.client.post(taker.address.replace("/change/", "/take-over/"))

    rescued = draft.saves.get(origin=SavedText.Origin.RESCUED)
    assert (rescued.saved_by, rescued.text["body"]) == (reporter, "<p>Three hours of work</p>")
    assert rescued.text["headline"] == draft.headline
    draft.refresh_from_db()
    assert (draft.version, draft.body) == (1, cast.BODY)
    notice = Notification.objects.get(kind="taken_over", recipient=reporter)
    renderer = renderer_of("taken_over")
    assert renderer is not None
    message = renderer.render(notice)
    assert message is not None
    assert "Ada Editor writes in" in message.title
    answer = say(writer, {"text-body": "<p>Three hours of work and more</p>"}, sequence=2).json()
    assert (answer["writing"]["name"], answer["kept"]) == ("Ada Editor", True)

    Desk(editor, draft).send(text__standfirst="The editor's")
    assert writer.send(text__body="<p>Three hours of work and more</p>").status_code == 200
    assert "Joined with" in writer.page


def test_taking_over_needs_the_right_to_write(draft: Revision, reporter: User, editor: User) -> None:
    say(Desk(editor, draft), {"text-headline": "x"})
    other = Desk(cast.person("Rob Reporter", Role.REPORTER), draft)
    other.client.post(other.address.replace("/change/", "/take-over/"))
    assert WritingLock.objects.get().holder == editor


@pytest.mark.parametrize(
    "step", ["submit", "request_changes", "approve", "override", "publish", "withdraw", "expire"]
)
def test_locks_go_with_every_final_transition(
    reporter: User, editor: User, publisher: User, step: str
) -> None:
    text = cast.approved(reporter, editor) if step == "publish" else cast.draft(reporter)
    if step in ("approve", "request_changes"):
        reviewing.submit(text, by=reporter, version=1)
    if step in ("withdraw", "expire"):
        article = cast.published(reporter, editor, publisher)
        text = article.live  # type: ignore[assignment]
    presence.write(text.article, reporter)
    if step == "expire":
        filed(text.article, publisher, expires_at=timezone.now(), expires_zone="UTC")
        clock.expire_due()
    else:
        extra = {f"step-{step}_reason": "Wrong"}
        Desk({"submit": reporter, "approve": editor}.get(step, publisher), text).send(step, **extra)
    assert not WritingLock.objects.exists()


def test_presence_outlives_an_idle_page_and_ends_with_a_closed_one(
    draft: Revision, reporter: User, editor: User
) -> None:
    now = timezone.now()
    presence.seen(draft.article, reporter, TAB, has_unsaved=False, now=now)
    presence.write(draft.article, reporter, now)
    minute_later = now + timedelta(seconds=65)  # a hidden page may speak once a minute
    assert presence.here(draft.article_id, minute_later).count() == 1
    assert presence.lock_of(draft.article_id, minute_later) is not None
    gone = now + timedelta(minutes=3)
    assert not presence.here(draft.article_id, gone).exists()
    assert presence.lock_of(draft.article_id, gone) is None
    lock = presence.write(draft.article, editor, gone)
    assert lock is not None
    assert lock.holder == editor
    presence.left(draft.article, reporter, TAB, now=gone)
    assert WritingLock.objects.get().holder == editor


def test_closing_one_of_two_tabs_keeps_the_lock(draft: Revision, reporter: User) -> None:
    desk = Desk(reporter, draft)
    say(desk, {"text-headline": "x"})
    answer = say(desk, tab=OTHER_TAB).json()
    assert [one["is_me"] for one in answer["here"]] == [True, True]
    say(desk, {"text-headline": "x"}, sequence=2, leaving="1")
    assert WritingLock.objects.exists()
    say(desk, tab=OTHER_TAB, leaving="1")
    assert Presence.objects.filter(tab=OTHER_TAB).count() == 0


def test_the_list_shows_who_has_an_article_open(draft: Revision, reporter: User, editor: User) -> None:
    say(Desk(reporter, draft))
    say(Desk(reporter, draft), tab=OTHER_TAB)
    client = Client()
    client.force_login(editor, backend="accounts.backends.RoleBackend")
    page = client.get(reverse("admin:articles_article_changelist")).content.decode()
    assert page.count("Rosa Reporter has it open") == 1
    assert ">RR</span>" in page
