"""The queue's filters: combinable, in the address, with exact counts; and who else is at the queue."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from articles.models import Article
from moderation import counting, leases
from moderation.models import Item
from moderation.selecting import Selection
from moderation.tests.conftest import comment, signed_in, submitted
from newsroom.testing import cast

pytestmark = pytest.mark.django_db
QUEUE = "/admin/queue/"


def wait(author: User, article: Article, *rules: str, hours: float = 0, language: str = "en") -> Item:
    written = comment(author, article, f"By {author} for {rules}")
    Item.objects.filter(object_id=written.pk, kind="comments.comment").update(
        author=author,
        language=language,
        reasons=[{"rule": rule, "words": rule} for rule in rules],
        created_at=timezone.now() - timedelta(hours=hours, minutes=1),
    )
    return Item.objects.get(object_id=written.pk, kind="comments.comment")


@pytest.fixture
def items(reader: User, published: Article) -> list[Item]:
    other = cast.person("Nadia Neighbour")
    return [
        wait(reader, published, "links", hours=30),
        wait(reader, published, "links", "words", hours=5, language="de"),
        wait(other, published, "words", hours=0),
        wait(other, published, "words", hours=80, language="de"),
    ]


def shown(person: User, **filters: str) -> set[int]:
    page = signed_in(person).get(QUEUE, filters)
    assert page.status_code == 200
    stack, counts = page.context["stack"], page.context["counts"]
    found = {proof.item.pk for proof in stack.own}
    assert counts.total == len(found)
    return found


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, {0, 1, 2, 3}),
        ({"rule": "links"}, {0, 1}),
        ({"rule": "words", "language": "de"}, {1, 3}),
        ({"rule": "words", "language": "de", "age": "1d"}, {3}),
        ({"age": "4h"}, {0, 1, 3}),
        ({"age": "3d"}, {3}),
        ({"author": "nadia"}, {2, 3}),
        ({"author": "nadia", "age": "1h"}, {3}),
        ({"kind": "comments.comment", "section": "world", "language": "en"}, {0, 2}),
        ({"rule": "none"}, set()),
        ({"age": "soon"}, {0, 1, 2, 3}),
        ({"author": "%"}, set()),
        ({"rule": "'\0\"]", "language": "²"}, set()),
    ],
)
def test_they_combine(
    items: list[Item], moderator: User, filters: dict[str, str], expected: set[int]
) -> None:
    assert shown(moderator, **filters) == {items[number].pk for number in expected}


def test_an_author_is_chosen_by_number(items: list[Item], moderator: User, reader: User) -> None:
    assert shown(moderator, author=str(reader.pk)) == {items[0].pk, items[1].pk}


def test_each_filter_counts_what_the_others_leave(items: list[Item], moderator: User) -> None:
    counts = counting.counts(moderator, Selection(rule="words", language="de"))
    assert counts.total == 2
    assert counts.everything == 4
    assert {choice.value: choice.count for choice in counts.rules} == {"links": 1, "words": 2}
    assert {choice.value: choice.count for choice in counts.languages} == {"en": 1, "de": 2}
    assert {choice.value: choice.count for choice in counts.ages} == {"1h": 2, "4h": 2, "1d": 1, "3d": 1}
    assert counts.rules[0].query == "rule=links&language=de"


def test_the_way_on_keeps_the_filters(moderator: User, reader: User, published: Article) -> None:
    for _ in range(12):
        wait(reader, published, "links")
    page = signed_in(moderator).get(QUEUE, {"rule": "links"}).text
    assert 'data-next href="?rule=links&amp;after=' in page


def test_counting_is_one_query_whatever_is_selected(
    items: list[Item], moderator: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    moderator = User.objects.get(pk=moderator.pk)
    counting.counts(moderator, Selection())  # its roles are read once
    for selection in (Selection(), Selection(rule="words", language="de", age="1h", author="a")):
        with django_assert_num_queries(1):
            counting.counts(moderator, selection)


class TestWhoElseIsHere:
    def test_it_works(self, items: list[Item], moderator: User, administrator: User) -> None:
        leases.take(counting.waiting(moderator), by=moderator, limit=3)
        page = signed_in(administrator).get(QUEUE)
        (holder,) = page.context["here"]
        assert (holder.person, holder.number) == (moderator, 3)
        assert "Also at the queue:" in page.text
        news = signed_in(administrator).get(f"{QUEUE}news/").json()
        assert (news["here"], news["waiting"]) == ([["Max Moderator", 3]], 4)

    def test_who_left_or_sleeps_is_not(self, items: list[Item], moderator: User, administrator: User) -> None:
        taken = leases.take(counting.waiting(moderator), by=moderator, limit=3)
        later = timezone.now() + leases.LEASE
        assert leases.holders(Item.objects.all(), but=administrator, now=later) == []
        leases.release([item.pk for item in taken], by=moderator, until=taken[0].lease_until)
        assert leases.holders(Item.objects.all(), but=administrator) == []

    def test_what_is_beyond_one_s_reach_is_not_told(
        self, moderator: User, administrator: User, reporter: User
    ) -> None:
        submitted(reporter)
        leases.take(counting.waiting(administrator), by=administrator, limit=3)
        assert signed_in(moderator).get(QUEUE).context["here"] == []
