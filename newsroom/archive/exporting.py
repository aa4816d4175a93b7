"""Writing the archive: every table as it stands at one moment, then the pictures that its rows name."""

import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from articles.models import EarlierFile, Image
from newsroom.archive import manifest
from newsroom.archive.contents import LEFT_OUT, WRITTEN_AS, Table, tables
from newsroom.archive.manifest import ArchiveRefused, Manifest, Part
from newsroom.archive.measuring import Measured, chunks

Progress = Callable[[str, int], None]  # the part's name, and how many of its rows are done
TOLD_EVERY = 5_000  # rows
KIND = "(SELECT app_label || '.' || model FROM django_content_type WHERE id = {})"


def export(path: Path, progress: Progress) -> Manifest:
    """Write the site to ``path``, whole or not at all: it has its name once it is done. Raises ArchiveRefused, OSError."""
    if path.exists():
        raise ArchiveRefused(f"{path} is there already: name another file, or remove it.")
    under_way = path.with_name(f"{path.name}.part")
    try:
        under_way.touch(mode=0o600, exist_ok=False)  # it holds what nobody else may read
    except FileExistsError:
        raise ArchiveRefused(
            f"{under_way} is there already: another export is at work, or was killed (remove it then)."
        ) from None
    try:
        with zipfile.ZipFile(under_way, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
            written = _write(archive, progress)
        under_way.rename(path)
    except BaseException:
        with suppress(OSError):
            under_way.unlink(missing_ok=True)
        raise
    return written


def _write(archive: zipfile.ZipFile, progress: Progress) -> Manifest:
    with transaction.atomic():
        _see_one_moment()
        parts = [_table(archive, table, progress) for table in tables()]
        names = sorted(
            {name for model in (Image, EarlierFile) for name in model.objects.values_list("file", flat=True)}
        )
        schema = manifest.schema()
    media, missing = [], []
    for name in names:
        path = Path(settings.MEDIA_ROOT) / name
        if path.is_file():
            media.append(_picture(archive, name, path))
            progress("media", len(media))
        elif name:
            missing.append(name)
    made = Manifest(
        made_at=timezone.now().isoformat(timespec="seconds"),
        site=settings.SITE_URL,
        schema=schema,
        tables=parts,
        media=media,
        missing=missing,
        left_out=LEFT_OUT,
    )
    manifest.write(archive, made)
    return made


def _see_one_moment() -> None:
    """All tables as they were when the first was read, whoever writes meanwhile."""
    with connection.cursor() as cursor:
        if not connection.savepoint_ids:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT set_config('TimeZone', 'UTC', true)")


def _table(archive: zipfile.ZipFile, table: Table, progress: Progress) -> Part:
    rows, measured = 0, Measured()
    with archive.open(table.part, "w", force_zip64=True) as stream:
        for line in _lines(table):
            stream.write(measured.feed(line))
            rows += 1
            if rows % TOLD_EVERY == 0:
                progress(table.part, rows)
    progress(table.part, rows)
    return Part(table.part, rows, measured.size, measured.sha256)


def _lines(table: Table) -> Iterator[bytes]:
    """The rows as JSON, in the order of their keys, through a cursor of the server: memory holds a few at a time."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            f"SELECT row_to_json(line)::text FROM (SELECT {_columns(table)} FROM {_quoted(table.name)}"  # noqa: S608 — our own names
            f" ORDER BY {_quoted(table.key)}) AS line"
        )
        for (line,) in cursor:
            yield line.encode() + b"\n"


def _columns(table: Table) -> str:
    instead = WRITTEN_AS.get(table.label, {})
    written = {column: instead.get(column, _quoted(column)) for column in table.columns}
    written |= {column: KIND.format(_quoted(column)) for column in table.kinds}
    return ", ".join(f"{what} AS {_quoted(column)}" for column, what in written.items())


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _picture(archive: zipfile.ZipFile, name: str, path: Path) -> Part:
    measured = Measured()
    entry = zipfile.ZipInfo(f"media/{name}")  # stored: pictures are compressed already
    with path.open("rb") as source, archive.open(entry, "w", force_zip64=True) as stream:
        for data in chunks(source):
            stream.write(measured.feed(data))
    return Part(name, 1, measured.size, measured.sha256)
