"""A withdrawn article is gone from every page that readers or machines can ask for."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from articles import withdrawing
from articles.models import Article
from newsroom.testing import cast
from reader import invalidation
from related.models import Link

pytestmark = pytest.mark.django_db
PLACES = (
    "/", "/world/", "/feed/", "/world/feed/", "/tag/fog/", "/tag/fog/feed/", "/sitemap.xml", "/corrections/",
    "/search/?q=Kittiwake", "/author/ines-prado/", "/source/the-meridian/",
)  # fmt: skip


def test_it_works(
    client: Client, publish: Callable[..., Article], change: Callable[..., None], publisher: User
) -> None:
    beside = publish()
    article = publish(
        headline="Kittiwake finds the harbour", tags=["Fog"], authors=[cast.author()], slug="kittiwake"
    )
    Link.objects.create(article=beside, target=article, rank=1, score=1)
    change(article, "correction", change_note="It left at one.")
    invalidation.sweep()
    places = (*PLACES, beside.get_absolute_url())
    before = [place for place in places if "kittiwake" not in client.get(place).content.decode().lower()]
    assert before == []

    withdrawing.withdraw(
        Article.objects.get(pk=article.pk),
        by=publisher,
        reason="It was another ship.",
        notice="It was another ship.",
    )
    invalidation.sweep()

    client = Client()  # of another process: each keeps a page for a second in its own memory
    after = [place for place in places if "kittiwake finds" in client.get(place).content.decode().lower()]
    after += [place for place in places if "/kittiwake/" in client.get(place).content.decode()]
    assert after == []
    gone = client.get(article.get_absolute_url())
    assert gone.status_code == 410
    assert "It was another ship." in gone.content.decode()
    assert client.get(f"/a/{article.pk}/", follow=True).status_code == 410
