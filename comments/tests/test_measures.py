"""Measures: taken, felt, told, changed, lifted, run out — and never against one's equals, never in secret."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from articles.models import Article
from comments import editing, posting
from comments.measures import standing, taking
from comments.measures.standing import Barred
from comments.measures.taking import Order
from comments.models import Comment, Measure
from comments.refusals import Unfit
from common.recounting import all_counters
from moderation import undoing
from moderation.errors import Conflict, NotAllowed, ReasonRequired
from moderation.models import Decision, Item
from newsroom.testing import cast
from notifications import delivering
from notifications.models import Notification

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
Say = Callable[..., Comment]
DAY = timedelta(days=1)
LATER = timedelta(minutes=1)


def measured(person: User, by: User, kind: str, lasts: timedelta | None = None, section: str = "") -> Measure:
    """A measure without ceremony."""
    newest = taking.newest_on(person)
    order = Order(kind, f"Called a neighbour a fool ({kind}).", lasts, section)
    return taking.take(person, order, by=by, seen=newest.pk if newest else 0)


def deliver(after: timedelta = LATER) -> list[str]:
    """The subjects of the mails that Rita Reader is sent by then."""
    mail.outbox.clear()
    delivering.deliver_due(timezone.now() + after)
    mail.outbox[:] = [message for message in mail.outbox if message.to[0].startswith("rita")]
    return [message.subject for message in mail.outbox]


def test_it_works(open_article: Article, reader: User, moderator: User, signed_in: SignedIn) -> None:
    """From the card of the queue to the person's page, by the pages alone."""
    waiting = posting.post(open_article, reader, "You fool.", suspicions=[{"rule": "x", "words": "x"}])
    desk = signed_in(moderator)
    queue = desk.get("/admin/queue/").content.decode()
    about = f"/admin/comments/measure/author/{reader.pk}/?comment={waiting.pk}"
    assert f'href="{about}" data-key="b"' in queue
    page = desk.get(about).content.decode()
    assert "You fool." in page
    assert 'value="suspension"' in page
    assert 'value="ban"' not in page

    answer = desk.post(
        about,
        {
            "take-kind": "suspension",
            "take-lasts": "72",
            "take-section": "",
            "take-words": "Insults.",
            "take-seen": "0",
        },
        follow=True,
    )
    assert "Recorded." in answer.content.decode()

    measure = Measure.objects.get()
    assert (measure.state, measure.comment, measure.until - measure.taken_at) == (
        "in_force",
        waiting,
        3 * DAY,
    )
    decision = Decision.objects.get(kind="comments.measure")
    assert (decision.name, decision.from_state, decision.to_state, decision.by) == (
        "suspension",
        "proposed",
        "in_force",
        moderator,
    )
    assert decision.evidence.words == "Insults."
    client = signed_in(User.objects.get(pk=reader.pk))
    thread = client.get(open_article.get_absolute_url()).content.decode()
    assert "You are suspended from commenting" in thread
    assert "Insults." in thread
    assert "Send comment" not in thread
    refused = client.post(f"/comments/article/{open_article.pk}/", {"text": "But I must say"})
    assert refused.status_code == 403
    assert "You cannot write comments until" in refused.content.decode()
    assert "But I must say" in refused.content.decode()
    own = client.get("/comments/standing/").content.decode()
    for words in (
        "Suspension",
        "Insults.",
        "your comment on",
        "on the whole site",
        "a moderator, not a program",
    ):
        assert words in own
    assert deliver() == ["You are suspended from commenting"]
    assert "Insults." in mail.outbox[0].body


def test_it_ends_by_the_clock_alone_and_the_person_is_told(
    open_article: Article, reader: User, moderator: User
) -> None:
    measure = measured(reader, moderator, "suspension", timedelta(hours=1))
    with pytest.raises(Barred):
        posting.post(open_article, reader, "Now?")
    later = timezone.now() + timedelta(hours=2)
    assert posting.post(open_article, reader, "Now?", now=later).state == "approved"
    deliver()
    Measure.objects.filter(pk=measure.pk).update(
        taken_at=timezone.now() - 2 * DAY, until=timezone.now() - DAY
    )
    measure.refresh_from_db()
    Notification.objects.filter(kind="measure_ended").update(
        context={"until": measure.until.isoformat()}, next_attempt_at=timezone.now()
    )
    assert deliver() == ["You can write comments again"]


def test_what_is_lifted_at_once_is_told_to_nobody(reader: User, moderator: User) -> None:
    measure = measured(reader, moderator, "suspension", DAY)
    taking.lift(measure, words="The wrong person", by=moderator, version=2)
    assert deliver(2 * DAY) == []
    reader.refresh_from_db()
    assert not reader.has_measures


def test_what_is_lifted_later_is_told_with_the_reason_and_has_no_end_any_more(
    open_article: Article, reader: User, moderator: User
) -> None:
    measure = measured(reader, moderator, "suspension", DAY)
    assert deliver() == ["You are suspended from commenting"]
    taking.lift(measure, words="They apologised", by=moderator, version=2)
    assert deliver(2 * DAY) == ["A measure about your comments was lifted"]
    assert "They apologised" in mail.outbox[0].body
    assert posting.post(open_article, reader, "Sorry.").state == "approved"


def test_a_changed_end_moves_the_notice_of_it(reader: User, moderator: User) -> None:
    measure = measured(reader, moderator, "suspension", DAY)
    deliver()
    taking.change(measure, words="Again", lasts=5 * DAY, by=moderator, version=2)
    assert deliver() == ["A measure about your comments was changed"]
    assert deliver(2 * DAY) == []
    measure.refresh_from_db()
    assert (measure.words, measure.version) == ("Again", 3)


def test_a_warning_is_confirmed_before_the_next_word(
    open_article: Article, reader: User, moderator: User, signed_in: SignedIn
) -> None:
    measure = measured(reader, moderator, "warning")
    with pytest.raises(Barred, match="Confirm on your page"):
        posting.post(open_article, reader, "A word")
    client = signed_in(reader)
    assert "I have read it" in client.get("/comments/standing/").content.decode()
    for _twice in range(2):
        client.post(f"/comments/standing/{measure.pk}/acknowledge/")
    assert posting.post(open_article, reader, "A word").state == "approved"
    names = Decision.objects.filter(kind="comments.measure").order_by("pk").values_list("name", "by")
    assert list(names) == [("warning", moderator.pk), ("acknowledge", reader.pk)]
    assert "read and confirmed" in client.get("/comments/standing/").content.decode()


def test_nobody_confirms_for_somebody_else(
    reader: User, stranger: User, moderator: User, signed_in: SignedIn
) -> None:
    measure = measured(reader, moderator, "warning")
    answer = signed_in(stranger).post(f"/comments/standing/{measure.pk}/acknowledge/")
    measure.refresh_from_db()
    assert (answer.status_code, measure.acknowledged_at) == (404, None)


def test_review_before_publication_lets_comments_wait_and_says_so(
    open_article: Article, reader: User, moderator: User, signed_in: SignedIn
) -> None:
    first = posting.post(open_article, reader, "Before it")
    measured(reader, moderator, "premoderation", 30 * DAY)
    comment = posting.post(open_article, reader, "A word")
    assert comment.state == "pending"
    item = Item.objects.get(kind="comments.comment", closed_at=None)
    assert item.reasons[0]["rule"] == "measure"
    assert "Called a neighbour a fool" in item.reasons[0]["words"]
    editing.edit(first, "After it", by=reader, version=first.version)
    assert Comment.objects.get(pk=first.pk).state == "pending"
    page = signed_in(reader).get(open_article.get_absolute_url()).content.decode()
    assert "Your comments are reviewed first" in page
    assert "Send comment" in page


def test_editing_is_writing(open_article: Article, reader: User, moderator: User) -> None:
    comment = posting.post(open_article, reader, "A word")
    measured(reader, moderator, "suspension", DAY)
    with pytest.raises(Barred):
        editing.edit(comment, "Another", by=reader, version=comment.version)


def test_a_note_changes_nothing_and_is_not_shown(
    open_article: Article, reader: User, moderator: User, signed_in: SignedIn
) -> None:
    measured(reader, moderator, "note")
    assert posting.post(open_article, reader, "A word").state == "approved"
    assert "good standing" in signed_in(reader).get("/comments/standing/").content.decode()
    assert deliver(2 * DAY) == []
    page = signed_in(moderator).get(f"/admin/comments/measure/author/{reader.pk}/").content.decode()
    assert "Called a neighbour a fool (note)." in page


class TestReach:
    """Who may do what about whom."""

    def test_a_ban_needs_more_than_a_moderator(
        self, open_article: Article, reader: User, moderator: User, administrator: User
    ) -> None:
        with pytest.raises(NotAllowed, match="Ban"):
            measured(reader, moderator, "ban")
        ban = measured(reader, administrator, "ban")
        with pytest.raises(NotAllowed):
            taking.lift(ban, words="No", by=moderator, version=2)
        with pytest.raises(Barred, match="no longer"):
            posting.post(open_article, reader, "A word")

    @pytest.mark.parametrize("role", [Role.MODERATOR, Role.EDITOR, Role.PUBLISHER, Role.ADMINISTRATOR])
    def test_nobody_of_the_same_or_a_higher_role(self, moderator: User, role: Role) -> None:
        colleague = cast.person("Cora Colleague", role)
        with pytest.raises(NotAllowed, match="works here"):
            measured(colleague, moderator, "warning")
        with pytest.raises(NotAllowed, match="themselves"):
            measured(moderator, moderator, "warning")
        assert not Measure.objects.exists()

    def test_a_reporter_is_warned_by_a_moderator_as_anybody(self, moderator: User, reporter: User) -> None:
        assert measured(reporter, moderator, "warning").state == "in_force"

    def test_a_section_alone(self, open_article: Article, reader: User) -> None:
        own = cast.person("Mona Moderator", Role.MODERATOR, "world")
        sport = cast.person("Sid Moderator", Role.MODERATOR, "sport")
        for section in ("", "sport"):
            with pytest.raises(NotAllowed):
                measured(reader, own, "suspension", DAY, section)
        elsewhere = measured(reader, sport, "suspension", DAY, "sport")
        assert posting.post(open_article, reader, "Not in sport").state == "approved"
        with pytest.raises(NotAllowed):
            taking.lift(elsewhere, words="No", by=own, version=2)
        measured(reader, own, "suspension", DAY, "world")
        with pytest.raises(Barred):
            posting.post(open_article, reader, "Here")

    @pytest.mark.parametrize("role", [Role.REPORTER, Role.EDITOR, Role.PUBLISHER])
    def test_the_desk_has_no_hand_in_it(self, reader: User, role: Role, signed_in: SignedIn) -> None:
        person = cast.person("Dora Desk", role)
        with pytest.raises(NotAllowed):
            measured(reader, person, "note")
        assert signed_in(person).get(f"/admin/comments/measure/author/{reader.pk}/").status_code == 403


class TestTwoAtOnce:
    """The second one sees what the first decided, and decides again."""

    def test_taking(self, reader: User, moderator: User, administrator: User, signed_in: SignedIn) -> None:
        desk, address = signed_in(administrator), f"/admin/comments/measure/author/{reader.pk}/"
        form = {"take-kind": "ban", "take-lasts": "", "take-section": "", "take-words": "Enough."}
        measured(reader, moderator, "warning")
        late = desk.post(address, {**form, "take-seen": "0"})
        page = late.content.decode()
        assert late.status_code == 409
        assert "Max Moderator was first" in page
        assert "Enough." in page
        assert "(warning)" in page
        assert Measure.objects.count() == 1
        newest = taking.newest_on(reader)
        assert newest is not None
        assert f'name="take-seen" value="{newest.pk}"' in page
        desk.post(address, {**form, "take-seen": str(newest.pk)})
        assert sorted(Measure.objects.values_list("kind", flat=True)) == ["ban", "warning"]

    def test_lifting(self, reader: User, moderator: User, administrator: User) -> None:
        measure = measured(reader, moderator, "suspension", DAY)
        taking.lift(measure, words="Sorry", by=moderator, version=2)
        with pytest.raises(Conflict, match="Max Moderator was first: “Lifted”"):
            taking.change(measure, words="More", lasts=2 * DAY, by=administrator, version=2)

    def test_what_the_person_confirmed_is_no_decision_about_them(self, reader: User, moderator: User) -> None:
        warning = measured(reader, moderator, "warning")
        seen = taking.newest_on(reader)
        taking.acknowledge(warning, by=reader)
        assert seen is not None
        order = Order("suspension", "Again.", DAY)
        assert taking.take(reader, order, by=moderator, seen=seen.pk).state == "in_force"


@pytest.mark.parametrize("lasts", [None, timedelta(minutes=30), timedelta(days=31), -DAY])
def test_a_suspension_has_its_bounds(reader: User, moderator: User, lasts: timedelta | None) -> None:
    with pytest.raises(Unfit):
        measured(reader, moderator, "suspension", lasts)
    with pytest.raises(ReasonRequired):
        taking.take(reader, Order("warning", "  "), by=moderator, seen=0)
    assert not Measure.objects.exists()


def test_a_form_that_is_wrong_keeps_what_was_typed(
    reader: User, moderator: User, signed_in: SignedIn
) -> None:
    address = f"/admin/comments/measure/author/{reader.pk}/"
    form = {"take-kind": "suspension", "take-lasts": "2160", "take-words": "Rude all day.", "take-seen": "0"}
    answer = signed_in(moderator).post(address, form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "from one hour to 30 days" in page
    assert "Rude all day." in page
    measure = measured(reader, moderator, "suspension", DAY)
    amended = signed_in(moderator).post(
        f"{address}{measure.pk}/",
        {f"change-{measure.pk}-words": "", f"change-{measure.pk}-version": "2", "act": "lift"},
    )
    assert amended.status_code == 422
    assert "Say why" in amended.content.decode()


def test_change_and_lift_by_the_page(reader: User, moderator: User, signed_in: SignedIn) -> None:
    measure = measured(reader, moderator, "suspension", DAY)
    desk, address = signed_in(moderator), f"/admin/comments/measure/author/{reader.pk}/{measure.pk}/"
    field = f"change-{measure.pk}-"
    desk.post(
        address, {f"{field}lasts": "336", f"{field}words": "Worse", f"{field}version": "2", "act": "change"}
    )
    measure.refresh_from_db()
    assert (measure.words, measure.version, measure.state) == ("Worse", 3, "in_force")
    desk.post(address, {f"{field}words": "Enough", f"{field}version": "3", "act": "lift"})
    measure.refresh_from_db()
    assert measure.state == "lifted"
    page = desk.get(f"/admin/comments/measure/author/{reader.pk}/").content.decode()
    for words in ("Enough", "Worse", "What is over", "Max Moderator"):
        assert words in page
    assert "Lifted" in desk.get("/admin/comments/measure/").content.decode()


def test_pages_of_others_cost_no_query_and_writing_costs_one(
    open_article: Article, reader: User, moderator: User, django_assert_num_queries: Callable[..., object]
) -> None:
    with django_assert_num_queries(0):
        assert not standing.shown_standing(reader, "world").measures
    measured(reader, moderator, "suspension", DAY)
    with django_assert_num_queries(1), pytest.raises(Barred):
        standing.require_allowed(reader, "world")


def test_the_authors_page_asks_the_same_number_of_questions_however_much_there_is(
    open_article: Article, reader: User, moderator: User, signed_in: SignedIn, say: Say,
    django_assert_max_num_queries: Callable[..., object],
) -> None:  # fmt: skip
    for number in range(8):
        say(open_article, reader, f"Word number {number}")
        measured(reader, moderator, "note")
    measured(reader, moderator, "suspension", DAY)
    desk = signed_in(moderator)
    with django_assert_max_num_queries(19):
        page = desk.get(f"/admin/comments/measure/author/{reader.pk}/").content.decode()
    assert page.count("Called a neighbour a fool (note).") == 16  # each note, and its decision
    assert "Word number 7" in page


def test_a_lost_flag_is_found_and_set(reader: User, moderator: User) -> None:
    (counter,) = [one for one in all_counters() if one.name == "measures"]
    measured(reader, moderator, "suspension", DAY)
    assert counter.differences() == []
    User.objects.filter(pk=reader.pk).update(has_measures=False)
    assert [one.of for one in counter.mend()] == [f"person {reader.pk}"]
    assert counter.differences() == []


def test_undo_and_the_notice_wait_for_the_same_time(reader: User, moderator: User) -> None:
    measured(reader, moderator, "warning")
    assert deliver(undoing.window() - timedelta(seconds=5)) == []
    assert deliver(undoing.window() + timedelta(seconds=5)) == ["A warning about your comments"]
