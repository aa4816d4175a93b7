"""The number at the article equals what is visible, whatever happens in whatever order."""

from contextlib import suppress
from io import StringIO

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from accounts.roles import Role
from articles.models import Article
from comments import deciding, deleting, editing, paths, posting, voting
from comments.counting import CommentCounts
from comments.models import MAX_DEPTH, Comment, Vote
from comments.ranking import lower_bound
from comments.recounting import CommentRanks
from comments.workflow import COMMENT
from moderation.errors import Refused
from moderation.models import Item
from newsroom.testing import cast

pytestmark = pytest.mark.django_db

ACTS = st.tuples(
    st.sampled_from(
        ["post", "reply", "reply", "delete", "edit", "vote", *(s.name for s in COMMENT.transitions)]
    ),
    st.integers(0, 5),  # which comment
    st.booleans(),  # whether the thread is open at that moment
)


def act(name: str, article: Article, people: dict[str, User], number: int, text: str) -> None:
    said = list(Comment.objects.order_by("id"))
    if name == "post" or not said:
        posting.post(article, people["reader"], text, paced=False)
        return
    comment = said[number % len(said)]
    if name == "reply":
        posting.post(article, people["stranger"], text, comment, paced=False)
    elif name == "delete":
        deleting.delete(comment, by=comment.author)
    elif name == "vote":
        person = people[("reader", "stranger", "moderator")[number % 3]]
        voting.vote(comment, (1, -1, 0)[len(text) % 3], by=person)
    elif name == "edit":
        editing.edit(comment, text, by=comment.author, version=comment.version)
    else:
        deciding.decide(comment, name, by=people["moderator"], version=comment.version, reason="Because")


@given(acts=st.lists(ACTS, max_size=14))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_it_works(acts: list[tuple[str, int, bool]], published: Article) -> None:
    Item.objects.filter(kind="comments.comment").delete()
    while leaves := Comment.objects.filter(replies=None):
        Comment.objects.filter(pk__in=[leaf.pk for leaf in leaves]).delete()
    Article.objects.filter(pk=published.pk).update(comment_count=0)
    people = {
        "reader": cast.person("Rita Reader"),
        "stranger": cast.person("Sam Stranger"),
        "moderator": cast.person("Max Moderator", Role.MODERATOR),
    }
    for turn, (name, number, is_open) in enumerate(acts):
        mode = Article.CommentsMode.OPEN if is_open else Article.CommentsMode.PREMODERATED
        Article.objects.filter(pk=published.pk).update(comments_mode=mode)
        published.refresh_from_db()
        with suppress(Refused):
            act(name, published, people, number, f"Turn {turn}")
        visible = [comment for comment in Comment.objects.all() if comment.is_visible]
        waiting = {c.pk for c in Comment.objects.filter(state="pending", deleted_at=None)}
        assert Article.objects.get(pk=published.pk).comment_count == len(visible)
        assert (
            set(
                Item.objects.filter(kind="comments.comment", closed_at=None).values_list(
                    "object_id", flat=True
                )
            )
            == waiting
        )
        agree_with_a_naive_look()
    assert CommentCounts().differences() == []
    assert CommentRanks().differences() == []


def agree_with_a_naive_look() -> None:
    """Votes, ranks, replies and what is listed, worked out by walking from each comment to those above it."""
    said = {comment.pk: comment for comment in Comment.objects.all()}
    for comment in said.values():
        replies = 0
        for other in said.values():
            above = paths.above(other.path)
            assert above == _parents(other, said)
            replies += other.is_visible and comment.pk in above
        votes = list(Vote.objects.filter(comment=comment).values_list("value", flat=True))
        assert comment.reply_count == replies
        assert (comment.ups, comment.downs) == (votes.count(1), votes.count(-1))
        assert comment.best == lower_bound(comment.ups, comment.downs)
        assert comment.is_listed == (comment.is_visible or replies > 0)
        assert comment.is_visible or not comment.picked_at or comment.deleted_at


def _parents(comment: Comment, said: dict[int, Comment]) -> list[int]:
    """Those that it stands below: its parents, as far as the indent goes."""
    line: list[int] = []
    while comment.parent_id is not None:
        comment = said[comment.parent_id]
        line.insert(0, comment.pk)
    return line[:MAX_DEPTH]


def test_recount_says_and_mends_what_is_wrong(open_article: Article, reader: User) -> None:
    posting.post(open_article, reader, "One.")
    call_command("recount", "--check", stdout=StringIO())
    Article.objects.filter(pk=open_article.pk).update(comment_count=7)

    Comment.objects.update(ups=3, best=0.5, reply_count=2)

    said = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("recount", "--check", stdout=said)
    assert end.value.code == 1
    assert f"comments: article {open_article.pk} says 7, is 1" in said.getvalue()
    assert "reply_count says 2, is 0" in said.getvalue()
    call_command("recount", stdout=said)
    assert Article.objects.get(pk=open_article.pk).comment_count == 1
    comment = Comment.objects.get()
    assert (comment.ups, comment.best, comment.reply_count) == (0, 0.0, 0)
