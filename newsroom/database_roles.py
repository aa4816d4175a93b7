"""What the application's role may do with the tables: use them, and never change or empty them.

The embedded server grants this by default privileges when it is made; an external server gets it here, after each
migration. What is append-only loses UPDATE and DELETE on both: a trigger guards these tables as well, this is the
second lock on the same door.
"""

from django.apps import AppConfig
from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

APPEND_ONLY = ("accounts_accesschange", "moderation_decision", "moderation_checkpoint", "articles_savedtext")
# The application must not be able to make a migration look done, nor to write what the database itself notes.
READ_ONLY = ("django_migrations", "moderation_trace")
# When its readers were told is noted in the row; everything else of it a trigger guards.
NEVER_DELETED = ("articles_correction",)


def grant_application_role(connection: BaseDatabaseWrapper, role: str) -> bool:
    """Give ``role`` data rights on the tables of this connection's user; False where the role is that user itself."""
    if connection.vendor != "postgresql" or not role:
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user = %s, EXISTS (SELECT 1 FROM pg_roles WHERE rolname = %s)", [role, role]
        )
        same, exists = cursor.fetchone() or (True, False)
        if same or not exists:
            return False
        name = connection.ops.quote_name(role)
        present = set(connection.introspection.table_names(cursor))
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {name}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}")
        cursor.execute(f"REVOKE TRUNCATE, REFERENCES, TRIGGER ON ALL TABLES IN SCHEMA public FROM {name}")
        for tables, rights in (
            (APPEND_ONLY, "UPDATE, DELETE"),
            (READ_ONLY, "INSERT, UPDATE, DELETE"),
            (NEVER_DELETED, "DELETE"),
        ):
            for table in present.intersection(tables):
                cursor.execute(f"REVOKE {rights} ON {connection.ops.quote_name(table)} FROM {name}")
    return True


def after_migrate(sender: AppConfig, using: str, **kwargs: object) -> None:
    """The receiver of Django's ``post_migrate``."""
    grant_application_role(connections[using], settings.DATABASE_APPLICATION_ROLE)
