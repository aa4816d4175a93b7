"""The read API: what was published, a page at a time, and never anything else."""

import json

import pytest

from articles import withdrawing
from common.limits import Limit
from newsroom.testing import cast
from reader import api

pytestmark = pytest.mark.django_db
LIST = "/api/v1/articles/"


def test_it_works(client, published) -> None:
    answer = client.get(LIST)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    [card] = answer.json()["articles"]
    assert card["id"] == published.pk
    one = client.get(f"{LIST}{published.pk}/").json()
    assert one["headline"] == published.live.headline
    assert one["body_html"] == published.live.body


def test_only_what_is_published(client, draft, approved) -> None:
    assert client.get(LIST).json() == {"version": 1, "articles": [], "next": None}
    for text in (draft, approved):
        for path in (f"{LIST}{text.article_id}/", f"/a/{text.article_id}.ninjs.json"):
            assert client.get(path).status_code == 404
    assert client.get(f"{LIST}{10**30}/").status_code == 404


def test_page_after_page(client, reporter, editor, publisher) -> None:
    made = [cast.published(reporter, editor, publisher).pk for _ in range(5)]
    seen, url = [], f"{LIST}?limit=2"
    while url:
        page = client.get(url).json()
        seen += [card["id"] for card in page["articles"]]
        url = page["next"]
        if len(seen) == 2:  # what is published meanwhile neither moves nor doubles the rest
            cast.published(reporter, editor, publisher)
    assert seen == made[::-1]


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "limit=²", "after=x", "after=eHw"])
def test_what_is_not_understood_is_said(client, published, query) -> None:
    answer = client.get(f"{LIST}?{query}")
    assert answer.status_code == 400
    assert answer.json()["error"].startswith(query.split("=")[0])


def test_asking_again(client, published) -> None:
    first = client.get(LIST)
    again = client.get(LIST, headers={"if-none-match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.headers["Access-Control-Allow-Origin"] == "*"


def test_asking_too_often(client, published, monkeypatch) -> None:
    monkeypatch.setattr(api, "READS", Limit("api-read-seldom", count=2, seconds=3600))
    answers = [client.get(f"{LIST}{published.pk}/") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_ninjs(client, published) -> None:
    document = client.get(f"/a/{published.pk}.ninjs.json").json()
    assert document["standard"]["version"] == "2.1"
    assert document["pubstatus"] == "usable"
    assert document["headlines"][0]["value"] == published.live.headline
    assert document["bodies"][0]["value"] == published.live.body


def test_a_withdrawn_one_is_cancelled(client, published, publisher) -> None:
    withdrawing.withdraw(published, by=publisher, reason="Wrong.")
    answer = client.get(f"/a/{published.pk}.ninjs.json")
    assert (answer.status_code, answer.json()["pubstatus"]) == (410, "canceled")
    assert published.live.headline not in json.dumps(answer.json())
    assert client.get(f"{LIST}{published.pk}/").status_code == 410
    assert client.get(LIST).json()["articles"] == []
