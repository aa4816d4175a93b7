"""Fronts and lists: home, section, tag, source, author, corrections; paged by key."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article
from newsroom.testing import cast
from reader.rolls import PAGE_LENGTH

pytestmark = pytest.mark.django_db
Publish = Callable[..., Article]


def test_it_works(client: Client, published: Article) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert published.live is not None
    assert published.live.headline.encode() in answer.content


def test_empty_paper_says_so(client: Client) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert b"Nothing has been published yet" in answer.content


def test_the_most_urgent_of_the_day_leads(client: Client, publish: Publish) -> None:
    urgent = publish(headline="Dam breaks")
    for number in range(6):
        publish(headline=f"Calm {number}")
    Article.objects.filter(pk=urgent.pk).update(urgency=1)
    content = client.get("/").content.decode()
    first = content.index('class="lead__first"')
    assert content.index("Dam breaks") > first
    assert content.count("Dam breaks") == 1
    assert content.index("Dam breaks") < content.index("Calm 5")


def test_a_draft_is_in_no_list(client: Client, draft) -> None:
    for address in ("/", "/world/", "/source/the-meridian/"):
        assert draft.headline.encode() not in client.get(address).content


@pytest.mark.parametrize("address", ["/world/", "/tag/fog/", "/source/the-meridian/", "/author/ines-prado/"])
def test_lists_are_paged_without_loss_and_without_repetition(
    client: Client, publish: Publish, address: str
) -> None:
    for number in range(PAGE_LENGTH + 3):
        publish(headline=f"Story {number:02}", tags=["Fog"], authors=[cast.author()])
    # Two at the very same moment, where the pages part: the id must settle their order.
    same = timezone.now() - timedelta(hours=1)
    ids = list(Article.objects.order_by("id").values_list("id", flat=True))
    Article.objects.filter(id__in=ids[1:5]).update(published_at=same)
    first = client.get(address).content.decode()
    following = re.search(r'rel="next" href="(\?before=[^"]+)"', first)
    assert following
    second = client.get(address + following[1]).content.decode()
    pages = [re.findall(r"card__title.*?Story (\d\d)", page) for page in (first, second)]
    assert (len(pages[0]), len(pages[1])) == (PAGE_LENGTH, 3)
    assert len({*pages[0], *pages[1]}) == PAGE_LENGTH + 3
    assert 'rel="next"' not in second


@pytest.mark.parametrize(
    "mark", ["x", "20260101T000000.000000Z", "20260101T000000.000000Z-٣", "\0", "9" * 5000]
)
def test_a_mark_that_we_did_not_write_leads_nowhere(client: Client, published: Article, mark: str) -> None:
    assert client.get("/world/", {"before": mark}).status_code == 404


@pytest.mark.parametrize("address", ["/nowhere/", "/tag/nothing/", "/source/nobody/", "/author/nobody/"])
def test_what_does_not_exist_is_not_found(client: Client, db: None, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_section_marks_itself_in_the_navigation(client: Client, published: Article) -> None:
    assert b'<a href="/world/" aria-current="true">World</a>' in client.get("/world/").content


def test_corrections_of_an_empty_paper(client: Client) -> None:
    assert b"Nothing has been corrected yet." in client.get("/corrections/").content
