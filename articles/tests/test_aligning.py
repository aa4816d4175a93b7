"""Comparing two texts: every printed field, word by word, in bounded time."""

import pytest

from articles.aligning import PURSE, Purse, align
from articles.comparing import ADDED, REMOVED, SAME, compare_values
from articles.models import Revision
from articles.saving import printed

pytestmark = pytest.mark.django_db


def _whole(before: list[str], after: list[str], purse: Purse) -> None:
    """What is aligned gives both sides back."""
    parts = align(before, after, purse)
    assert [word for part in parts for word in before[part.a : part.b]] == before
    assert [word for part in parts for word in after[part.c : part.d]] == after
    assert all(before[part.a : part.b] == after[part.c : part.d] for part in parts if part.is_same)


def test_it_works(draft: Revision) -> None:
    before = printed(draft)
    after = {**before, "body": before["body"].replace("forty people", "fifty people"), "seo_title": "Fog"}
    fields = {field.name: field for field in compare_values(before, after)}
    assert fields.keys() == {"body", "seo_title"}
    runs = fields["body"].lines[0].runs
    assert [(run.kind, run.words) for run in runs[1:3]] == [(REMOVED, "forty"), (ADDED, "fifty")]
    assert runs[0].kind == SAME


def test_every_printed_field_is_compared(draft: Revision) -> None:
    before = printed(draft)
    other = {
        **{name: f"other {name}" for name in before},
        "dateline_date": "2026-03-01",
        "lead_image_id": before["lead_image_id"],
        "change": Revision.Change.CORRECTION,
    }
    names = {field.name for field in compare_values(before, other)}
    assert names == before.keys() - {"lead_image_id"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([], []),
        (["a"], []),
        ([], ["a"]),
        (["a"] * 30_000, ["a"] * 29_999 + ["b", "a"]),
        (["a", "b"] * 50_000, ["b", "a", "a"] * 40_000),
        ([str(n) for n in range(20_000)], [str(n) for n in range(20_000, 0, -1)]),
        ([str(n) for n in range(9_000)], [str(n) for n in range(9_000) if n % 7] + ["end"]),
    ],
)
def test_whatever_the_lists_hold_they_come_back_whole(before: list[str], after: list[str]) -> None:
    _whole(before, after, Purse())


def test_a_megabyte_costs_no_more_than_the_purse(draft: Revision) -> None:
    purse = Purse()
    # Words that repeat are what difflib's cost squares: without the purse this takes hours.
    before, after = ["sea", "fog"] * 130_000, ["fog", "sea", "bell"] * 80_000
    _whole(before, after, purse)
    assert 0 <= purse.left <= PURSE
    long = {**printed(draft), "body": "<p>" + "sea fog " * 125_000 + "</p>"}
    short = {**printed(draft), "body": "<p>" + "fog sea bell " * 77_000 + "</p>"}
    assert [field.name for field in compare_values(long, short)] == ["body"]


def test_long_texts_keep_what_stayed_by_their_unmistakable_words() -> None:
    before = [f"word{number}" for number in range(6_000)]
    after = [*before[:3_000], "new", *before[3_100:], "more"]
    parts = align(["x", *before], ["y", *after], Purse())
    assert sum(part.b - part.a for part in parts if part.is_same) == 5_900
