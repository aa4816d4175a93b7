"""Who may do what inside the embedded server: an owner that makes tables, an application that uses them."""

import psycopg
from psycopg import sql

from newsroom.services import postgres
from newsroom.services.keys import Keys
from newsroom.services.postgres import ADMIN, APP, DATABASE, OWNER
from newsroom.services.premises import Premises

EXTENSIONS = ("vector", "pg_trgm", "unaccent")
# Raise when anything below changes: it is then done once more on existing data.
VERSION = "1"


def _role(cursor: psycopg.Cursor, name: str, password: str, attributes: str) -> None:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
    verb = "ALTER" if cursor.fetchone() else "CREATE"
    statement = sql.SQL("{} ROLE {} LOGIN {} PASSWORD {}").format(
        sql.SQL(verb),
        sql.Identifier(name),
        sql.SQL(attributes),
        sql.Literal(password),
    )
    cursor.execute(statement)


def _furnish(cursor: psycopg.Cursor) -> None:
    """Extensions and default rights; in ``template1`` too, so that the databases of tests have them."""
    for extension in EXTENSIONS:
        cursor.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))
    for kind, rights in (("TABLES", "SELECT, INSERT, UPDATE, DELETE"), ("SEQUENCES", "USAGE, SELECT")):
        cursor.execute(
            sql.SQL("ALTER DEFAULT PRIVILEGES FOR ROLE {} IN SCHEMA public GRANT {} ON {} TO {}").format(
                sql.Identifier(OWNER),
                sql.SQL(rights),
                sql.SQL(kind),
                sql.Identifier(APP),
            )
        )


def furnish(premises: Premises, keys: Keys) -> None:
    """Make roles, database and extensions once; running it again changes nothing."""
    done = premises.postgres / "newsroom.roles"
    if done.exists() and done.read_text(encoding="ascii").strip() == VERSION:
        return
    with psycopg.connect(postgres.url(keys, ADMIN, "template1"), autocommit=True) as connection:
        cursor = connection.cursor()
        _role(cursor, OWNER, keys.owner_password, "NOSUPERUSER CREATEDB NOCREATEROLE")
        _role(cursor, APP, keys.app_password, "NOSUPERUSER NOCREATEDB NOCREATEROLE")
        _furnish(cursor)
    with psycopg.connect(postgres.url(keys, ADMIN, "postgres"), autocommit=True) as connection:
        cursor = connection.cursor()
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if not cursor.fetchone():
            cursor.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
            )
        cursor.execute(
            sql.SQL("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC").format(sql.Identifier(DATABASE))
        )
    with psycopg.connect(postgres.url(keys, ADMIN, DATABASE), autocommit=True) as connection:
        _furnish(connection.cursor())
    done.write_text(VERSION + "\n", encoding="ascii")
