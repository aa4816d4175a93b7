"""The desk that publishes with one call."""

import pytest

from accounts.models import User
from related.tests.stories import Desk


@pytest.fixture
def desk(reporter: User, editor: User, publisher: User) -> Desk:
    return Desk(reporter, editor, publisher)
