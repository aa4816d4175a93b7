"""Each kind of rule on texts: what it sees, where, and what it leaves alone. No database."""

from datetime import UTC, datetime, timedelta

import pytest

from comments.rules.folding import readings
from comments.rules.judging import Rule, Rules, reasons, rules_of
from comments.rules.kinds import KINDS, compiled
from comments.rules.subject import Alike, BadOption, Subject, Text

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
CASINO = {"terms": ["casino", "free money", "gewinn*"]}


def subject(text: str, **facts: object) -> Subject:
    return Subject(text=Text(text), at=NOW, **{"language": "en", **facts})


def found(kind: str, options: dict[str, object], text: str, **facts: object) -> list[str] | None:
    """The marked places as they stand in the raw text; None where the rule is silent."""
    finding = compiled(kind, options).find(subject(text, **facts))
    return [text[start:end] for start, end in finding.evidence] if finding else None


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Visit the casino, now", ["casino"]),
        ("Visit the CaSÍNO!", ["CaSÍNO"]),
        ("Visit the c@s1n0!", ["c@s1n0"]),
        ("Visit the саsinо", ["саsinо"]),  # Cyrillic letters
        ("Visit the cas\u200bi\u00adno", ["cas\u200bi\u00adno"]),
        ("Visit the c a s i n o today", ["c a s i n o"]),
        ("Visit the c.a-s_i*n.o today", ["c.a-s_i*n.o"]),
        ("Visit the caaaaasiiiino", ["caaaaasiiiino"]),
        ("Visit the 𝐜𝐚𝐬𝐢𝐧𝐨", ["𝐜𝐚𝐬𝐢𝐧𝐨"]),
        ("Visit the ⓒasino", ["ⓒasino"]),
        ("FREE   MONEY for all", ["FREE   MONEY"]),
        ("fr33 m0n3y for all", ["fr33 m0n3y"]),
        ("Gewinnspiel", ["Gewinnspiel"]),
        ("a casino and a casino", ["casino", "casino"]),
    ],
)
def test_it_works(text: str, marked: list[str]) -> None:
    assert found("words", CASINO, text) == marked


@pytest.mark.parametrize(
    "text", ["The casinos closed", "Money is free", "1000 euros", "нет, спасибо", "", "!!!", "\u200b"]
)
def test_words_leave_other_words_alone(text: str) -> None:
    assert found("words", CASINO, text) is None


def test_a_text_in_another_alphabet_is_no_disguise() -> None:
    """“нет” looks like “het” and is a word of its own in a Russian text; in an English one it is not."""
    assert found("words", {"terms": ["het"]}, "Нет, это не так") is None
    assert found("words", {"terms": ["het"]}, "This is a hеt thing") == ["hеt"]


def test_umlauts_are_found_as_they_are_typed() -> None:
    for text in ("Lüge", "Luege", "LUGE", "Lu\u0308ge"):
        assert found("words", {"terms": ["Lüge"]}, text) == [text]


def test_ten_thousand_words_are_asked_in_one_pass() -> None:
    terms = [f"word{number}x" for number in range(10_000)]
    assert found("words", {"terms": terms}, "here is word9999x, and w0rd17x") == ["word9999x", "w0rd17x"]


def test_readings_grow_with_the_text_and_not_with_what_may_be_meant() -> None:
    """Disguises do not multiply: each sign is read one way in each of a few readings."""
    assert len(readings("1l!|" * 1_000 + " aaa" * 500)) <= 5


@pytest.mark.parametrize(
    ("options", "text", "marked"),
    [
        ({"expression": r"\b\d{4} ?\d{4}\b"}, "call 1234 5678 now", ["1234 5678"]),
        ({"expression": "über"}, "ÜBER uns", ["ÜBER"]),
        ({"expression": "Über", "is_case_sensitive": True}, "über uns", None),
        ({"expression": r"(a+)+$"}, "a" * 5_000 + "!", None),
    ],
)
def test_expressions(options: dict[str, object], text: str, marked: list[str] | None) -> None:
    assert found("pattern", options, text) == marked


@pytest.mark.parametrize(
    ("options", "text", "marked"),
    [
        (
            {"held": ["shop.example"]},
            "see https://www.shop.example/a?b, and",
            ["https://www.shop.example/a?b"],
        ),
        ({"held": ["shop.example"]}, "see shop.example today", ["shop.example"]),
        ({"held": ["shop.example"]}, "see https://bookshop.example/", None),
        (
            {"held": ["bücher.example"]},
            "https://xn--bcher-kva.example/x",
            ["https://xn--bcher-kva.example/x"],
        ),
        ({"most": 0, "allowed": ["wikipedia.org"]}, "https://de.wikipedia.org/wiki/Meer", None),
        ({"most": 0, "allowed": ["wikipedia.org"]}, "http://a.example/", ["http://a.example/"]),
        ({"most": 1}, "http://a.example/ www.b.example", ["http://a.example/", "www.b.example"]),
        ({"look_alikes": True}, "https://раypal.example/", ["https://раypal.example/"]),
        ({"held": ["a.example"]}, "http://[::1]/ and http://%zz", None),
    ],
)
def test_links(options: dict[str, object], text: str, marked: list[str] | None) -> None:
    assert found("links", options, text) == marked


def test_rate_and_repetition() -> None:
    earlier = tuple(NOW - timedelta(minutes=minute) for minute in (1, 2, 3, 90))
    assert found("rate", {"most": 3, "minutes": 60}, "x", earlier=earlier) == []
    assert found("rate", {"most": 4, "minutes": 60}, "x", earlier=earlier) is None
    again = (Alike(1, 7, 1, 0.9, 0), Alike(2, 8, 1, 1.0, 0))
    assert found("repetition", {"share": 60, "times": 1}, "x", author_id=7, alike=again) == []
    assert found("repetition", {"share": 60, "times": 2}, "x", author_id=7, alike=again) is None


def test_new_authors() -> None:
    options = {"comments": 3, "hours": 24}
    old = NOW - timedelta(days=30)
    assert found("new_author", options, "x", approved_before=2, joined_at=old) == []
    assert found("new_author", options, "x", approved_before=3, joined_at=old) is None
    assert found("new_author", options, "x", approved_before=3, joined_at=NOW) == []


@pytest.mark.parametrize(
    ("language", "text", "speaks"),
    [
        ("en", "Это совсем не по-английски, дорогие друзья", True),
        ("ru", "Это совсем не по-английски, дорогие друзья", False),
        ("en", "The word спасибо means thanks, as everybody knows", False),
        ("de", "I do not think that this is what they were asking for, and it will be more", True),
        ("de", "Ich glaube nicht, dass das so ist und es wird auch nicht mehr besser", False),
        ("de-CH", "Ich glaube nicht, dass das so ist und es wird auch nicht mehr besser", False),
        ("de", "Danke, super", False),
    ],
)
def test_other_scripts_and_languages(language: str, text: str, speaks: bool) -> None:
    options = {"scripts": True, "languages": True}
    assert (found("language", options, text, language=language) is not None) is speaks


def test_capitals_length_images_and_scores() -> None:
    assert found("capitals", {"share": 60, "least": 10}, "THIS IS A SCANDAL, people") == [
        "THIS IS",
        "SCANDAL",
    ]
    assert found("capitals", {"share": 60, "least": 10}, "NATO and EU met in the UK today") is None
    assert found("length", {"least": 5}, "no") == []
    assert found("length", {"most": 5}, "much too long") == ["too long"[-8:]]
    assert found("images", {"most": 0}, "http://a.example/b.JPG?c") == ["http://a.example/b.JPG?c"]
    assert found("images", {"most": 0}, "http://a.example/b.html") is None
    assert found("score", {"least": 80}, "x", score=0.85) == []
    assert found("score", {"least": 80}, "x", score=0.75) is None
    assert found("score", {"least": 80}, "x") is None  # no model in use


@pytest.mark.parametrize(
    ("kind", "options", "name"),
    [
        ("words", {}, "terms"),
        ("words", {"terms": ["…"]}, "terms"),
        ("words", {"terms": "casino"}, "terms"),
        ("pattern", {"expression": "(a"}, "expression"),
        ("pattern", {"expression": r"(a)\1"}, "expression"),
        ("pattern", {"expression": "(?=a)"}, "expression"),
        ("pattern", {"expression": "((a{100}){100}){100}"}, "expression"),
        ("pattern", {"expression": "x*"}, "expression"),
        ("links", {}, "held"),
        ("links", {"held": ["not a domain"]}, "held"),
        ("rate", {"most": "many"}, "most"),
        ("new_author", {}, "comments"),
        ("language", {}, "scripts"),
        ("length", {"least": 20, "most": 10}, "most"),
        ("score", {"least": 300}, "least"),
    ],
)
def test_an_option_that_cannot_be_is_named(kind: str, options: dict[str, object], name: str) -> None:
    with pytest.raises(BadOption) as refused:
        compiled(kind, options)
    assert refused.value.name == name
    assert str(refused.value)


SPEAKING: list[tuple[str, dict[str, object], Subject]] = [
    ("words", CASINO, subject("A casino is a c@s1n0 is a c a s i n o")),
    ("pattern", {"expression": r"\d+"}, subject("1 22 333")),
    ("links", {"most": 1}, subject("http://a.example/ http://b.example/ http://c.example/")),
    ("links", {"held": ["a.example"]}, subject("see a.example and http://a.example/")),
    (
        "rate",
        {"most": 2, "minutes": 10},
        subject("x", earlier=tuple(NOW - timedelta(minutes=m) for m in (1, 2, 3))),
    ),
    ("repetition", {}, subject("x", author_id=7, alike=(Alike(1, 7, 1, 1.0, 0),))),
    ("new_author", {"comments": 3, "hours": 24}, subject("x", approved_before=1, joined_at=NOW)),
    ("language", {"scripts": True}, subject("Это совсем не по-английски, friends")),
    (
        "language",
        {"languages": True},
        subject("Ich glaube nicht, dass das so ist und es wird nicht mehr besser"),
    ),
    ("capitals", {}, subject("THIS IS A SCANDAL OF ITS OWN KIND")),
    ("length", {"least": 10}, subject("no")),
    ("length", {"most": 10}, subject("no, and much longer")),
    ("images", {}, subject("http://a.example/b.png")),
    ("score", {"least": 50}, subject("x", score=0.9)),
]


@pytest.mark.parametrize(("kind", "options", "on"), SPEAKING)
def test_what_would_have_passed_does_pass(kind: str, options: dict[str, object], on: Subject) -> None:
    """The comment that the counterfactual describes is put to the same rules, and they let it through."""
    rule = Rule("it@1", compiled(kind, options))
    rules = rules_of([rule])
    judgement = rules.judge(on)
    told = reasons(rules, on, judgement)
    assert judgement.holds
    assert told[0]["rule"] == "it@1"
    assert told[0]["otherwise"].startswith("It would have passed ")


def test_every_kind_is_tried_above() -> None:
    assert {kind for kind, _options, _on in SPEAKING} == set(KINDS)


def test_all_reasons_are_told_and_one_that_is_taken_away_does_not_free_it() -> None:
    words, capitals = compiled("words", CASINO), compiled("capitals", {"share": 60, "least": 5})
    rules = rules_of([Rule("casino@3", words), Rule("shouting@1", capitals)])
    on = subject("MY CASINO IS THE BEST OF ALL")
    told = reasons(rules, on, rules.judge(on))
    assert [reason["rule"] for reason in told] == ["casino@3", "shouting@1"]
    assert "1 other still would" in told[0]["otherwise"]
    assert told[0]["evidence"] == [[3, 9]]


def test_points_add_up_and_the_threshold_is_told() -> None:
    def giving(name: str, points: int, options: dict[str, object]) -> Rule:
        return Rule(name, compiled("words", options), effect="points", points=points)

    rules = Rules((giving("a@1", 6, {"terms": ["red"]}), giving("b@1", 6, {"terms": ["blue"]})))
    one, both = subject("a red one"), subject("a red and a blue one")
    assert not rules.judge(one).holds
    assert rules.judge(both).holds
    told = reasons(rules, both, rules.judge(both))
    assert [reason["rule"] for reason in told] == ["a@1", "b@1", "points"]
    assert told[0]["otherwise"].startswith("It would have passed without")
    assert "13 points" in told[2]["otherwise"]


def test_a_rule_speaks_only_where_it_is_in_force() -> None:
    rule = Rule("it@1", compiled("words", CASINO), section_id=4, language="de")
    assert rule.find(subject("casino", section_id=4, language="de-AT"))
    assert not rule.find(subject("casino", section_id=5, language="de"))
    assert not rule.find(subject("casino", section_id=4, language="en"))
