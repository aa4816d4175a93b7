"""Three texts into one: what is disjoint joins, what overlaps is asked, and no block is ever lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.digest import PRINTED
from articles.merging import MINE, Overlap, blocks, changes, merge, merge_bodies

WORDS = st.sampled_from(["ferry", "fog", "bell", "quay", "tide", "harbour"])
BLOCKS = st.lists(WORDS, max_size=7)


def html(words: list[str]) -> str:
    return "".join(f"<p>{word}</p>" for word in words)


def text(**fields: object) -> dict[str, object]:
    return {**dict.fromkeys(PRINTED, ""), **fields}


BASE = html(["one", "two", "three", "four"])


def test_it_works() -> None:
    mine = BASE.replace("one", "ONE")
    theirs = BASE.replace("four", "FOUR") + "<p>five</p>"
    merged = merge(text(body=BASE), text(body=mine, headline="H"), text(body=theirs, credit="AFP"))
    assert not merged.overlaps
    joined = merged.text()
    assert joined["body"] == html(["ONE", "two", "three", "FOUR", "five"])
    assert (joined["headline"], joined["credit"]) == ("H", "AFP")
    assert (merged.mine, merged.theirs) == (("headline", "body"), ("credit", "body"))


def test_merge_disjoint_neighbours_join() -> None:
    mine, theirs = BASE.replace("two", "TWO"), BASE.replace("three", "THREE")
    assert merge_bodies(BASE, mine, theirs) == blocks(html(["one", "TWO", "THREE", "four"]))


def test_merge_overlap_is_asked() -> None:
    mine, theirs = BASE.replace("two", "mine"), BASE.replace("two", "theirs").replace("four", "FOUR")
    merged = merge(text(body=BASE), text(body=mine), text(body=theirs))
    assert merged.overlaps == (Overlap("body", "<p>two</p>", "<p>theirs</p>", "<p>mine</p>"),)
    assert merged.text(["theirs"])["body"] == html(["one", "theirs", "three", "FOUR"])
    assert merged.text(["both"])["body"] == html(["one", "theirs", "mine", "three", "FOUR"])
    assert merged.text()["body"] == html(["one", "mine", "three", "FOUR"])


def test_two_ends_written_at_once_are_asked_for_their_order() -> None:
    parts = merge_bodies(BASE, BASE + "<p>mine</p>", BASE + "<p>theirs</p>")
    assert parts[-1] == Overlap("body", "", "<p>theirs</p>", "<p>mine</p>")


def test_a_block_taken_out_here_and_rewritten_there_is_asked() -> None:
    (overlap,) = (
        part
        for part in merge_bodies(BASE, BASE.replace("<p>two</p>", ""), BASE.replace("two", "TWO"))
        if isinstance(part, Overlap)
    )
    assert (overlap.mine, overlap.theirs, overlap.choices) == ("", "<p>TWO</p>", ("mine", "theirs"))


def test_the_same_change_twice_is_no_question() -> None:
    changed = BASE.replace("two", "TWO")
    merged = merge(
        text(body=BASE), text(body=changed, headline="H"), text(body=changed + "<p>x</p>", headline="H")
    )
    assert not merged.overlaps
    assert merged.text()["body"] == changed + "<p>x</p>"


def test_what_the_editor_spells_otherwise_is_no_change() -> None:
    base = "<p>a <b>b</b></p>\n<p>c</p>\n"
    assert not changes(blocks(base), blocks("<p>a <strong>b</strong></p><p>c</p>"))


def test_a_field_that_both_changed_is_asked() -> None:
    merged = merge(text(headline="Old"), text(headline="Mine"), text(headline="Theirs"))
    assert merged.overlaps == (Overlap("headline", "Old", "Theirs", "Mine"),)
    assert merged.text(["both"])["headline"] == "Theirs Mine"
    with pytest.raises(ValueError, match="both"):
        merge(text(lead_image_id=1), text(lead_image_id=2), text(lead_image_id=3)).overlaps[0].chosen("both")


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ("", 0),
        ("loose <em>words</em>", 1),
        ("loose<p>a</p>", 2),
        ("<p>a</p>\n\n<p>b<br>c</p> tail", 3),
        ("<ul><li><p>a</p></li><li>b</li></ul><hr><blockquote><p>q</p></blockquote>", 3),
        ('<figure><img src="https://x/y?a>b" alt="1 > 0"><figcaption>c</figcaption></figure><p>z</p>', 2),
        ("</p></p><p>unbalanced", 3),
    ],
)
def test_blocks_are_the_whole_text(source: str, count: int) -> None:
    assert "".join(blocks(source)) == source
    assert len(blocks(source)) == count


def test_a_thousand_pages_of_the_same_word_are_joined_at_once() -> None:
    base = "<p>a</p>" * 20_000
    parts = merge_bodies(base, "<p>x</p>" + base[8:], base[:-8] + "<p>y</p>")
    assert parts[0] == "<p>x</p>"
    assert parts[-1] == "<p>y</p>"


@given(BLOCKS, BLOCKS)
def test_who_alone_changed_has_the_last_word(base: list[str], other: list[str]) -> None:
    b, x = text(body=html(base)), text(body=html(other))
    assert merge(b, x, b).text() == x
    assert merge(b, b, x).text() == x
    assert merge(b, x, x).text() == x


@given(BLOCKS, BLOCKS, BLOCKS)
@settings(max_examples=300)
def test_no_block_is_lost_and_both_see_the_same(base: list[str], ours: list[str], others: list[str]) -> None:
    b, x, y = (text(body=html(words)) for words in (base, ours, others))
    one, two = merge(b, x, y), merge(b, y, x)
    assert len(one.overlaps) == len(two.overlaps)
    assert [(o.mine, o.theirs) for o in one.overlaps] == [(o.theirs, o.mine) for o in two.overlaps]
    if not one.overlaps:
        assert one.text() == two.text()
    kept = "".join(part if isinstance(part, str) else part.mine + part.theirs for part in one.body)
    for new in (x, y):
        added = [
            block for change in changes(blocks(b["body"]), blocks(new["body"])) for block in change.blocks
        ]  # type: ignore[arg-type]
        assert all(block in kept for block in added)
    # A block of the base is gone only where somebody took it out or rewrote it (of two alike, each may take one).
    if len(set(base)) == len(base):
        assert all(f"<p>{word}</p>" in kept for word in set(base) & set(ours) & set(others))
    assert one.text([MINE] * len(one.overlaps)) == one.text()
