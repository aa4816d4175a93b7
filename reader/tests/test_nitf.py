"""NITF: what other houses' systems take in. Well-formed whatever was typed, whole, and in the order that NITF demands."""

from datetime import date
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import drafting, publishing, reviewing, withdrawing
from articles.models import Byline, Image, Revision
from common.html import sanitise
from newsroom.testing import cast
from reader.nitf import NAMESPACE
from reader.nitf_body import fill

pytestmark = pytest.mark.django_db
N = f"{{{NAMESPACE}}}"
A = "{http://www.w3.org/2005/Atom}"
HEAD_ORDER = ["hedline", "note", "rights", "byline", "distributor", "dateline", "abstract", "series"]
BLOCKS = {"p", "hl2", "ul", "ol", "bq", "pre", "hr", "table", "media"}


def nitf(client, article) -> ElementTree.Element:
    answer = client.get(f"/a/{article.pk}.nitf.xml")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("application/nitf+xml")
    return ElementTree.fromstring(answer.content)  # noqa: S314 — our own


def names(element: ElementTree.Element) -> list[str]:
    return [child.tag.removeprefix(N) for child in element]


def test_it_works(client, published) -> None:
    root = nitf(client, published)
    assert (root.tag, names(root)) == (f"{N}nitf", ["head", "body"])
    assert root.find(f".//{N}hl1").text == published.live.headline
    assert root.find(f".//{N}abstract/{N}p").text == published.live.standfirst
    assert len(root.findall(f".//{N}body.content/{N}p")) == 2
    docdata = root.find(f".//{N}docdata")
    assert docdata.get("management-status") == "usable"
    assert docdata.find(f"{N}doc-id").get("id-string").endswith(f"/a/{published.pk}/")


def test_all_that_stands_around_the_text(client, reporter, editor, publisher) -> None:
    wire = cast.source("Agence Ondine", is_own=False, credit="— Ondine")
    picture = Image.objects.create(
        file="images/2026/01/fog.jpg",
        width=800,
        height=600,
        alternative_text="Fog",
        caption="The quay",
        credit="R. Sá",
    )
    article = cast.published(
        reporter, editor, publisher, headline="Fog & <Ferry> \x0b“stops”", source=wire, dateline_place="Lisbon",
        dateline_date=date(2026, 6, 10), lead_image=picture,
    )  # fmt: skip
    article.tags.add("Harbour & sea")
    Byline.objects.create(article=article, author=cast.author("Ines Prado"), role="in Lisbon")
    text = drafting.revise(article, by=reporter)
    text = drafting.save_draft(
        text,
        by=reporter,
        version=text.version,
        body="<p>Thirty.</p>",
        change="correction",
        change_note="Not forty.",
    )
    reviewing.submit(text, by=reporter, version=text.version)
    reviewing.approve(text, by=editor, version=text.version)
    publishing.publish(text, by=publisher, version=text.version)

    root = nitf(client, article)
    head = root.find(f".//{N}body.head")
    order = [HEAD_ORDER.index(name) for name in names(head)]
    assert order == sorted(order)
    assert set(names(head)) == set(HEAD_ORDER) - {"series"}
    assert root.find(f".//{N}hl1").text == "Fog & <Ferry> “stops”"
    assert "Not forty." in root.find(f".//{N}correction").get("info")
    assert "Not forty." in "".join(head.find(f"{N}note").itertext())
    assert [head.find(f"{N}byline/{N}{name}").text for name in ("person", "byttl")] == [
        "Ines Prado",
        "in Lisbon",
    ]
    assert head.find(f"{N}dateline/{N}location").text == "Lisbon"
    assert head.find(f"{N}dateline/{N}story.date").get("norm") == "20260610"
    assert (
        head.find(f"{N}distributor").text == head.find(f"{N}rights/{N}rights.owner").text == "Agence Ondine"
    )
    assert root.find(f".//{N}keyword").get("key") == "Harbour & sea"
    media = root.find(f".//{N}body.content/{N}media")
    assert names(media) == ["media-reference", "media-caption", "media-producer"]
    assert media.find(f"{N}media-reference").get("source").endswith("/media/images/2026/01/fog.jpg")
    assert media.find(f"{N}media-producer").text == "R. Sá"
    assert root.find(f".//{N}tagline").text == "— Ondine"


def test_only_what_is_published(client, draft, approved) -> None:
    for text in (draft, approved):
        assert client.get(f"/a/{text.article_id}.nitf.xml").status_code == 404
    for path in ("/feed.ninjs.json", "/feed.nitf.xml", "/world/feed.ninjs.json", "/world/feed.nitf.xml"):
        assert Revision.objects.get(pk=draft.pk).headline not in client.get(path).content.decode()
    assert client.get("/nowhere/feed.nitf.xml").status_code == 404


def test_a_withdrawn_one_is_cancelled_and_off_the_lists(client, published, publisher) -> None:
    withdrawing.withdraw(published, by=publisher, reason="Wrong.")
    answer = client.get(f"/a/{published.pk}.nitf.xml")
    assert answer.status_code == 410
    root = ElementTree.fromstring(answer.content)  # noqa: S314 — our own
    assert root.find(f".//{N}docdata").get("management-status") == "canceled"
    assert published.live.headline not in answer.content.decode()
    assert client.get("/feed.ninjs.json").json()["associations"] == []
    assert published.live.headline not in client.get("/feed.nitf.xml").content.decode()


def test_lists_of_the_paper_and_of_a_section(client, published, reporter, editor, publisher) -> None:
    elsewhere = cast.published(reporter, editor, publisher, section=cast.section("Sport"))
    everything = client.get("/feed.ninjs.json").json()
    assert everything["type"] == "composite"
    assert [part["name"] for part in everything["associations"]] == [
        f"article-{elsewhere.pk}", f"article-{published.pk}"
    ]  # fmt: skip
    [one] = client.get("/world/feed.ninjs.json").json()["associations"]
    assert one["bodies"][0]["value"] == published.live.body
    feed = ElementTree.fromstring(client.get("/world/feed.nitf.xml").content)  # noqa: S314 — our own
    [entry] = feed.findall(f"{A}entry")
    assert entry.find(f"{A}content/{N}nitf//{N}hl1").text == published.live.headline
    assert all(entry.find(f"{A}{name}") is not None for name in ("id", "title", "updated"))


def test_a_list_costs_the_same_however_long(
    client, published, reporter, editor, publisher, django_assert_num_queries
) -> None:
    client.get("/feed.nitf.xml")
    with django_assert_num_queries(1):
        client.get("/feed.nitf.xml")
    cast.published(reporter, editor, publisher)
    with django_assert_num_queries(1):
        client.get("/feed.nitf.xml")


def body(html: str) -> ElementTree.Element:
    content = ElementTree.Element("body.content")
    fill(content, sanitise(html))
    return ElementTree.fromstring(ElementTree.tostring(content))  # noqa: S314 — our own


def test_pictures_leave_their_paragraph() -> None:
    content = body('<p>Before <img src="https://a.example/b.jpg" alt="B"> after</p>')
    assert names(content) == ["p", "media", "p"]
    assert content.find("media/media-reference").get("alternate-text") == "B"


def test_what_nitf_has_no_word_for() -> None:
    content = body(
        "<h3>Sub</h3><div>Loose<p>One <strong>bold</strong> <kbd>key</kbd></p></div><blockquote>Said</blockquote>"
        "<dl><dt>Word</dt><dd>Sense</dd></dl><ul></ul><ol><li>a<ul><li>b</li></ul></li></ol>"
        "<figure><figcaption>Alone</figcaption></figure>"
    )
    assert names(content) == ["hl2", "p", "p", "bq", "p", "p", "ol", "p"]
    assert names(content.find("bq")) == ["block"]
    assert "".join(content[2].itertext()) == "One bold key"
    assert content[2].find("em").get("class") == "bold"


@pytest.mark.parametrize("tag", ["blockquote", "div", "em", "ul"])
def test_no_depth_breaks_it(tag) -> None:
    opened = f"<{tag}><li>" if tag == "ul" else f"<{tag}>"
    content = body("<p>Before</p>" + opened * 5_000 + "deep")
    assert "".join(content.itertext()).endswith("deep")
    after = (
        body(opened * 200 + "deep" + opened.replace("<", "</") * 200 + "<p>After</p>")
        if tag != "ul"
        else content
    )
    assert "deep" in "".join(after.itertext())


PIECES = st.sampled_from(
    ["<p>", "</p>", "<ul>", "<li>", "</ul>", "<b>", "</b>", "<blockquote>", "<table>", "<tr>", "<td>", "x & y <", "\x00",
     "<img src='https://a.example/p.png'>", "<figure>", "<figcaption>", "</figure>", "<a href='https://a.example/?a&b'>",
     "<h2>", "</h2>", "<br>", "<pre>", "&#11;", "\ud800", "😀"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=30))
def test_whatever_was_typed_is_well_formed(pieces) -> None:
    content = body("".join(pieces))
    assert set(names(content)) <= BLOCKS
    for paragraph in content.iter("p"):
        assert not any(element.tag in BLOCKS for element in paragraph.iter() if element is not paragraph)
    assert all(len(items) for items in [*content.iter("ul"), *content.iter("ol")])
