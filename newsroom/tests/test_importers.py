"""Texts from WordPress and Ghost: clean, once, in the right hands, on their old days and addresses."""

import json
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, Redirect
from moderation.models import Evidence
from newsroom.interchange.autop import paragraphs
from newsroom.testing import cast

pytestmark = pytest.mark.django_db
FIXTURES = Path(__file__).parent / "fixtures"
WXR = FIXTURES / "wordpress.xml"


@pytest.fixture(autouse=True)
def _house() -> None:
    for name in ("World", "Sport"):
        cast.section(name)
    cast.source()


def taken(command: str, file: Path, by, *arguments: str) -> dict:
    out = StringIO()
    call_command(command, str(file), "--as", by.email, "--section", "world", "--json", *arguments, stdout=out)
    return json.loads(out.getvalue())


def wordpress(by, *arguments: str, file: Path = WXR) -> dict:
    return taken("import_wordpress", file, by, *arguments)


def ghost(by, *arguments: str) -> dict:
    return taken("import_ghost", FIXTURES / "ghost.json", by, "--site", "https://ghost.example/", *arguments)


def counts(told: dict) -> dict[str, int]:
    return {name: told[name] for name in ("published", "draft", "known", "held", "empty")}


def test_it_works(client, publisher) -> None:
    told = wordpress(publisher, "--publish")
    assert counts(told) == {"published": 1, "draft": 1, "known": 0, "held": 0, "empty": 1}
    article = Article.objects.get(original_url="https://old.example/2019/05/bell-tower/")
    live = article.live
    assert (live.headline, live.standfirst) == (
        "Bell tower & harbour reopen",
        "After two years, the bell rings.",
    )
    assert article.published_at == live.published_at == datetime(2019, 5, 6, 9, 30, tzinfo=UTC)
    assert (article.section.slug, article.slug, article.language) == ("sport", "bell-tower", "en")
    assert set(article.tags.names()) == {"Local", "Bells"}
    assert [str(line) for line in article.bylines.all()] == ["Ines Prado"]
    assert live.body.count("<p>") == 2
    assert "script" not in live.body
    assert 'src="https://old.example/wp-content/tower.jpg"' in live.body
    assert client.get("/2019/05/bell-tower/").headers["Location"] == article.get_absolute_url()
    assert client.get(article.get_absolute_url()).status_code == 200


def test_the_record_says_where_it_came_from(publisher) -> None:
    wordpress(publisher, "--publish")
    live = Article.objects.get(slug="bell-tower").live
    assert live.approval_overridden
    assert live.approved_by == publisher
    assert [words.words.startswith("Imported from WordPress on ") for words in Evidence.objects.all()] == [
        True
    ]
    for audit in ("ledger", "workflow"):
        out = StringIO()
        call_command("audit", audit, stdout=out)
        assert "BREACH" not in out.getvalue()


def test_without_publish_all_are_drafts(client, publisher) -> None:
    assert counts(wordpress(publisher)) == {"published": 0, "draft": 2, "known": 0, "held": 0, "empty": 1}
    assert not Article.objects.filter(live__isnull=False).exists()
    assert not Redirect.objects.exists()
    assert client.get("/2019/05/bell-tower/").status_code == 404


def test_twice_adds_nothing(publisher) -> None:
    wordpress(publisher, "--publish")
    before = Article.objects.count()
    again = wordpress(publisher, "--publish")
    assert (again["known"], again["published"], again["draft"]) == (2, 0, 0)
    assert Article.objects.count() == before


def test_a_rehearsal_changes_nothing(publisher) -> None:
    assert wordpress(publisher, "--publish", "--dry-run")["published"] == 1
    assert not Article.objects.exists()


def test_what_the_checklist_blocks_waits_as_a_draft(client, publisher, tmp_path) -> None:
    link = '<a href="javascript:alert(1)">More</a>'
    (tmp_path / "bad.xml").write_text(WXR.read_text().replace("reopened", link))
    told = wordpress(publisher, "--publish", file=tmp_path / "bad.xml")
    assert (told["published"], told["held"]) == (0, 1)
    assert "was unsafe" in told["left"][0]["why"]
    assert Article.objects.get(slug="bell-tower").live is None
    assert client.get("/2019/05/bell-tower/").status_code == 404


@pytest.mark.parametrize("role", ["reporter", "editor", "moderator"])
def test_publishing_needs_a_publisher(request, role) -> None:
    with pytest.raises(CommandError, match="a publisher may"):
        wordpress(request.getfixturevalue(role), "--publish")


def test_writing_needs_a_role(reader) -> None:
    with pytest.raises(CommandError, match="Your role does not allow"):
        wordpress(reader)
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('<!DOCTYPE r [<!ENTITY a "b">]><rss/>', "declares a document type"),
        ("<rss><channel>", "no well-formed XML"),
        ("<rss><channel><title>A feed</title></channel></rss>", "no export of WordPress"),
        ("", "no well-formed XML"),
    ],
)
def test_another_file_is_refused(publisher, tmp_path, content, words) -> None:
    (tmp_path / "x.xml").write_text(content)
    with pytest.raises(CommandError, match=words):
        wordpress(publisher, file=tmp_path / "x.xml")


def test_ghost(client, publisher) -> None:
    told = ghost(publisher, "--publish")
    assert counts(told) == {"published": 1, "draft": 1, "known": 0, "held": 0, "empty": 0}
    article = Article.objects.get(slug="tide-twice")
    assert article.published_at == datetime(2021, 3, 4, 5, 6, 7, tzinfo=UTC)
    assert (article.section.slug, set(article.tags.names())) == ("world", {"Sea"})
    assert [str(line) for line in article.bylines.all()] == ["Oskar Wyn", "Ines Prado"]
    assert 'href="https://ghost.example/before/"' in article.live.body
    assert "script" not in article.live.body
    draft = Article.objects.get(slug="unfinished").revisions.get()
    assert draft.body == "<p>One &lt; two.</p>\n<p>Three.</p>"
    assert client.get("/tide-twice/").status_code == 301
    assert counts(ghost(publisher, "--publish"))["known"] == 2


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"db": []}', '{"db": [{"data": {"posts": 3}}]}'])
def test_no_export_of_ghost(publisher, tmp_path, content) -> None:
    (tmp_path / "x.json").write_text(content)
    with pytest.raises(CommandError, match="no export of Ghost"):
        taken("import_ghost", tmp_path / "x.json", publisher, "--site", "https://ghost.example")


@pytest.mark.parametrize(
    ("words", "html"),
    [
        ("One\n\nTwo\nlines", "<p>One</p>\n<p>Two<br>lines</p>"),
        ("<h2>Head</h2>\n\nText", "<h2>Head</h2>\n<p>Text</p>"),
        ("<p>Whole</p>\n\n<p>Text</p>", "<p>Whole</p>\n\n<p>Text</p>"),
        ('[gallery ids="1,2"]', ""),
        ("", ""),
    ],
)
def test_paragraphs(words, html) -> None:
    assert paragraphs(words) == html
