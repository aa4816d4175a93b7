"""Going behind the door's back, as tests must: the site's own role with plain SQL, the owner with the triggers off."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from django.db import connection


def as_the_site() -> "psycopg.Connection[tuple[object, ...]]":
    """A connection to the tests' database with the rights of the application's role; it sees what is committed."""
    url = urlsplit(settings.DATABASE_URL)._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    return psycopg.connect(url)


def tried(query: str) -> str:
    """What the database answers the site's role to ``query``, at the latest at the commit; empty if it let it pass."""
    try:
        with as_the_site() as site:
            site.execute(query.encode())
    except psycopg.Error as error:
        return str(error)
    return ""


@contextmanager
def triggers_off(*tables: str) -> Iterator[None]:
    """As the owner of the tables may."""
    with connection.cursor() as cursor:
        # What is deferred must be done before a table can be altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
