"""What the tests of the talk share: an open thread, clients of the people, a comment without ceremony."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from articles.models import Article
from comments import posting
from comments.models import Comment, Rule, RuleVersion
from comments.rules import deciding, replaying


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


@pytest.fixture
def in_force(administrator: User) -> Callable[..., RuleVersion]:
    """A rule that was written, replayed and put in force."""

    def make(kind: str, options: dict[str, object], name: str = "a-rule", **facts: object) -> RuleVersion:
        said = RuleVersion(kind=kind, options=options, **facts)
        rule = Rule.objects.filter(name=name).first() or Rule(name=name)
        version = deciding.save(rule, said, by=administrator, version=rule.version)
        replaying.run(replaying.ask(version, by=administrator))
        deciding.activate(rule, by=administrator, version=rule.version, reason="It is needed.")
        return version

    return make
