"""Taking an archive in: into an empty site, by the owner of the tables, everything or nothing.

The rows are history: published texts with their approvals, decisions in their chains. The guards of the database refuse
such rows to whoever did not make them step by step, so the owner switches them off for the length of one transaction;
constraints and foreign keys hold all the same, and the audits prove the chains afterwards.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.utils import DatabaseError

from newsroom.archive.checking import check
from newsroom.archive.contents import Table, model_of, tables
from newsroom.archive.exporting import Progress
from newsroom.archive.manifest import ArchiveRefused, Manifest, Part
from newsroom.archive.measuring import chunks

BATCH_ROWS, BATCH_BYTES = 1_000, 4 * 1024 * 1024
PATIENCE = "20s"  # for locks; on an empty site nobody should hold any
OWNER = (
    "Only the owner of the tables can take an archive in: set NEWSROOM_DATABASE_ROLE=owner for this one command"
    " (and DATABASE_OWNER_URL, if the site uses its own database server)."
)


def take_in(path: Path, progress: Progress) -> Manifest:
    """Read the archive into this site. Raises ArchiveRefused (nothing was changed), OSError."""
    _is_owner()
    try:
        with zipfile.ZipFile(path) as archive:
            found = check(archive, lambda name, rows: progress(f"checked {name}", rows))
            _store(archive, found, progress)
    except zipfile.BadZipFile:
        raise ArchiveRefused(f"{path} is no archive of Newsroom (no zip file).") from None
    return found


def _is_owner() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT moderation_may_date()")
        (is_owner,) = cursor.fetchone() or (False,)
    if not is_owner:
        raise ArchiveRefused(OWNER)


def _store(archive: zipfile.ZipFile, found: Manifest, progress: Progress) -> None:
    written: list[Path] = []
    try:
        with transaction.atomic():
            all_tables = tables()
            with _alone(all_tables):
                for table, part in zip(all_tables, found.tables, strict=True):
                    _rows(archive, table, part, progress)
            _count_on(all_tables)
            for number, part in enumerate(found.media, 1):
                _picture(archive, part, written)
                progress("media", number)
    except DatabaseError as error:
        _remove(written)
        raise ArchiveRefused(f"The database refuses what the archive says: {error}".strip()) from error
    except BaseException:
        _remove(written)
        raise


@contextmanager
def _alone(all_tables: list[Table]) -> Iterator[None]:
    """The tables locked, empty, and without their guards; foreign keys are looked at before the guards come back."""
    names = [connection.ops.quote_name(table.name) for table in all_tables]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('lock_timeout', %s, true), set_config('TimeZone', 'UTC', true)", [PATIENCE]
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"LOCK TABLE {', '.join(names)} IN ACCESS EXCLUSIVE MODE")
        for table, name in zip(all_tables, names, strict=True):
            cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {name})")  # noqa: S608 — our own names
            if (cursor.fetchone() or (True,))[0]:
                raise ArchiveRefused(
                    f"This site is not empty (there are rows in {table.name}): an archive is taken in by a site that"
                    " was set up with “manage.py migrate” and nothing else."
                )
        for name in names:
            cursor.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in names:
            cursor.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")


def _rows(archive: zipfile.ZipFile, table: Table, part: Part, progress: Progress) -> None:
    name = connection.ops.quote_name(table.name)
    columns = ", ".join(connection.ops.quote_name(column) for column in table.columns)
    query = f"INSERT INTO {name} ({columns}) SELECT {columns} FROM json_populate_recordset(NULL::{name}, %s::json)"  # noqa: S608
    rows, kinds = 0, _kinds() if table.kinds else {}
    with archive.open(part.name) as stream, connection.cursor() as cursor:
        for batch in _batches(stream):
            lines = [_with_kinds(line, table, kinds) for line in batch] if table.kinds else batch
            cursor.execute(query, [f"[{','.join(line.decode() for line in lines)}]"])
            rows += len(batch)
            progress(part.name, rows)
    if rows != part.rows:
        raise ArchiveRefused(f"{part.name} has {rows} rows; the manifest says {part.rows}.")


def _batches(stream: IO[bytes]) -> Iterator[list[bytes]]:
    batch: list[bytes] = []
    size = 0
    for line in stream:
        batch.append(line)
        size += len(line)
        if len(batch) >= BATCH_ROWS or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _kinds() -> dict[str, int]:
    return {f"{kind.app_label}.{kind.model}": kind.pk for kind in ContentType.objects.all()}


def _with_kinds(line: bytes, table: Table, kinds: dict[str, int]) -> bytes:
    """The row with this database's numbers for what it names in words. Raises ArchiveRefused."""
    row: dict[str, Any] = json.loads(line)
    for column in table.kinds:
        if (word := row[column]) is not None:
            if word not in kinds:
                raise ArchiveRefused(f"{table.part} names “{word}”, which this site does not know.")
            row[column] = kinds[word]
    return json.dumps(row).encode()


def _count_on(all_tables: list[Table]) -> None:
    """New rows get numbers after those that were taken in."""
    with connection.cursor() as cursor:
        for query in connection.ops.sequence_reset_sql(
            no_style(), [model_of(table.label) for table in all_tables]
        ):
            cursor.execute(query)


def _picture(archive: zipfile.ZipFile, part: Part, written: list[Path]) -> None:
    """Write the picture; the same one may lie there already, of an import that was killed. Raises ArchiveRefused."""
    path = Path(settings.MEDIA_ROOT) / part.name
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        if _sum(path) != part.sha256:
            raise ArchiveRefused(
                f"{path} is there already and another picture: empty the folder, or name another."
            )
        return
    written.append(path)
    with archive.open(f"media/{part.name}") as stream, path.open("xb") as target:
        for data in chunks(stream):
            target.write(data)


def _sum(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _remove(written: list[Path]) -> None:
    for path in written:
        path.unlink(missing_ok=True)
