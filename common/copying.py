"""Many new rows at once: as ``bulk_create``, by COPY; several times as fast for wide tables."""

import json
from collections.abc import Callable, Sequence
from functools import cache
from json.encoder import encode_basestring as _quoted
from operator import itemgetter
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import DateTimeField, Field, JSONField, Model
from django.db.models.base import ModelState


def copy_in(objects: Sequence[Model]) -> None:
    """Store new objects of one model. The database numbers those without a key, and tells them nothing of it.

    No signal is sent and no conflict passed over. Raises what ``bulk_create`` would (django.db.Error, ValueError).
    """
    if not objects:
        return
    query, row_of = _way(type(objects[0]), bool(objects[0].pk))
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(query) as copy:
        for obj in objects:
            copy.write_row(row_of(obj))
    for obj in objects:
        obj._state.adding, obj._state.db = False, connection.alias


def fresh[M: Model](model: type[M], **columns: Any) -> M:
    """A new object by its columns (``feed_id``, not ``feed``), the others by their defaults; not stored yet.

    As the model's own constructor, at a tenth of its time; a column that is misspelt raises TypeError as there.
    """
    fixed, made = _defaults(model)
    obj = model.__new__(model)
    row = obj.__dict__
    row |= fixed
    for name, make in made:
        row[name] = make()
    row |= columns
    if len(row) != len(fixed) + len(made):
        raise TypeError(f"{model._meta.label} has no {', '.join(sorted(set(row) - set(_names(model))))}.")
    row["_state"] = ModelState()
    return obj


@cache
def _defaults(model: type[Model]) -> tuple[dict[str, Any], list[tuple[str, Callable[[], Any]]]]:
    """Each column's value where none is given: those that are the same for all, and those that are made anew."""
    fixed: dict[str, Any] = {}
    made: list[tuple[str, Callable[[], Any]]] = []
    for field in model._meta.concrete_fields:
        if field.generated:
            continue
        if field.has_default() and callable(field.default):
            made.append((field.attname, field.get_default))
        else:
            fixed[field.attname] = field.get_default()
    return fixed, made


def _names(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def number(objects: Sequence[Model]) -> None:
    """Give new objects of one model their running numbers before they are stored."""
    if not objects:
        return
    key = type(objects[0])._meta.pk
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT array(SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s))",
            [connection.ops.quote_name(type(objects[0])._meta.db_table), key.column, len(objects)],
        )
        (numbers,) = cursor.fetchone()
    for obj, value in zip(objects, numbers, strict=True):
        setattr(obj, key.attname, value)


@cache
def _way(model: type[Model], has_keys: bool) -> tuple[str, Callable[[Model], list[Any]]]:
    """The statement, and how a row of it is had from an object, in a form that the driver need not think about."""
    # What the database works out it cannot be told.
    stored = [field for field in model._meta.concrete_fields if not field.generated]
    fields = [field for field in stored if has_keys or not field.primary_key]
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in fields)
    values_of = itemgetter(*[field.attname for field in fields])
    stamped = [
        field
        for field in fields
        if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    ]
    written = [(at, writer) for at, field in enumerate(fields) if (writer := _writer(field)) is not None]

    def row_of(obj: Model) -> list[Any]:
        for field in stamped:
            field.pre_save(obj, True)
        row = list(values_of(obj.__dict__))
        for at, write in written:
            if row[at] is not None:
                row[at] = write(row[at])
        return row

    return f"COPY {quote(model._meta.db_table)} ({names}) FROM STDIN", row_of


def _writer(field: "Field[Any, Any]") -> Callable[[Any], str] | None:
    """How a value of the column is written out, where the driver would think about it."""
    if isinstance(field, JSONField):
        return _json
    if isinstance(field, ArrayField):
        return lambda numbers: "{" + ",".join(map(str, numbers)) + "}"
    return str if isinstance(field, DateTimeField) else None


def _json(value: Any) -> str:
    """As ``json.dumps``, quicker for the small lists and dictionaries of strings that most of them are."""
    kind = type(value)
    if kind is str:
        return _quoted(value)
    if kind is list:
        return "[" + ",".join(map(_json, value)) + "]"
    if kind is dict:
        return "{" + ",".join([f"{_quoted(key)}:{_json(one)}" for key, one in value.items()]) + "}"
    return json.dumps(value)
