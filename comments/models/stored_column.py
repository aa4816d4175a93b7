"""A column that the database works out and stores."""

from collections.abc import Iterable
from typing import Any

from django.core.checks import CheckMessage
from django.db import models


class StoredColumn(models.GeneratedField):
    """A generated column that is known to be stored: PostgreSQL always can.

    Django's own asks the server at every check whether it could be virtual as well, so that no command, not even its
    help, would run without a database.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "db_persist": True})

    def _check_supported(self, databases: Iterable[str]) -> list[CheckMessage]:
        return []
