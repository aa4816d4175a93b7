"""Which block became which along several saves."""

from hypothesis import given
from hypothesis import strategies as some

from articles.lineage import changes_along
from articles.merging import Change, merge_bodies

BLOCKS = some.lists(some.sampled_from("abcdefgh"), max_size=7).map(
    lambda found: [f"<p>{one}</p>" for one in found]
)


def applied(old: list[str], found: list[Change]) -> list[str]:
    words, at = [], 0
    for change in found:
        assert at <= change.start <= change.end
        words += [*old[at : change.start], *change.blocks]
        at = change.end
    return [*words, *old[at:]]


def paragraphs(*words: str) -> list[str]:
    return [f"<p>{word}</p>" for word in words]


def test_it_works() -> None:
    texts = [
        paragraphs("A", "B", "C"),
        paragraphs("A", "B", "C", "end"),
        paragraphs("A", "b", "C", "end"),
        paragraphs("a", "b", "C", "more", "end"),
        paragraphs("a", "b", "c", "more", "end"),
    ]
    assert changes_along(texts) == [
        Change(0, 1, ("<p>a</p>",)),
        Change(1, 2, ("<p>b</p>",)),
        Change(2, 3, ("<p>c</p>",)),
        Change(3, 3, ("<p>more</p>", "<p>end</p>")),
    ]


def test_what_was_taken_out_and_put_in_again_is_followed() -> None:
    texts = [paragraphs("A", "B", "C"), paragraphs("C"), paragraphs("new", "C"), paragraphs("new", "c")]
    assert applied(texts[0], changes_along(texts)) == texts[-1]


@given(some.lists(BLOCKS, min_size=1, max_size=6))
def test_the_changes_make_the_last_text_of_the_first(texts: list[list[str]]) -> None:
    assert applied(texts[0], changes_along(texts)) == texts[-1]


@given(BLOCKS, BLOCKS, some.lists(BLOCKS, min_size=1, max_size=4))
def test_a_text_meets_them_as_any_others(base: list[str], mine: list[str], later: list[list[str]]) -> None:
    """No block is lost: what is mine and what is theirs stands in the outcome, or is asked for."""
    parts = merge_bodies("".join(base), "".join(mine), "".join(later[-1]), changes_along([base, *later]))
    told = "".join(part if isinstance(part, str) else f"{part.mine}{part.theirs}" for part in parts)
    for block in {*mine, *later[-1]} - set(base):
        assert block in told
