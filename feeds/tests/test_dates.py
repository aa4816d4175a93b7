"""The date step and the link step, as tables."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.parsing import doubts
from feeds.parsing.dates import read_date
from feeds.parsing.links import canonical, web_address

NOW = datetime(2026, 3, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected", "doubtful"),
    [
        ("Tue, 10 Mar 2026 10:00:00 GMT", "2026-03-10T10:00", ()),
        ("Tue, 10 Mar 2026 10:00:00 +0100", "2026-03-10T09:00", ()),
        ("10 Mar 2026 10:00 CET", "2026-03-10T09:00", ()),
        ("10 Mar 26 10:00:00 EST", "2026-03-10T15:00", ()),
        ("Di, 10. März 2026 10:00 MEZ", "2026-03-10T09:00", ()),
        ("2026-03-10T10:00:00Z", "2026-03-10T10:00", ()),
        ("2026-03-10T10:00:00.123+05:30", "2026-03-10T04:30:00.123", ()),
        ("2026-03-10T24:00:00Z", "2026-03-11T00:00", ()),
        ("20260310T100000Z", "2026-03-10T10:00", ()),
        ("2026-03-10 10:00", "2026-03-10T10:00", (doubts.NO_ZONE,)),
        ("2026-03", "2026-03-01T00:00", (doubts.VAGUE_DATE,)),
        ("March 10, 2026 3:04 PM GMT", "2026-03-10T15:04", ()),
        ("Tue Mar 10 10:00:00 2026", "2026-03-10T10:00", (doubts.NO_ZONE,)),
        ("10 Mar 2026 10:00 IST", "2026-03-10T04:30", (doubts.UNCERTAIN_ZONE,)),
        ("1773136800", "2026-03-10T10:00", ()),
        ("1773136800000", "2026-03-10T10:00", ()),
        ("2031-01-01T00:00:00Z", "2031-01-01T00:00", (doubts.FUTURE_DATE,)),
        ("Thu, 01 Jan 1970 00:00:00 GMT", "1970-01-01T00:00", (doubts.ANCIENT_DATE,)),
        ("yesterday", None, (doubts.UNREADABLE_DATE,)),
        ("32 Mar 2026 10:00 GMT", None, (doubts.UNREADABLE_DATE,)),
        ("2026-02-30", None, (doubts.UNREADABLE_DATE,)),
        ("", None, (doubts.UNREADABLE_DATE,)),
        ("9" * 200, None, (doubts.UNREADABLE_DATE,)),
    ],
)
def test_dates(text: str, expected: str | None, doubtful: tuple[str, ...]) -> None:
    reading = read_date(text, NOW)

    assert reading.instant == (datetime.fromisoformat(expected + "+00:00") if expected else None)
    assert reading.doubtful == doubtful


@pytest.mark.parametrize(
    ("text", "base", "expected"),
    [
        ("https://a.example/x", "", "https://a.example/x"),
        (" HTTPS://a.example/x\n", "", "HTTPS://a.example/x"),
        ("/x", "https://a.example/feed", "https://a.example/x"),
        ("//b.example/x", "https://a.example/", "https://b.example/x"),
        ("/x", "", ""),
        ("javascript:alert(1)", "https://a.example/", ""),
        ("java\nscript:alert(1)", "https://a.example/", ""),
        ("data:text/html,x", "", ""),
        ("mailto:a@b.example", "", ""),
        ("http://", "", ""),
        ("http://[::1", "", ""),
        ("http://a.example:99999/", "", ""),
        ('https://a.example/"><script>', "", "https://a.example/%22%3E%3Cscript%3E"),
        ("https://a.example/a b", "", "https://a.example/a%20b"),
        ("https://a.example/" + "x" * 2_000, "", ""),
    ],
)
def test_web_addresses(text: str, base: str, expected: str) -> None:
    assert web_address(text, base) == expected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("http://www.a.example/x/", "https://a.example/x", True),
        ("https://a.example/x?utm_source=rss&b=2&a=1", "https://a.example/x?a=1&b=2", True),
        ("https://a.example/x#top", "https://a.example/x", True),
        ("https://a.example/#!/story/4", "https://a.example/#!/story/5", False),
        ("https://a.example/x?id=1", "https://a.example/x?id=2", False),
        ("https://a.example/X", "https://a.example/x", False),
        ("https://a.example:8080/x", "https://a.example/x", False),
        ("https://www.a.example", "https://a.example/#top", True),
        ("https://www.com/x", "https://com/x?utm_source=rss", True),
        ("https://a.example/x//", "https://a.example//x", False),
        ("https://a.example/x;y=1%20/", "HTTPS://A.example/x;y=1%20", True),
    ],
)
def test_the_same_page(one: str, other: str, same: bool) -> None:
    assert (canonical(one) == canonical(other)) is same


TWO = st.integers(0, 61).map("{:02}".format)
ZONES = st.sampled_from(
    [
        "GMT",
        "UTC",
        "Z",
        "+0000",
        "-0530",
        "+1459",
        "+0199",
        "EST",
        "PDT",
        "ET",
        "+05:45",
        "-00:00",
        "+15:00",
        "",
    ]
)


@given(
    st.sampled_from(["Mon", "Tue", "Sonntag"]),
    TWO,
    st.sampled_from(["Mar", "Feb", "Mai"]),
    TWO,
    TWO,
    TWO,
    ZONES,
)
def test_the_usual_way_of_mail_is_read_as_any_other(
    weekday: str, day: str, month: str, hour: str, minute: str, second: str, zone: str
) -> None:
    text = f"{weekday}, {day} {month} 2026 {hour}:{minute}:{second} {zone}".strip()

    assert read_date(text, NOW) == read_date(f"{text} (so it says)", NOW)


@given(
    st.sampled_from(["1899", "1969", "2024", "2026"]),
    TWO,
    TWO,
    TWO,
    TWO,
    TWO,
    st.sampled_from(["", ".5", ".123456", ".1234567"]),
    ZONES,
)
def test_the_usual_way_of_iso_is_read_as_any_other(
    year: str, month: str, day: str, hour: str, minute: str, second: str, fraction: str, zone: str
) -> None:
    text = f"{year}-{month}-{day}T{hour}:{minute}:{second}{fraction}{zone}"

    assert read_date(text, NOW) == read_date(text.replace("T", "t"), NOW)


@given(
    st.sampled_from(["http://", "https://", "HTTPS://", "ftp://", "//"]),
    st.text(st.sampled_from("ab1-.:@[é"), min_size=1, max_size=8),
    st.text(st.sampled_from("/?#&=;%2a~!'()*+,:@|\"é \t"), max_size=8),
)
def test_usual_addresses_are_taken_as_any_other(scheme: str, host: str, path: str) -> None:
    # With a space before it an address is taken apart.
    assert web_address(scheme + host + path) == web_address(f" {scheme}{host}{path}")
