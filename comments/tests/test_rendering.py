"""What is typed becomes harmless HTML, and no word gets lost."""

from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from django.test import Client

from accounts.models import User
from articles.models import Article
from comments.models import Comment
from comments.rendering import rendered
from common.html import TEXT_TAGS

ATTACKS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//x.example></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](javascript&#58;alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox)",
    "<javascript:alert(1)>",
    '[x](https://a.example "onmouseover=alert(1)")',
    '[x](https://a.example/"onmouseover="alert(1))',
    "![x](https://a.example/pixel.gif)",
    "`<script>alert(1)</script>`",
    "```\n</code><script>alert(1)</script>\n```",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&amp;lt;script&amp;gt;",
    "<style>body{display:none}</style>",
    "<iframe src=https://a.example></iframe>",
    "<a href=x style=position:fixed>x</a>",
    "<<script>script>alert(1)<</script>/script>",
    "</textarea><script>alert(1)</script>",
    "> <script>alert(1)</script>",
    "- <img src=x onerror=alert(1)>",
    "\0<scr\0ipt>alert(1)</script>",
]


class Markup(HTMLParser):
    """Every tag and attribute that a browser would see."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {(name, value or "") for name, value in attributes}


@pytest.mark.parametrize("text", ATTACKS)
def test_no_attack_becomes_markup(text: str) -> None:
    seen = Markup(rendered(text))
    assert seen.tags <= TEXT_TAGS
    assert {name for name, _ in seen.attributes} <= {"href", "rel", "title", "start"}
    for name, value in seen.attributes:
        assert name != "href" or value.startswith(("https://", "http://", "mailto:"))


@pytest.mark.parametrize("text", ATTACKS)
@pytest.mark.django_db
def test_no_attack_runs_on_the_page(
    text: str, open_article: Article, reader: User, say: Callable[..., Comment]
) -> None:
    reader.display_name = "<script>alert(2)</script>"
    reader.save()
    comment = say(open_article, reader, text)
    page = Client().get(open_article.get_absolute_url()).content.decode()
    start = page.index(f'id="comment-{comment.pk}"')
    seen = Markup(page[start - 30 : page.index("</article>", start)])
    assert not seen.tags & {"script", "img", "svg", "style", "iframe", "textarea"}
    assert not [name for name, _ in seen.attributes if name.startswith("on") or name == "style"]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One\ntwo\n\nthree", "<p>One<br>\ntwo</p>\n<p>three</p>\n"),
        ("*a* **b** `c`", "<p><em>a</em> <strong>b</strong> <code>c</code></p>\n"),
        ("> said", "<blockquote>\n<p>said</p>\n</blockquote>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("2019. A year", '<ol start="2019">\n<li>A year</li>\n</ol>\n'),
        ("# No heading", "<p># No heading</p>\n"),
        (
            "[a](https://a.example)",
            '<p><a href="https://a.example" rel="nofollow ugc noopener noreferrer">a</a></p>\n',
        ),
        ("```\nif a < b:\n    c\n```", "<p><code>if a &lt; b:\n    c</code></p>\n"),
    ],
)
def test_the_small_markdown(text: str, html: str) -> None:
    assert rendered(text) == html


@pytest.mark.parametrize("depth", [1, 10, 19, 20, 21, 300])
@pytest.mark.parametrize("sign", [">", "- ", "> - "])
def test_no_word_is_lost_however_deep(sign: str, depth: int) -> None:
    assert "word" in rendered(sign * depth + "word")
