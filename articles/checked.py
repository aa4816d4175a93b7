"""Doing something so that the database's refusal is known at once, in words, and not at the commit."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, OperationalError, connection, transaction
from django.utils.translation import gettext as _

from moderation.errors import Refused

log = logging.getLogger(__name__)


class DatabaseRefused(Refused):
    """A guard of the database stopped what the code had let pass; the log says which."""


@contextmanager
def checked() -> Iterator[None]:
    """All or nothing, with what the database checks at a commit. Raises DatabaseRefused; what is refused is undone.

    A database that is away, or gives way in a deadlock, is no refusal: OperationalError goes through.
    """
    try:
        with transaction.atomic():
            yield
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except OperationalError:
        raise
    except DatabaseError as error:
        log.exception("The database refused what was asked of it")
        raise DatabaseRefused(
            _("The database refused it; whoever runs the site finds the reason in its log.")
        ) from error
