"""What the tests of the talk share: an open thread, clients of the people, a comment without ceremony."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from articles.models import Article
from comments import posting, screening
from comments.models import Comment
from common.limits import Limit


@pytest.fixture
def open_article(published: Article) -> Article:
    """Comments are shown at once."""
    published.comments_mode = Article.CommentsMode.OPEN
    published.save(update_fields=["comments_mode"])
    return published


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """A browser in which the person is signed in."""

    def make(person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return make


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests that write more than a person would."""
    monkeypatch.setattr(screening, "BURST", Limit("test-burst", 10_000, 60))
    monkeypatch.setattr(screening, "DAY", Limit("test-day", 10_000, 60))


@pytest.fixture
def say(unhurried: None) -> Callable[..., Comment]:
    """Post without ceremony."""

    def post(article: Article, author: User, text: str, parent: Comment | None = None) -> Comment:
        return posting.post(article, author, text, parent)

    return post
