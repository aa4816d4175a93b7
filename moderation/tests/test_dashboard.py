"""The queue's figures: what waits, how long decisions take, who decides what and why."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from articles.models import Article
from comments import deciding
from moderation import dashboard, plots
from moderation.models import Item
from moderation.plots import Day
from moderation.tests.conftest import comment, signed_in, submitted
from newsroom.testing import cast

PAGE = "/admin/queue/dashboard/"


def rejected(author: User, article: Article, by: User, *, minutes: int, code: str = "insult") -> None:
    written = comment(author, article, f"Said by {author} {minutes}")
    deciding.reject(written, by=by, version=1, reason="No.", reason_code=code)
    item = Item.objects.filter(object_id=written.pk, kind="comments.comment")
    item.update(created_at=timezone.now() - timedelta(minutes=minutes), closed_at=timezone.now())


@pytest.mark.django_db
class TestThePage:
    def test_it_works(self, moderator: User, reader: User, published: Article) -> None:
        waits = comment(reader, published)
        old = timezone.now() - timedelta(hours=5)
        Item.objects.filter(object_id=waits.pk, kind="comments.comment").update(created_at=old)
        for minutes in (10, 20, 30):
            rejected(reader, published, moderator, minutes=minutes)
        page = signed_in(moderator).get(PAGE)
        assert page.status_code == 200
        (heap,) = page.context["heaps"]
        assert (heap.number, heap.older, heap.oldest) == (1, (1, 1, 0, 0), old)
        today = page.context["done"].days[-1]
        assert today.number == 3
        assert round(today.median.total_seconds() / 60) == 20
        assert round(today.ninetieth.total_seconds() / 60) == 28
        (one,) = page.context["done"].people
        assert (one.name, one.number, one.outcomes) == ("Max Moderator", 3, {"Comments: Rejected": 3})
        assert page.context["done"].reasons == [("Insult", 3)]
        assert 'role="img"' in page.text

    def test_nothing_yet_says_so(self, moderator: User) -> None:
        page = signed_in(moderator).get(PAGE, {"days": "999"})
        assert "Nobody has decided anything in these days." in page.text
        assert page.context["days"] == 14

    def test_each_sees_what_is_within_reach(
        self, moderator: User, reporter: User, reader: User, published: Article, editor: User
    ) -> None:
        rejected(reader, published, moderator, minutes=5)
        submitted(reporter, section=cast.section("Sport"))
        page = signed_in(editor).get(PAGE)
        assert [heap.number for heap in page.context["heaps"]] == [1]
        assert "Max Moderator" not in [one.name for one in page.context["done"].people]
        assert signed_in(reader).get(PAGE).status_code == 403

    def test_it_asks_as_often_for_one_as_for_many(
        self,
        moderator: User,
        administrator: User,
        reader: User,
        published: Article,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:
        client = signed_in(moderator)
        for number in range(6):
            rejected(reader, published, [moderator, administrator][number % 2], minutes=number)
            comment(reader, published)
        with django_assert_max_num_queries(16):
            client.get(PAGE)
        cache.clear()

    def test_other_rooms_draw_their_part(self, moderator: User, monkeypatch: pytest.MonkeyPatch) -> None:
        panel = dashboard.Panel("moderation/history.html", lambda person, since: {"of": str(person)})
        monkeypatch.setattr(dashboard, "_panels", [])
        dashboard.register(panel)
        page = signed_in(moderator).get(PAGE)
        assert page.context["panels"] == [("moderation/history.html", {"of": "Max Moderator"})]
        assert reverse("moderation:dashboard") == PAGE


def day(number: int, median: float | None, ninetieth: float | None) -> Day:
    times = [None if hours is None else timedelta(hours=hours) for hours in (median, ninetieth)]
    return Day(date(2026, 3, number), 1, times[0], times[1])


def test_a_day_without_decisions_interrupts_the_curve() -> None:
    plot = plots.times_by_day([day(1, 1, 2), day(2, 2, 9), day(3, None, None), day(4, 0.5, 30), day(5, 1, 1)])
    median, ninetieth = plot.lines
    assert [len(piece.split()) for piece in median.pieces] == [2, 2]
    assert len(ninetieth.dots) == 4
    assert all(0 <= dot.y <= plot.height and 0 <= dot.x <= plot.width for dot in median.dots + ninetieth.dots)
    assert median.dots[1].y < median.dots[0].y  # longer is higher
    assert plots.times_by_day([day(1, None, None)]) is None


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(None, "–"), (20, "20 s"), (600, "10 min"), (5_400, "1.5 h"), (400_000, "4.6 d")],
)
def test_times_are_spelt_as_people_say_them(seconds: int | None, words: str) -> None:
    assert plots.spelt(None if seconds is None else timedelta(seconds=seconds)) == words


@pytest.mark.parametrize("hours", [0, 0.0001, 10_000])
def test_any_time_can_be_drawn(hours: float) -> None:
    assert plots.times_by_day([day(1, hours, hours)]) is not None


def test_the_period_begins_at_midnight() -> None:
    begin = dashboard.begin_of(7, datetime(2026, 3, 10, 15, tzinfo=UTC))
    assert (timezone.localtime(begin).hour, timezone.localtime(begin).day) == (0, 4)
