"""Back to the beginning: every table of the site emptied, and what Valkey remembers of them forgotten."""

import redis
from django.apps import apps
from django.conf import settings
from django.db import connection

from common import limits
from reader import page_store

# What migrations have written: without it the site would not know its own tables.
KEPT_TABLES = {"django_migrations", "django_content_type", "auth_permission"}
# A sweep that works right now is let finish; whoever holds a table for longer has gone wrong.
PATIENCE = "20s"


def empty_tables() -> None:
    """Empty every table but those that migrations fill. Only the owner may."""
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)} - KEPT_TABLES
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
        present = set(connection.introspection.table_names(cursor))
        names = ", ".join(connection.ops.quote_name(table) for table in sorted(tables & present))
        cursor.execute(f"TRUNCATE {names} RESTART IDENTITY CASCADE")


def forget() -> None:
    """Drop the stored pages, and the limits of people whose numbers begin anew. Raises redis.RedisError."""
    server = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=5)
    page_store.forget([])  # no page that is being made right now is stored afterwards
    for prefix in (page_store.PREFIX, limits.PREFIX):
        keys = [
            key for key in server.scan_iter(f"{prefix}*", count=1_000) if key != page_store.EPOCH.encode()
        ]
        if keys:
            server.delete(*keys)
