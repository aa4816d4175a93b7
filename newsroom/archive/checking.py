"""Looking at an archive before anything is written: the right version, the right tables, every sha256."""

import re
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812 — its own name

from newsroom.archive import manifest
from newsroom.archive.contents import tables
from newsroom.archive.exporting import Progress
from newsroom.archive.manifest import ArchiveRefused, Manifest, Part
from newsroom.archive.measuring import Measured, chunks

# Where the site itself puts pictures; no other file is written.
PICTURE = re.compile(r"images/[0-9]{4}/[0-9]{2}/[A-Za-z0-9_-]+\.(?:jpe?g|png|gif|webp|avif)\Z")


def check(archive: ZipFile, progress: Progress) -> Manifest:
    """The manifest of a whole archive that fits this release. Raises ArchiveRefused."""
    found = manifest.read(archive)
    _fits(found)
    for part in found.tables:
        _is_whole(archive, part.name, part)
        progress(part.name, part.rows)
    for number, part in enumerate(found.media, 1):
        _is_whole(archive, f"media/{part.name}", part)
        progress("media", number)
    return found


def _fits(found: Manifest) -> None:
    ours = manifest.schema()
    if other := {app for app in {*ours, *found.schema} if ours.get(app) != found.schema.get(app)}:
        raise ArchiveRefused(
            f"The archive was written by another release (its tables differ in: {', '.join(sorted(other))}). Take it in"
            " with the release that wrote it, then upgrade."
        )
    wanted, held = [table.part for table in tables()], [part.name for part in found.tables]
    if wanted != held:
        differing = sorted(set(wanted) ^ set(held)) or ["their order"]
        raise ArchiveRefused(f"The archive holds other tables than this release: {', '.join(differing)}.")
    for part in found.media:
        if not PICTURE.match(part.name):
            raise ArchiveRefused(f"“{part.name}” is no name of a picture.")


def _is_whole(archive: ZipFile, name: str, part: Part) -> None:
    measured = Measured()
    try:
        with archive.open(name) as stream:
            for data in chunks(stream):
                measured.feed(data)
                if measured.size > part.size:  # also what unpacks without end
                    break
    except KeyError:
        raise ArchiveRefused(f"The archive is not whole: {name} is missing.") from None
    except (BadZipFile, ZlibError, EOFError, NotImplementedError, RuntimeError) as error:
        raise ArchiveRefused(f"The archive is damaged at {name}: {error}") from None
    if (measured.size, measured.sha256) != (part.size, part.sha256):
        raise ArchiveRefused(f"{name} is not what the manifest says: the archive was changed or damaged.")
