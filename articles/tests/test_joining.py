"""Two people save one text: disjoint edits join at once, overlapping ones are asked, and no step is taken unseen."""

import pytest

from accounts.models import User
from articles import reviewing
from articles.models import Revision, SavedText
from articles.tests.desk import Desk
from newsroom.testing import cast

pytestmark = pytest.mark.django_db

BODY = "<p>One</p><p>Two</p><p>Three</p>"


@pytest.fixture
def text(reporter: User) -> Revision:
    return cast.draft(reporter, body=BODY)


def test_it_works(text: Revision, reporter: User, editor: User) -> None:
    slow, fast = Desk(reporter, text), Desk(editor, text)
    fast.send(text__body=BODY.replace("Three", "Drei"), text__standfirst="The editor's")

    answer = slow.send(text__body=BODY.replace("One", "Eins"))

    assert answer.status_code == 200
    assert "Joined with what Ada Editor saved meanwhile. Yours: paragraph 1." in slow.page
    assert "Theirs: standfirst, paragraph 3." in slow.page
    text.refresh_from_db()
    assert (text.body, text.standfirst) == ("<p>Eins</p><p>Two</p><p>Drei</p>", "The editor's")
    assert text.saves.order_by("-number")[0].origin == SavedText.Origin.MERGED


@pytest.mark.parametrize(
    ("choice", "outcome"),
    [("mine", "<p>Mine</p>"), ("theirs", "<p>Theirs</p>"), ("both", "<p>Theirs</p><p>Mine</p>")],
)
def test_an_overlap_is_asked_and_the_choice_is_saved(
    text: Revision, reporter: User, editor: User, choice: str, outcome: str
) -> None:
    slow, fast = Desk(reporter, text), Desk(editor, text)
    fast.send(text__body=BODY.replace("Two", "Theirs"), text__standfirst="Theirs too")

    answer = slow.send(text__body=BODY.replace("Two", "Mine").replace("One", "Eins"))
    assert answer.status_code == 409
    assert all(words in slow.page for words in ("<p>Two</p>", "<p>Theirs</p>", "<p>Mine</p>"))
    assert Revision.objects.get(pk=text.pk).version == 2

    answer = slow.send(**{"join-0": choice})
    assert answer.status_code == 200
    text.refresh_from_db()
    assert text.body == f"<p>Eins</p>{outcome}<p>Three</p>"
    assert text.standfirst == "Theirs too"


def test_a_third_save_while_somebody_chooses_is_joined_or_asked_anew(
    text: Revision, reporter: User, editor: User, second_editor: User
) -> None:
    slow, fast, third = Desk(reporter, text), Desk(editor, text), Desk(second_editor, text)
    fast.send(text__body=BODY.replace("Two", "Theirs"))
    slow.send(text__body=BODY.replace("Two", "Mine"))
    third.send(text__body=BODY.replace("Three", "Third"))

    assert slow.send(**{"join-0": "both"}).status_code == 200
    text.refresh_from_db()
    assert text.body == "<p>One</p><p>Theirs</p><p>Mine</p><p>Third</p>"


def test_choosing_on_a_place_that_changed_again_asks_again(
    text: Revision, reporter: User, editor: User, second_editor: User
) -> None:
    slow, fast = Desk(reporter, text), Desk(editor, text)
    fast.send(text__body=BODY.replace("Two", "Theirs"))
    slow.send(text__body=BODY.replace("Two", "Mine"))
    Desk(second_editor, text).send(text__body=BODY.replace("Two", "Third"))

    assert slow.send(**{"join-0": "mine"}).status_code == 409
    assert "<p>Third</p>" in slow.page
    assert slow.send(**{"join-0": "both"}).status_code == 200
    text.refresh_from_db()
    assert text.body == "<p>One</p><p>Third</p><p>Mine</p><p>Three</p>"


@pytest.mark.parametrize("step", ["submit", "approve", "override", "publish", "schedule"])
def test_no_step_is_taken_on_words_that_were_not_seen(
    text: Revision, reporter: User, publisher: User, editor: User, step: str
) -> None:
    if step != "submit":
        reviewing.submit(text, by=reporter, version=1)
    state, version = text.state, text.version
    slow = Desk(publisher, text)
    Desk(editor, text).send(text__standfirst="The editor's")

    extra = {"step-override_reason": "Now"} if step == "override" else {}
    answer = slow.send(step, text__headline="The publisher's headline", **extra)

    text.refresh_from_db()
    assert text.state == state
    if step != "schedule":  # refused for want of a time before anything is saved
        assert answer.status_code == 409
        assert (text.headline, text.version) == ("The publisher's headline", version + 2)
        assert "The step was not taken" in slow.page


def test_two_tabs_of_one_person_meet_the_same_rules(text: Revision, reporter: User) -> None:
    one, other = Desk(reporter, text), Desk(reporter, text)
    one.send(text__headline="From the first tab")
    assert other.send(text__headline="From the second tab").status_code == 409
    assert (
        other.send("submit").status_code == 409
    )  # the choice is saved, the step waits until the whole was seen
    text.refresh_from_db()
    assert (text.headline, text.state) == ("From the second tab", "draft")


def test_the_same_words_sent_twice_are_no_conflict(text: Revision, reporter: User) -> None:
    desk = Desk(reporter, text)
    fields = dict(desk.fields)
    desk.send(text__headline="Typed once")
    desk.fields = fields

    answer = desk.send(text__headline="Typed once")

    assert answer.status_code == 200
    assert text.saves.count() == 2


def test_words_sent_twice_are_found_among_what_others_wrote_around_them(
    text: Revision, reporter: User, editor: User, second_editor: User
) -> None:
    desk, others, third = Desk(reporter, text), Desk(editor, text), Desk(second_editor, text)
    fields = dict(desk.fields)
    desk.send(text__body=BODY.replace("Three", "Mine"))
    others.send(text__body=BODY.replace("One", "Eins") + "<p>Vier</p>")
    third.send(text__body=BODY.replace("Two", "Deux"))
    desk.fields = fields  # no answer came, so the browser sends it again

    answer = desk.send(text__body=BODY.replace("Three", "Mine"))

    assert answer.status_code == 200
    text.refresh_from_db()
    assert text.body == "<p>Eins</p><p>Deux</p><p>Mine</p><p>Vier</p>"


def test_of_words_sent_twice_only_what_others_put_in_beside_them_is_asked(
    text: Revision, reporter: User, editor: User, second_editor: User
) -> None:
    """All rewrote every paragraph and added one at the same place: one's own paragraph is nobody else's."""
    desk, others, third = Desk(reporter, text), Desk(editor, text), Desk(second_editor, text)
    fields, mine = dict(desk.fields), BODY.replace("One", "Mine") + "<p>End</p>"
    others.send(text__body=BODY + "<p>Vier</p>")
    third.send(text__body=BODY.replace("Two", "Deux"))
    others = Desk(editor, text)
    others.send(text__body=others.fields["text-body"].replace("Three", "Drei"))
    late = Desk(reporter, text)
    late.send(text__body=late.fields["text-body"].replace("One", "Mine"))
    desk.fields = fields

    answer = desk.client.post(
        desk.address, {**fields, "text-body": mine}, headers={"accept": "application/json"}
    )

    assert answer.status_code == 409
    (overlap,) = answer.json()["overlaps"]
    assert (overlap["mine"], overlap["theirs"]) == ("<p>End</p>", "<p>Vier</p>")
    answer = desk.client.post(
        desk.address,
        {**fields, "text-body": mine, "seen-version": answer.json()["version"], "join-0": "both"},
        headers={"accept": "application/json"},
    )
    assert answer.status_code == 200
    text.refresh_from_db()
    assert text.body == "<p>Mine</p><p>Deux</p><p>Drei</p><p>Vier</p><p>End</p>"


def test_a_paragraph_put_in_twice_stands_once(text: Revision, reporter: User, editor: User) -> None:
    """The answer was lost, another added one beside it, and the same is sent again."""
    desk, others = Desk(reporter, text), Desk(editor, text)
    fields = dict(desk.fields)
    desk.send(text__body=BODY + "<p>End</p>")
    others = Desk(editor, text)
    others.send(text__body=BODY + "<p>Vier</p><p>End</p>")
    desk.fields = fields

    assert desk.send(text__body=BODY + "<p>End</p>").status_code == 200
    text.refresh_from_db()
    assert text.body == BODY + "<p>Vier</p><p>End</p>"


def test_programs_are_told_base_mine_and_theirs(text: Revision, reporter: User, editor: User) -> None:
    slow = Desk(reporter, text)
    Desk(editor, text).send(text__body=BODY.replace("Two", "Theirs"))
    data = {**slow.fields, "text-body": BODY.replace("Two", "Mine")}

    answer = slow.client.post(slow.address, data, headers={"accept": "application/json"})

    assert answer.status_code == 409
    (overlap,) = answer.json()["overlaps"]
    assert (overlap["base"], overlap["mine"], overlap["theirs"]) == (
        "<p>Two</p>",
        "<p>Mine</p>",
        "<p>Theirs</p>",
    )
    answer = slow.client.post(
        slow.address,
        {**data, "seen-version": answer.json()["version"], "join-0": "both"},
        headers={"accept": "application/json"},
    )
    assert (answer.status_code, answer.json()["version"]) == (200, 3)
