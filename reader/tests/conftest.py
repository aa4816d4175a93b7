"""What the public pages' tests share: nothing of the furniture remembered from another test, and a way to publish a change."""

from collections.abc import Callable, Iterator

import pytest

from accounts.models import User
from articles import drafting, publishing, reviewing
from articles.models import Article
from newsroom.testing import cast
from reader import invalidation, sections


@pytest.fixture(autouse=True)
def _sections_read_anew() -> Iterator[None]:
    sections.forget()
    yield
    sections.forget()


@pytest.fixture
def publish(reporter: User, editor: User, publisher: User) -> Callable[..., Article]:
    """Publish an article with these fields, through every hand, its page changes swept."""

    def _publish(**fields: object) -> Article:
        article = cast.published(reporter, editor, publisher, **fields)
        invalidation.sweep()
        return article

    return _publish


@pytest.fixture
def change(reporter: User, editor: User, publisher: User) -> Callable[..., None]:
    """Publish a change of an article; the sweep is the test's to call."""

    def _change(article: Article, change: str = "minor", **fields: object) -> None:
        revision = drafting.revise(article, by=reporter, change=change)
        revision = drafting.save_draft(revision, by=reporter, version=revision.version, **fields)
        reviewing.submit(revision, by=reporter, version=revision.version)
        reviewing.approve(revision, by=editor, version=revision.version)
        publishing.publish(revision, by=publisher, version=revision.version)

    return _change
