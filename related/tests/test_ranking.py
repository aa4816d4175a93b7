"""The ranking, purely: what is a copy, what is fresh, and how sources are mixed."""

from datetime import UTC, datetime, timedelta

import pytest

from related.profile import Profile
from related.ranking import freshness, is_copy, mixed, rank
from related.telling import Telling
from related.terms import Passage, Terms, weigh

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def words(*numbers: int) -> Terms:
    stems = tuple(f"word{number}" for number in numbers)
    return Terms(stems, (1.0,) * len(stems), stems, float(len(stems)))


def neighbour(number: int, terms: Terms, days: int = 0, source: int = 1) -> Profile:
    return Profile(number, NOW - timedelta(days=days), terms, source)


def ranked(own: Terms, *others: Profile) -> list[int]:
    ranking = rank(Profile(99, NOW, own, 1), others, Telling())
    return [match.neighbour.id for match in ranking.matches]


def test_it_works() -> None:
    own = words(*range(20))
    much = words(*range(10), *range(30, 40))
    little = words(*range(5), *range(40, 55))
    assert ranked(own, neighbour(1, little), neighbour(2, much)) == [2, 1]


def test_of_two_equal_ones_the_newer_comes_first_but_age_never_decides_alone() -> None:
    own = words(*range(20))
    some, more = words(*range(8), *range(30, 40)), words(*range(12), *range(40, 50))
    assert ranked(own, neighbour(1, some, days=90), neighbour(2, words(*range(8), *range(60, 70)))) == [2, 1]
    assert ranked(own, neighbour(1, more, days=900), neighbour(2, some)) == [1, 2]
    assert freshness(-5) == freshness(0) == 1
    assert freshness(7) > 0.97
    assert freshness(10_000) == pytest.approx(0.75)


def test_one_word_in_common_is_chance() -> None:
    assert ranked(words(*range(20)), neighbour(1, words(1, *range(30, 50)))) == []


@pytest.mark.parametrize(
    ("one", "other", "copy"),
    [
        (range(40), range(40), True),
        (range(40), range(10, 60), False),
        (range(25), range(60), True),  # the first take of a longer report
        (range(8), range(60), False),  # a flash of one line says too little
        (range(8), range(9), True),
        ((), range(9), False),
        ((), (), False),
    ],
)
def test_copies(one: range, other: range, copy: bool) -> None:
    assert is_copy(words(*one), words(*other)) is copy


def test_copies_of_one_another_are_shown_once() -> None:
    own = words(*range(20))
    wire = words(*range(10), *range(30, 50))
    assert ranked(own, neighbour(1, wire), neighbour(2, wire), neighbour(3, wire)) == [3]


def test_sources_are_mixed() -> None:
    cards = [(f"a{number}", 1.0, 1) for number in range(8)] + [("b", 0.7, 2)]
    chosen = mixed(cards, lambda card: card[1], lambda card: card[2], 5)
    assert [name for name, _, _ in chosen] == ["a0", "a1", "a2", "a3", "b"]


def test_the_headline_and_the_beginning_weigh_more() -> None:
    stems = {word: word for word in ("tariffs", "magnets", "ferry")}
    body = "magnets " + "the " * 300 + "ferry"
    terms = weigh([Passage("Tariffs", 3.0), Passage(body, fades=True)], stems)
    assert terms.stems == ("tariffs", "magnets", "ferry")
    assert terms.spellings[0] == "Tariffs"
