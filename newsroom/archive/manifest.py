"""The manifest: what an archive holds, with the count, the size and the sha256 of each part."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import IO, Any
from zipfile import ZipFile

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

FORMAT, VERSION = "newsroom-archive", 1
NAME = "manifest.json"
LARGEST = 256 * 1024 * 1024  # of a manifest: about a million pictures


class ArchiveRefused(Exception):
    """The archive cannot be written or taken in; ``str()`` says why and what to do."""


@dataclass(frozen=True, slots=True)
class Part:
    """One table or one picture. ``rows`` is 1 for a picture."""

    name: str
    rows: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """``schema`` is the newest migration of each app; ``missing`` are pictures that had no file when it was written."""

    made_at: str
    site: str
    schema: Mapping[str, str]
    tables: list[Part]
    media: list[Part]
    missing: list[str] = field(default_factory=list)
    left_out: Mapping[str, str] = field(default_factory=dict)
    format: str = FORMAT
    version: int = VERSION

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.tables)

    def summary(self) -> dict[str, Any]:
        """What scripts are told."""
        return {
            "version": self.version,
            "tables": {part.name: part.rows for part in self.tables},
            "rows": self.rows,
            "pictures": len(self.media),
            "missing": self.missing,
        }


def schema() -> dict[str, str]:
    """The newest applied migration of each app."""
    newest: dict[str, str] = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        newest[app] = name
    return newest


def write(archive: ZipFile, manifest: Manifest) -> None:
    archive.writestr(NAME, json.dumps(asdict(manifest), ensure_ascii=False, indent=1) + "\n")


def read(archive: ZipFile) -> Manifest:
    """The manifest of an archive that this version understands. Raises ArchiveRefused."""
    try:
        with archive.open(NAME) as stream:
            told = _told(stream)
    except KeyError:
        raise ArchiveRefused(f"This is no archive of Newsroom: it holds no {NAME}.") from None
    if told.get("format") != FORMAT:
        raise ArchiveRefused("This is no archive of Newsroom.")
    if told.get("version") != VERSION:
        raise ArchiveRefused(
            f"The archive is of version {told.get('version')}; this release reads version {VERSION}."
        )
    try:
        for name in ("tables", "media"):
            told[name] = [Part(**part) for part in told[name]]
        return Manifest(**told)
    except (KeyError, TypeError):
        raise ArchiveRefused(f"{NAME} is not as an export writes it.") from None


def _told(stream: IO[bytes]) -> dict[str, Any]:
    words = stream.read(LARGEST + 1)
    try:
        told = json.loads(words) if len(words) <= LARGEST else None
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise ArchiveRefused(f"{NAME} is not as an export writes it.")
    return told
