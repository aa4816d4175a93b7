"""What the tests of the talk share: an open thread, clients of the people, a comment without ceremony."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from articles.models import Article
from comments import posting
from comments.models import Comment


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
def say() -> Callable[..., Comment]:
    """Post without ceremony."""

    def post(article: Article, author: User, text: str, parent: Comment | None = None) -> Comment:
        return posting.post(article, author, text, parent, paced=False)

    return post
