"""How many queries each page costs: named here, so that one more is a decision."""

from collections.abc import Callable

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from accounts.models import User
from articles.models import Article
from newsroom.testing import cast
from related.models import Link

pytestmark = pytest.mark.django_db

MOST = {
    "/": 3,
    "/world/": 3,
    "/tag/fog/": 3,
    "/source/the-meridian/": 3,
    "/author/ines-prado/": 3,
    "/corrections/": 2,
    "/feed/": 2,
    "/world/feed/": 3,
    "/sitemap.xml": 3,
    "/about/": 1,
    "/search/?q=ferry": 3,
    "/nowhere/": 4,
    "ARTICLE": 6,
}
UNSTORED = {"/search/?q=ferry", "/nowhere/"}


@pytest.fixture
def articles(publish: Callable[..., Article]) -> list[Article]:
    ContentType.objects.clear_cache()
    ContentType.objects.get_for_model(Article)  # read once in the life of a process
    made = [
        publish(
            headline=f"Ferry {number}",
            section=cast.section(name),
            tags=["Fog", "Sea"],
            authors=[cast.author(), cast.author("Ada Lund")],
        )
        for number, name in enumerate(["World", "World", "Sport"])
    ]
    Link.objects.bulk_create(
        Link(article=made[0], target=target, rank=rank) for rank, target in enumerate(made[1:])
    )
    return made


@pytest.mark.parametrize("page", MOST)
def test_it_works(
    client: Client,
    articles: list[Article],
    page: str,
    django_assert_max_num_queries,
    django_assert_num_queries,
) -> None:
    address = articles[0].get_absolute_url() if page == "ARTICLE" else page
    with django_assert_max_num_queries(MOST[page]):
        client.get(address)
    if page not in UNSTORED:
        with django_assert_num_queries(0):
            client.get(address)


def test_a_signed_in_reader_costs_the_session_the_person_and_the_bell(
    client: Client, articles: list[Article], reader: User, django_assert_max_num_queries
) -> None:
    client.force_login(reader)
    with django_assert_max_num_queries(6 + 3):
        client.get(articles[0].get_absolute_url())
