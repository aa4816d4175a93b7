"""Which sentences are chosen: pure, word for word, always the same."""

from assist.key_points import Point, choose, stands_alone


def split(*sentences: str) -> list[Point]:
    stems = [[word.lower().strip(".,?") for word in text.split() if len(word) > 3] for text in sentences]
    return choose(sentences, stems, ["trams", "rosters"])


LEAD = "Trams in Maren will run again after the union and the operator agreed on rosters."
TERMS = "The operator will publish rosters for all trams in Maren four weeks ahead of time."
VOTE = "Members of the union must still agree to the rosters in a vote by next week."
OTHER = "Somebody has painted benches along that promenade in several bright colours."
ASIDE = "Pigeons were seen on some distant roofs while nobody looked at them closely."


def test_it_works() -> None:
    points = split(
        LEAD, "Short one.", TERMS, ASIDE, "Why did it take a whole night of talks on a ferry?", VOTE, OTHER
    )
    assert points == [Point(LEAD, 1), Point(TERMS, 3), Point(VOTE, 6)]


def test_a_short_text_has_none() -> None:
    assert split(LEAD, TERMS, VOTE) == []


def test_what_cannot_stand_alone() -> None:
    assert stands_alone(LEAD)
    assert not stands_alone("It rained.")
    assert not stands_alone("Who would have thought that the trams would ever run again?")
    assert not stands_alone("“Both of us were seasick, which helped us a great deal,” said the chair.")
    assert not stands_alone(f"The chair said: “{VOTE}”")
    assert not stands_alone(f"{VOTE}”")
    assert not stands_alone(LEAD * 5)
    assert not stands_alone("Short.")


def test_a_text_without_substance_has_none() -> None:
    assert choose(["“Yes,” she said."] * 9, [["said"]] * 9, []) == []
