"""A thread of some thousands, filled as the benchmark fills it: as many queries as a small one, and numbers that hold."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from articles.models import Article
from bench.comments.filling import Filling
from comments.counting import CommentCounts
from comments.models import Comment
from comments.recounting import CommentRanks
from comments.sorting import Sort

pytestmark = pytest.mark.django_db
LENGTH = 2_500
MOST_QUERIES = 6


@pytest.fixture
def large(open_article: Article) -> Article:
    Filling(authors=50).fill([(open_article, LENGTH, 0)])
    ContentType.objects.get_for_model(Article)  # read once in the life of a process
    return open_article


def test_it_works(
    large: Article, reader: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = Client()
    client.force_login(reader)
    address = f"/comments/article/{large.pk}/"
    client.get(address)  # the sections are read once in a while
    for sort in Sort.values:
        with django_assert_max_num_queries(MOST_QUERIES):
            page = client.get(address, {"sort": sort})
        if sort != Sort.PICKS:
            with django_assert_max_num_queries(MOST_QUERIES):
                client.get(address, {"sort": sort, "from": page.context["thread"].next})
    deepest = Comment.objects.filter(article=large, is_listed=True).order_by("depth", "id").last()
    with django_assert_max_num_queries(MOST_QUERIES):
        page = client.get(f"/comments/{deepest.pk}/").content.decode()
    assert page.count('aria-current="true"') == 1
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(f"/comments/{deepest.root_id}/replies/")


def test_what_the_benchmark_fills_in_is_what_the_verbs_would_leave(large: Article) -> None:
    assert CommentCounts().differences() == []
    assert CommentRanks().differences() == []
    assert Comment.objects.count() == LENGTH


def test_every_page_of_a_large_thread_is_read_once(large: Article) -> None:
    client, address, seen, place = Client(), f"/comments/article/{large.pk}/", [], ""
    for _ in range(6):
        asked = {"sort": "best", "from": place} if place else {"sort": "best"}
        thread = client.get(address, asked).context["thread"]
        seen += [entry.comment.pk for entry in thread.entries]
        place = thread.next
    roots = Comment.objects.filter(article=large, root=None, is_listed=True).order_by("-best", "-id")
    assert seen == list(roots.values_list("pk", flat=True)[: len(seen)])
    assert len(seen) == 120
