"""Many new rows at once: as ``bulk_create``, by COPY; several times as fast for wide tables."""

import json
from collections.abc import Callable, Sequence
from functools import cache
from operator import attrgetter
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import DateTimeField, Field, JSONField, Model

Reader = Callable[[Model], Any]


def copy_in(objects: Sequence[Model]) -> None:
    """Store new objects of one model. The database numbers those without a key, and tells them nothing of it.

    No signal is sent and no conflict passed over. Raises what ``bulk_create`` would (django.db.Error, ValueError).
    """
    if not objects:
        return
    query, readers = _way(type(objects[0]), bool(objects[0].pk))
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(query) as copy:
        for obj in objects:
            copy.write_row([reader(obj) for reader in readers])
    for obj in objects:
        obj._state.adding, obj._state.db = False, connection.alias


def number(objects: Sequence[Model]) -> None:
    """Give new objects of one model their running numbers before they are stored."""
    if not objects:
        return
    key = type(objects[0])._meta.pk
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [connection.ops.quote_name(type(objects[0])._meta.db_table), key.column, len(objects)],
        )
        for obj, (value,) in zip(objects, cursor.fetchall(), strict=True):
            obj.pk = value


@cache
def _way(model: type[Model], has_keys: bool) -> tuple[str, list[Reader]]:
    """The statement, and how each of its columns is read."""
    fields = [field for field in model._meta.concrete_fields if has_keys or not field.primary_key]
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in fields)
    return f"COPY {quote(model._meta.db_table)} ({names}) FROM STDIN", [_reader(field) for field in fields]


def _reader(field: "Field[Any, Any]") -> Reader:
    """How a column's value is had from an object, in a form that the driver need not think about."""
    get = attrgetter(field.attname)
    if isinstance(field, JSONField):
        return lambda obj: _json(get(obj))
    if isinstance(field, ArrayField):
        return lambda obj: "{" + ",".join(map(str, get(obj))) + "}"  # of numbers
    if isinstance(field, DateTimeField):
        return lambda obj: None if (moment := field.pre_save(obj, True)) is None else str(moment)
    return get


def _json(value: Any) -> str | None:
    if value is None:
        return None
    return _ENCODER(value) if value or not isinstance(value, (list, dict)) else _EMPTY[type(value)]


_EMPTY: dict[type, str] = {list: "[]", dict: "{}"}
_ENCODER = json.JSONEncoder(ensure_ascii=False).encode
