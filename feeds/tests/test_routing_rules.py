"""Rules as values: what they take hold of, and what follows."""

import pytest

from feeds.models import Feed
from feeds.parsing.reports import IncomingReport
from feeds.routing.rules import Routed, Rule, Rules

FEED = Feed(pk=7, section_id=1)
REPORT = IncomingReport(
    title="Hafen Zürich: Fähre läuft aus",
    summary="Nothing of note.",
    content_html="<p>The <b>harbour</b>master&#x27;s crew waited, he said.</p>",
    categories=("World news", "Shipping/Ports"),
    language="de-CH",
    urgency=3,
)


def route(*rules: Rule, report: IncomingReport = REPORT) -> Routed:
    return Rules(rules).route(FEED, report)


def test_it_works() -> None:
    routed = route(Rule(1, 4, "Ferries", keywords=("fähre",), section_id=9, tags=("ferry",), priority=5))
    assert (routed.section_id, routed.tags, routed.priority, routed.is_dropped) == (9, ("ferry",), 5, False)
    assert [(hit.rule_id, hit.rule_version, hit.by) for hit in routed.hits] == [(1, 4, ("fähre",))]


def test_without_a_hit_it_goes_where_its_feed_goes() -> None:
    assert route(Rule(1, 1, "None", keywords=("volcano",), section_id=9)) == Routed(section_id=1)
    assert route() == Routed(section_id=1)


@pytest.mark.parametrize(
    ("conditions", "takes_hold"),
    [
        ({}, True),
        ({"keywords": ("zurich",)}, True),  # without its accents
        ({"keywords": ("ZÜRICH",)}, True),
        ({"keywords": ("hafen zürich",)}, True),  # a phrase, over its colon
        ({"keywords": ("Haf",)}, False),  # whole words
        ({"keywords": ("Haf*",)}, True),
        ({"keywords": ("harbour",)}, True),  # a tag ends no word in print, but it may
        ({"keywords": ("p",)}, False),  # the name of a tag is no word
        ({"keywords": ("volcano", "crew")}, True),  # one of them
        ({"keywords": ("", "***", "?")}, False),  # no words: never everything
        ({"without_keywords": ("crew",)}, False),
        ({"without_keywords": ("volcano",)}, True),
        ({"keywords": ("crew",), "without_keywords": ("waited",)}, False),
        ({"categories": ("world news",)}, True),
        ({"categories": ("World",)}, False),  # a category is its whole name
        ({"categories": ("World*",)}, True),
        ({"categories": ("shipping ports",)}, True),
        ({"languages": frozenset({"de"})}, True),
        ({"languages": frozenset({"en"})}, False),
        ({"feed_ids": frozenset({7})}, True),
        ({"feed_ids": frozenset({8})}, False),
        ({"most_urgency": 3}, True),
        ({"most_urgency": 2}, False),
        ({"categories": ("World news",), "keywords": ("volcano",)}, False),  # all conditions
    ],
)
def test_conditions(conditions: dict[str, object], takes_hold: bool) -> None:
    assert bool(route(Rule(1, 1, "One", **conditions)).hits) is takes_hold


def test_what_names_no_urgency_is_not_urgent() -> None:
    assert not route(Rule(1, 1, "Flash", most_urgency=8), report=IncomingReport(title="x")).hits


def test_the_first_rule_decides_unless_it_lets_others_look() -> None:
    first = Rule(1, 1, "First", tags=("a",), section_id=5)
    second = Rule(2, 1, "Second", tags=("b",), section_id=6, priority=3, is_dropping=True)
    alone = route(first, second)
    assert (alone.section_id, alone.tags, alone.is_dropped) == (5, ("a",), False)
    both = route(Rule(1, 1, "First", tags=("a",), section_id=5, goes_on=True), second)
    assert (both.section_id, both.tags, both.priority, both.is_dropped) == (5, ("a", "b"), 3, True)
    assert [hit.name for hit in both.hits] == ["First", "Second"]


def test_a_priority_may_also_be_low() -> None:
    assert route(Rule(1, 1, "Low", priority=-5)).priority == -5
