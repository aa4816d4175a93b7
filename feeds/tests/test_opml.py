"""Lists of feeds, in and out."""

from datetime import UTC, datetime

import pytest

from feeds.subscribing import opml
from feeds.subscribing.opml import NoList, Outline

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
LIST = b"""<?xml version="1.0"?>
<OPML version="1.0"><head><title>Mine</title></head><body>
  <outline text="Wires">
    <outline text="Harbour Wire" type="rss" xmlUrl="https://harbour.example/feed?a=1&amp;b=2" htmlUrl="https://harbour.example/"/>
    <outline text="Deeper"><outline title="Tides" xmlurl="https://tides.example/atom"/></outline>
    <outline text="Again" xmlUrl="https://harbour.example/late"/>
  </outline>
  <outline text="Loose" xmlUrl="http://loose.example/rss"/>
  <outline text="Trick" xmlUrl="javascript:alert(1)"/>
</body></OPML>"""


def test_it_works() -> None:
    found, left_out = opml.read(LIST)
    assert [(one.url, one.folder) for one in found] == [
        ("https://harbour.example/feed?a=1&b=2", "Wires"),
        ("https://tides.example/atom", "Deeper"),
        ("https://harbour.example/late", "Wires"),
        ("http://loose.example/rss", ""),
    ]
    assert found[0].home_url == "https://harbour.example/"
    assert left_out == ["Trick: javascript:alert(1)"]


def test_what_is_written_is_read_again() -> None:
    outlines = [
        Outline("https://b.example/?x=<&y", "B & Söhne <news>", "https://b.example/", "Küste"),
        Outline("https://a.example/rss", "A\x00", "", ""),
    ]
    found, left_out = opml.read(opml.written(outlines, title="Ours", now=NOW))
    assert left_out == []
    assert {one.folder: one.title for one in found} == {"Küste": "B & Söhne <news>", "": "A"}


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "damaged at line 1"),
        (b"<opml><body><outline></body></opml>", "damaged at line 1"),
        (b"<rss version='2.0'/>", "no list of feeds"),
        (b'<!DOCTYPE o [<!ENTITY a "aaaa">]><opml><body/></opml>', "declares entities"),
        (b'<!DOCTYPE o [<!ENTITY a SYSTEM "file:///etc/passwd">]><opml>&a;</opml>', "declares entities"),
        (b" " * (opml.MOST_BYTES + 1), "larger"),
    ],
)
def test_what_is_no_list_is_refused_in_words(body: bytes, words: str) -> None:
    with pytest.raises(NoList, match=words):
        opml.read(body)
