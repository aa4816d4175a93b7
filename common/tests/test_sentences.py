"""Sentences of articles: where they end, and numbering that changes nothing but the spans."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.html import sanitise
from common.sentence_ends import sentence_ranges
from common.sentences import number, sentences

VOID = {"br", "hr", "img"}


def divided(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_ranges(text)]


def test_it_works() -> None:
    html = '<h2>Talks</h2><p>They met <a href="https://a.example/">in London.</a> Nobody smiled.</p>'
    assert sentences(html) == ["They met in London.", "Nobody smiled."]
    assert number(html) == (
        '<h2>Talks</h2><p><span class="s" id="s-1">They met <a href="https://a.example/">in London.</a></span>'
        ' <span class="s" id="s-2">Nobody smiled.</span></p>'
    )


@pytest.mark.parametrize(
    "parts",
    [
        ["Mr. Bessent left early.", "Dr. A. B. Okafor and J.K. Lund stayed."],
        ["Growth was 3.5 per cent, i.e. little.", "In 2025 it fell."],
        ["It is made in the U.S. Treasury building.", "It rose in the U.S.", "The rest fell."],
        ["“We are doing well.”", "He left."],
        ["“Why now?” she asked.", "“Because.”"],
        ["The price rose to 23.", "The next day it fell."],
        ["Am 3. März tagte der 2. Senat in Karlsruhe.", "Das Urteil fällt am 14. Mai."],
        ["Es kostet ca. 3,5 Mio. Euro, d. h. viel.", "Dr. Maier zahlt z. B. nichts."],
        ["„Wir haben Zeit.“", "Dann ging er."],
        ["He waited …", "Then he went!", "Why?"],
        ["Shares of Corvane Inc. Chairman Lund fell."],
        ["Corvane Inc. bought it from Brandt & Co.", "The price is unknown."],
        ["She said no.", "It is modern art.", "See No. 4 of Vol. 12, from Dec. 3 on."],
        ["No full stop at the end"],
        ["(It rained.)", "Nobody cared."],
    ],
)
def test_where_sentences_end(parts: list[str]) -> None:
    assert divided(" ".join(parts)) == parts


def test_ornaments_are_no_sentences() -> None:
    assert sentences("<p>***</p><p> </p><p>One.</p>") == ["One."]


def test_captions_subheads_tables_and_code_are_not_numbered() -> None:
    html = (
        "<h2>One. Two.</h2><figure><figcaption>A quay. At night.</figcaption></figure>"
        "<table><tbody><tr><td>Three.</td></tr></tbody></table><pre>x = 1. Y = 2.</pre><p>Text.</p>"
    )
    assert sentences(html) == ["Text."]


def test_an_emphasis_over_the_end_of_a_sentence_stays_whole() -> None:
    assert number("<p>One <em>two. Three</em> four.</p>") == (
        '<p><span class="s" id="s-1">One </span><em><span class="s">two.</span>'
        ' <span class="s" id="s-2">Three</span></em><span class="s"> four.</span></p>'
    )


def test_a_line_break_ends_a_sentence_and_entities_count_once() -> None:
    html = "<p>Marks &amp; Spencer &lt;here&gt;<br>Next. Last &amp; least.</p>"
    assert sentences(html) == ["Marks & Spencer <here>", "Next.", "Last & least."]


class Outline(HTMLParser):
    """Checks that every tag closes in its order, and collects the text of each numbered sentence."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = dict(attributes)
        if "id" in found:
            self.ids.append(found["id"] or "")
        if tag not in VOID:
            self.open.append((tag, found.get("class") or ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        assert sum(kind == "s" for _, kind in self.open) <= 1


WORDS = st.sampled_from(
    [
        "Maren",
        "talks",
        "U.S.",
        "e.g.",
        "3.",
        "Mr.",
        "ended.",
        "Why?",
        "“Now.”",
        "&amp;",
        "<",
        "…",
        "A.",
        " ",
        "\n",
    ]
)
TAGS = st.sampled_from(
    ["p", "em", "a", "b", "li", "blockquote", "h2", "br", "figcaption", "div", "strong", "img", "td"]
)
SOUP = st.lists(st.one_of(WORDS, TAGS.map("<{}>".format), TAGS.map("</{}>".format)), max_size=40).map(
    " ".join
)


@given(SOUP)
def test_numbering_adds_spans_and_nothing_else(soup: str) -> None:
    html = sanitise(soup)
    numbered = number(html)

    assert re.sub(r"</?span\b[^>]*>", "", numbered) == html
    if "<" in soup:
        assert Outline(numbered).ids == [f"s-{at}" for at in range(1, len(sentences(html)) + 1)]


@given(st.text(max_size=200))
def test_any_text_is_divided_without_loss(text: str) -> None:
    ranges = list(sentence_ranges(text))
    kept = "".join(text[start:end] for start, end in ranges)
    assert [character for character in kept if character.isalnum()] == [c for c in text if c.isalnum()]
    assert ranges == sorted(ranges)


def test_a_long_text_in_one_block_is_numbered_in_time_that_grows_with_its_length() -> None:
    html = "<p>" + "A <em>short</em> sentence. " * 20_000 + "</p>"
    assert number(html).count(' id="s-') == 20_000
