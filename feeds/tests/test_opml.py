"""Lists of feeds, in and out."""

import json
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from feeds.models import Feed
from feeds.subscribing import adding, opml
from feeds.subscribing.opml import NoList, Outline
from newsroom.testing import cast

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


@pytest.mark.django_db
class TestTheCommand:
    def run(self, *args: str) -> dict[str, object]:
        out = StringIO()
        call_command("feeds", "opml", *args, "--json", stdout=out)
        return json.loads(out.getvalue())

    def test_a_list_becomes_feeds_once(self, tmp_path: Path) -> None:
        file = tmp_path / "mine.opml"
        file.write_bytes(LIST)
        cast.section("World")
        with pytest.raises(SystemExit):  # one line of it was left out
            call_command("feeds", "opml", str(file), "--section", "world", stdout=StringIO())
        assert Feed.objects.count() == 4
        harbour = Feed.objects.get(title="Harbour Wire")
        assert (harbour.folder, str(harbour.section), str(harbour.source)) == (
            "Wires",
            "World",
            "Harbour Wire",
        )
        assert Feed.objects.get(title="Again").source == harbour.source  # of the same site
        assert harbour.next_fetch_at is not None

        file.write_bytes(LIST.replace(b"javascript:alert(1)", b"https://HARBOUR.example/feed?b=2&amp;a=1"))
        assert self.run(str(file)) == {"new": [], "known": 5, "left_out": []}

    def test_what_goes_out_comes_in_again(self) -> None:
        out = StringIO()
        for outline in opml.read(LIST)[0]:
            adding.add(outline)
        call_command("feeds", "opml", stdout=out)
        found, left_out = opml.read(out.getvalue().encode())
        assert {(one.url, one.folder) for one in found} == set(Feed.objects.values_list("url", "folder"))
        assert left_out == []

    def test_what_is_no_list_ends_the_command_in_words(self, tmp_path: Path) -> None:
        file = tmp_path / "page.html"
        file.write_text("<p>")
        with pytest.raises(CommandError, match="damaged"):
            self.run(str(file))
        with pytest.raises(CommandError, match="No such file"):
            self.run(str(tmp_path / "nowhere"))
        assert not Feed.objects.exists()
