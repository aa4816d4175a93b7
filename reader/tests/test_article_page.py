"""The article page and the addresses that lead to it."""

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import formats, timezone, translation

from accounts.models import User
from articles import withdrawing
from articles.models import Article, Redirect
from newsroom.testing import cast
from reader import invalidation
from related.models import Link

pytestmark = pytest.mark.django_db
Publish = Callable[..., Article]

HOSTILE = 'Tide </script><script>alert("1")</script> & “calm”'


def structured(content: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', content, re.S)
    assert found
    return json.loads(found[1])


def wire(publish: Publish, **fields: object) -> Article:
    agency = cast.source("Coast Agency", is_own=False, credit="Coast Agency")
    return publish(source=agency, original_url="https://coast.example/ferry", **fields)


def test_it_works(client: Client, published: Article) -> None:
    answer = client.get(published.get_absolute_url())
    assert answer.status_code == 200
    assert b"Nobody noticed the fog" in answer.content


def test_it_shows_what_a_reader_looks_for(client: Client, publish: Publish) -> None:
    article = publish(
        headline="Bell guides ferry home",
        dateline_place="LISBON",
        dateline_date=date(2026, 6, 10),
        credit="Coast Agency/Meridian",
        authors=[cast.author()],
        tags=["Fog"],
        kind="analysis",
    )
    content = client.get(article.get_absolute_url()).content.decode()
    assert '<h1 class="article__headline" lang="en">Bell guides ferry home</h1>' in content
    assert '<p><span class="dateline">LISBON, 10 June:</span> The ferry' in content
    assert "— Coast Agency/Meridian" in content
    assert '<a href="/author/ines-prado/" rel="author">Ines Prado</a>' in content
    assert '<a href="/tag/fog/" rel="tag">Fog</a>' in content
    assert "Analysis" in content
    assert "Fog closed the strait for three hours." in content


def test_own_report_is_its_own_canonical(client: Client, published: Article, settings) -> None:
    content = client.get(published.get_absolute_url()).content.decode()
    own = f"{settings.SITE_URL}{published.get_absolute_url()}"
    assert f'<link rel="canonical" href="{own}">' in content


def test_wire_copy_names_and_is_counted_with_its_origin(client: Client, publish: Publish) -> None:
    content = client.get(wire(publish).get_absolute_url()).content.decode()
    assert '<link rel="canonical" href="https://coast.example/ferry">' in content
    assert "First published by Coast Agency." in content
    assert "— Coast Agency" in content
    assert structured(content)["author"][0]["name"] == "Coast Agency"


def test_structured_data_survives_hostile_words(client: Client, publish: Publish) -> None:
    content = client.get(publish(headline=HOSTILE, tags=["Sea"]).get_absolute_url()).content.decode()
    data = structured(content)
    assert data["headline"] == HOSTILE
    assert data["@type"] == "NewsArticle"
    assert data["keywords"] == ["Sea"]
    assert data["datePublished"].endswith(("+01:00", "+02:00"))
    assert "alert(" not in re.sub(r'<script type="application/ld\+json">.*?</script>', "", content).replace(
        "alert(&quot;", ""
    )


def test_a_correction_stands_under_the_text_and_on_its_page(
    client: Client, publish: Publish, change: Callable[..., None]
) -> None:
    article = publish()
    change(article, "correction", change_note="It left at one, not at noon.", headline="Ferry left at one")
    content = client.get(article.get_absolute_url()).content.decode()
    assert "It left at one, not at noon." in content
    assert structured(content)["correction"][0]["text"] == "It left at one, not at noon."
    assert b"It left at one, not at noon." in client.get("/corrections/").content


def test_pictures_of_other_hosts_are_not_asked_for(client: Client, publish: Publish) -> None:
    body = '<p>Text.</p><figure><img src="https://elsewhere.example/a.png" alt="A"></figure>'
    assert b"elsewhere.example" not in client.get(publish(body=body).get_absolute_url()).content


def test_related_reports_stand_beside_it(client: Client, publish: Publish) -> None:
    article, other, hidden = publish(), wire(publish, headline="Second ferry"), publish(headline="Not this")
    Link.objects.create(article=article, target=other, rank=1)
    Link.objects.create(article=article, target=hidden, rank=2, is_banned=True)
    content = client.get(article.get_absolute_url()).content.decode()
    assert "Second ferry" in content
    assert "Original at Coast Agency" in content
    assert "Not this" not in content


def test_old_news_says_so(client: Client, publish: Publish) -> None:
    article = publish()
    Article.objects.filter(pk=article.pk).update(published_at=timezone.now() - timedelta(days=60))
    article.refresh_from_db()
    assert b"This article is from" in client.get(article.get_absolute_url()).content


def test_draft_has_no_page(client: Client, draft) -> None:
    article = draft.article
    assert client.get(f"/{article.section.slug}/2026/01/01/{article.slug}/").status_code == 404
    assert client.get(f"/a/{article.pk}/").status_code == 404


def test_withdrawn_is_gone_with_its_notice(client: Client, published: Article, publisher: User) -> None:
    address = published.get_absolute_url()
    withdrawing.withdraw(published, by=publisher, reason="Wrong bell", notice="It was another ferry.")
    invalidation.sweep()
    answer = client.get(address)
    assert answer.status_code == 410
    assert b"It was another ferry." in answer.content
    assert b"Nobody noticed the fog" not in answer.content
    assert b"Ferry finds" not in client.get("/").content


def test_wrong_day_leads_to_the_right_one(client: Client, published: Article) -> None:
    section, slug = published.section.slug, published.slug
    for day in ("1999/01/01", "2026/99/99"):
        answer = client.get(f"/{section}/{day}/{slug}/")
        assert (answer.status_code, answer["Location"]) == (301, published.get_absolute_url())


def test_old_address_leads_to_the_new_one(client: Client, published: Article) -> None:
    Redirect.objects.create(path="/world/2020/02/02/once/", article=published)
    answer = client.get("/world/2020/02/02/once/")
    assert (answer.status_code, answer["Location"]) == (301, published.get_absolute_url())


def test_short_link_leads_to_the_article(client: Client, published: Article) -> None:
    answer = client.get(f"/a/{published.pk}/")
    assert (answer.status_code, answer["Location"]) == (301, published.get_absolute_url())
    assert client.get(f"/a/{2**70}/").status_code == 404


def test_dates_are_written_as_the_language_writes_them(client: Client, published: Article) -> None:
    day = timezone.localtime(published.published_at)
    english = client.get(published.get_absolute_url()).content.decode()
    assert f">{day.day} {formats.date_format(day, 'M Y')}, {day:%H:%M}</time>" in english
    german = client.get(published.get_absolute_url(), headers={"accept-language": "de"}).content.decode()
    with translation.override("de"):
        assert f">{day.day}. {formats.date_format(day, 'M Y')}, {day:%H:%M}</time>" in german
