"""Fixtures for pytest: the people, one of each thing they work on, and a mail server."""

from collections.abc import Iterator
from typing import Any

import pytest

from accounts.models import User
from accounts.roles import Role
from articles.models import Article, Revision
from newsroom.testing import cast
from newsroom.testing.loopback import Loopback, serve
from newsroom.testing.post_office import PostOffice


@pytest.fixture
def reporter(db: None) -> User:
    return cast.person("Rosa Reporter", Role.REPORTER)


@pytest.fixture
def editor(db: None) -> User:
    return cast.person("Ada Editor", Role.EDITOR)


@pytest.fixture
def second_editor(db: None) -> User:
    return cast.person("Ben Editor", Role.EDITOR)


@pytest.fixture
def publisher(db: None) -> User:
    return cast.person("Petra Publisher", Role.PUBLISHER)


@pytest.fixture
def moderator(db: None) -> User:
    return cast.person("Max Moderator", Role.MODERATOR)


@pytest.fixture
def administrator(db: None) -> User:
    return cast.person("Anna Administrator", Role.ADMINISTRATOR)


@pytest.fixture
def reader(db: None) -> User:
    return cast.person("Rita Reader")


@pytest.fixture
def stranger(db: None) -> User:
    return cast.person("Sam Stranger")


@pytest.fixture
def draft(reporter: User) -> Revision:
    return cast.draft(reporter)


@pytest.fixture
def approved(reporter: User, editor: User) -> Revision:
    return cast.approved(reporter, editor)


@pytest.fixture
def published(reporter: User, editor: User, publisher: User) -> Article:
    return cast.published(reporter, editor, publisher)


@pytest.fixture
def post_office(settings: Any) -> Iterator[PostOffice]:
    """A real mail server on loopback, which both mailers of the site hand their mails to."""
    with PostOffice() as office:
        settings.MAILERS = dict.fromkeys(settings.MAILERS, office.mailer)
        yield office


@pytest.fixture
def web(settings: Any) -> Iterator[Loopback]:
    """A server on loopback, opened in the guard as an operator would."""
    with serve() as server:
        settings.OUTBOUND_ALLOW = [server.place]
        yield server
