"""What a moderator sees around a comment: its neighbours, the same words before, and what rules saw, marked."""

import pytest
from django.urls import reverse

from accounts.models import User
from articles.models import Article
from comments import deciding, posting
from comments.context import context_of
from comments.evidence import marked
from comments.models import Comment
from comments.rendering import rendered
from moderation.evidence import spans_of, words_of
from moderation.models import Item
from moderation.tests.conftest import signed_in
from newsroom.testing import cast

db = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "spans", "expected"),
    [
        ("Buy it now.", [(0, 3)], "<p><mark>Buy</mark> it now.</p>"),
        ("Buy **it** now.", [(0, 10)], "<p><mark>Buy </mark><strong><mark>it</mark></strong> now.</p>"),
        ("One\n\nTwo", [(0, 8)], "<p><mark>One</mark></p>\n<p><mark>Two</mark></p>"),
        ("a <b> & c", [(2, 5)], "<p>a <mark>&lt;b&gt;</mark> &amp; c</p>"),
        ("> said", [(0, 6)], '<p class="as-typed"><mark>&gt; said</mark></p>'),
        ("\ue000 odd", [(0, 2)], "<p>\ue000 odd</p>"),
        ("plain", [], "<p>plain</p>"),
    ],
)
def test_marks_stand_where_the_rule_saw_it(text: str, spans: list[tuple[int, int]], expected: str) -> None:
    assert marked(text, rendered(text).strip(), spans).strip() == expected


def test_a_mark_in_a_link_s_address_shows_the_text_as_typed() -> None:
    text = "See [this](https://example.org/<script>x)."
    shown = marked(text, rendered(text), [(14, 22)])
    assert "<mark>" in shown
    assert "<script" not in shown


def test_places_that_touch_are_one_and_nonsense_is_none() -> None:
    reasons = [
        {"evidence": [[0, 3], [2, 5]]},
        {"evidence": [[7, 99], [-1, 2], "x", [1], ["a", "b"], [4, 4]]},
        {"evidence": 3},
        {},
    ]
    assert spans_of(reasons, 10) == [(0, 5)]
    assert words_of({"evidence": [[0, 3], [4, 7]]}, "Buy Buy now") == ["Buy"]


@db
def test_neighbours_are_those_that_readers_see(published: Article, moderator: User, reader: User) -> None:
    people = [cast.person(f"Nora {number}") for number in range(5)]
    said = [posting.post(published, person, f"Word {number} of five") for number, person in enumerate(people)]
    for one in (said[0], said[2], said[4]):
        deciding.approve(one, by=moderator, version=1)
    around = context_of([said[3]])[said[3].pk]
    assert [one.pk for one in around.before] == [said[0].pk, said[2].pk]
    assert [one.pk for one in around.after] == [said[4].pk]
    assert context_of([]) == {}


@db
def test_the_same_words_before_are_told_with_what_was_decided(
    published: Article, moderator: User, reader: User
) -> None:
    first = posting.post(published, cast.person("Otto Other"), "Buy *my* bells!")
    deciding.reject(first, by=moderator, version=1, reason="No.", reason_code="advertising")
    again = posting.post(published, reader, "buy my -- BELLS")
    posting.post(published, cast.person("Paul Pending"), "Buy my bells")
    (past,) = context_of([again])[again.pk].past
    assert (past.comment_id, past.state, past.reason) == (first.pk, "Rejected", "Advertising")
    assert past.who == "Max Moderator"
    page = signed_in(moderator).get("/admin/queue/").text
    assert "The same words before:" in page
    assert "(Advertising)" in page


@db
def test_the_card_marks_what_rules_saw_and_says_when_it_would_have_passed(
    published: Article, moderator: User, reader: User
) -> None:
    waits = posting.post(published, reader, "Cheap bells at noon")
    reason = {
        "rule": "words",
        "words": "A word of the list",
        "evidence": [[0, 5]],
        "otherwise": "It would have passed without it.",
    }
    Item.objects.filter(object_id=waits.pk, kind="comments.comment").update(reasons=[reason])
    page = signed_in(moderator).get("/admin/queue/").text
    assert "<p><mark>Cheap</mark> bells at noon</p>" in page
    assert '<q class="proof__seen">Cheap</q>' in page
    assert "It would have passed without it." in page


@db
def test_the_queue_asks_as_often_for_ten_as_for_one(
    published: Article, moderator: User, django_assert_max_num_queries
) -> None:
    people = [cast.person(f"Nora {number}") for number in range(10)]
    for number, person in enumerate(people):
        one = posting.post(published, person, f"Bells {number}, bells")
        deciding.reject(one, by=moderator, version=1, reason="No.")
        posting.post(published, person, f"bells {number} BELLS")
    client = signed_in(moderator)
    with django_assert_max_num_queries(23):
        assert client.get(reverse("moderation:queue")).status_code == 200
    assert Comment.objects.filter(state="pending").count() == 10
