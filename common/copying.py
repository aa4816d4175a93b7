"""Many new rows at once: as ``bulk_create``, by COPY; several times as fast for wide tables."""

import json
from collections.abc import Callable, Sequence
from functools import cache
from operator import attrgetter
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import AutoField, BigAutoField, DateTimeField, Field, JSONField, Model

Reader = Callable[[Model], Any]


def copy_in(objects: Sequence[Model]) -> None:
    """Store new objects of one model; those whose key is a running number carry it afterwards.

    No signal is sent and no conflict passed over. Raises what ``bulk_create`` would (django.db.Error, ValueError).
    """
    if not objects:
        return
    model = type(objects[0])
    _number(model, [obj for obj in objects if obj.pk is None])
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column) for field in model._meta.concrete_fields)
    readers = _readers(model)
    query = f"COPY {quote(model._meta.db_table)} ({names}) FROM STDIN"
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(query) as copy:
        for obj in objects:
            copy.write_row([reader(obj) for reader in readers])


def _number(model: type[Model], objects: Sequence[Model]) -> None:
    key = model._meta.pk
    if not objects or not isinstance(key, AutoField | BigAutoField):
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [connection.ops.quote_name(model._meta.db_table), key.column, len(objects)],
        )
        for obj, (number,) in zip(objects, cursor.fetchall(), strict=True):
            obj.pk = number


@cache
def _readers(model: type[Model]) -> tuple[Reader, ...]:
    return tuple(_reader(field) for field in model._meta.concrete_fields)


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
    return None if value is None else _ENCODER(value)


_ENCODER = json.JSONEncoder(ensure_ascii=False).encode
