"""What we hand on in ninjs and NITF comes in again as the same report."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from articles import withdrawing
from articles.models import Article
from feeds.parsing.document import parse
from feeds.parsing.reports import IncomingReport, ParsedFeed
from newsroom.testing import cast

pytestmark = pytest.mark.django_db
BODY = (
    "<p>The ferry reached the <strong>harbour</strong> after <i>seven</i> bells &amp; a quarter.</p><h2>Berths</h2>"
    "<blockquote><p>Nobody slept.</p></blockquote><ul><li>One</li><li>Two</li></ul>"
    '<p>See <a href="https://wire.example/a?b=1&amp;c=2" rel="noopener noreferrer">the timetable</a>.</p>'
    '<table><tbody><tr><td>a</td><td colspan="2">b</td></tr></tbody></table>'
)


@pytest.fixture
def article(reporter: User, editor: User, publisher: User) -> Article:
    fields: dict[str, Any] = {
        "headline": "Ferry & fog",
        "standfirst": "Closed for two days.",
        "body": BODY,
        "dateline_place": "Lisbon",
        "dateline_date": datetime(2026, 11, 25, tzinfo=UTC).date(),
        "credit": "Harbour Press",
        "authors": [cast.author("Ines Prado"), cast.author("Tomas Reyes")],
        "tags": ["Ferries"],
        "embargo_until": timezone.now().replace(microsecond=0) - timedelta(hours=1),
        "copyright_notice": "© 2026 Harbour Press",
        "usage_terms": "No archive after 9 days. Mandatory credit.",
    }
    return cast.published(reporter, editor, publisher, **fields)


def again(client: Client, address: str) -> list[IncomingReport]:
    answer = client.get(address)
    parsed = parse(answer.content, {"content-type": answer["Content-Type"]}, timezone.now())
    assert isinstance(parsed, ParsedFeed), parsed
    return list(parsed.items)


@pytest.mark.parametrize("address", ["/a/{pk}.ninjs.json", "/feed.ninjs.json", "/a/{pk}.nitf.xml"])
def test_it_works(article: Article, client: Client, settings: Any, address: str) -> None:
    (report,) = again(client, address.format(pk=article.pk))
    assert report.title == "Ferry & fog"
    assert report.summary == "Closed for two days."
    assert report.content_html == BODY
    assert (report.byline.replace("; ", ", "), report.authors) == (
        "Ines Prado, Tomas Reyes",
        ("Ines Prado", "Tomas Reyes"),
    )
    assert (report.dateline, report.credit) == ("Lisbon", "Harbour Press")
    assert (report.rights, report.usage_terms) == ("© 2026 Harbour Press", article.usage_terms)
    assert report.restrictions == ("no_archive", "credit_required", "days:9")
    assert (report.guid, report.status) == (f"{settings.SITE_URL}/a/{article.pk}/", "usable")
    assert report.link == f"{settings.SITE_URL}{article.get_absolute_url()}"
    assert report.version == str(article.live_id)
    assert "Ferries" in report.categories
    if "ninjs" in address:  # NITF has no word for an embargo that is over
        assert report.embargo == article.embargo_until


@pytest.mark.parametrize("address", ["/a/{pk}.ninjs.json", "/a/{pk}.nitf.xml"])
def test_a_withdrawal_comes_in_as_a_kill(
    article: Article, publisher: User, client: Client, address: str
) -> None:
    withdrawing.withdraw(article, by=publisher, notice="It was wrong.", reason="wrong")
    answer = client.get(address.format(pk=article.pk))
    assert answer.status_code == 410
    parsed = parse(answer.content, {}, timezone.now())
    assert isinstance(parsed, ParsedFeed)
    assert [report.status for report in parsed.items] == ["canceled"]
