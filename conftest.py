"""Every test: the owner's role (tests make and empty tables), a Valkey database per process, an empty cache."""

import os
from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections

pytest_plugins = ["newsroom.testing.fixtures", "newsroom.testing.chromium"]

START = "Start PostgreSQL and Valkey first: .venv/bin/python -m newsroom.services start (or run `make test`)."


def _own_valkey_database() -> None:
    """Tests that run side by side must not see each other's limits and queues; database 0 is a running site's."""
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) + 1
    url = urlsplit(settings.REDIS_URL)._replace(path=f"/{number}").geturl()
    settings.REDIS_URL = settings.CELERY_BROKER_URL = settings.CACHES["default"]["LOCATION"] = url


_own_valkey_database()
# No collectstatic before the tests, and no time for passwords that protect nothing.
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
# Most tests are about the desk, not about its door; the door's own tests turn this on.
settings.REQUIRE_SECOND_FACTOR = False
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_sessionstart(session: pytest.Session) -> None:
    """Without a server say what to do, once, instead of failing every test."""
    if not settings.DATABASE_OWNER_URL:
        pytest.exit(f"No running instance in {settings.VAR}. {START}", returncode=3)
    try:
        psycopg.connect(settings.DATABASE_OWNER_URL, connect_timeout=5).close()
    except psycopg.OperationalError as error:
        pytest.exit(f"{str(error).strip()}\n{START}", returncode=3)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Connect as the owner of the tables."""
    owner = urlsplit(settings.DATABASE_OWNER_URL)
    connections["default"].settings_dict.update(USER=owner.username, PASSWORD=owner.password)


@pytest.fixture(autouse=True)
def _empty_cache(request: pytest.FixtureRequest) -> Iterator[None]:
    """No limit, stored page or tick of one test reaches the next."""
    yield
    if {"db", "transactional_db", "client"} & set(request.fixturenames) or request.node.get_closest_marker(
        "django_db"
    ):
        cache.clear()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Remind of what had failed before the tests began, beside their own closing line."""
    if failed := os.environ.get("NEWSROOM_LINT_FAILED"):
        terminalreporter.write_line(f"NOT WELL before the tests: {failed}", red=True, bold=True)
