"""The files of the library against its rows: what is missing, damaged, left over, or waits in vain."""

import hashlib
import time
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from django.core.files.storage import default_storage
from django.utils import timezone

from articles import renditions
from articles.models import EarlierFile, Image
from articles.rendering import MOST_ATTEMPTS

FOLDERS = ("images", "renditions")
# A younger file may belong to what is being stored right now, or to a page that somebody has just been sent.
SETTLED_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is not as it should be: ``what`` is missing, damaged, stuck or left_over."""

    what: str
    file: str
    picture: int | None = None


def check() -> list[Trouble]:
    """Everything that is wrong, rows first. Reads every original."""
    return [*_of_rows(), *(Trouble("left_over", name) for name in left_over())]


def left_over() -> list[str]:
    """Settled files that no row names: of crops about another focal point, of uploads that were given up."""
    originals = {
        *Image.objects.values_list("file", flat=True),
        *EarlierFile.objects.values_list("file", flat=True),
    }
    rows = Image.objects.filter(renditions__has_key="focal").values_list("file", "renditions__focal")
    current = {(renditions.folder_of(file), tuple(map(str, focal))) for file, focal in rows}
    folders = {folder for folder, _focal in current}
    found = []
    for name in _settled():
        path = PurePosixPath(name)
        if path.parts[0] == "images":
            is_named = name in originals
        elif path.name.startswith("."):
            is_named = False  # what a worker that was killed had begun
        else:
            cut, folder = path.stem.split("-"), str(path.parent)
            is_named = (folder in folders) if len(cut) == 1 else (folder, tuple(cut[1:3])) in current
        if not is_named:
            found.append(name)
    return found


def remove(names: list[str]) -> None:
    """Delete files by their storage names."""
    for name in names:
        default_storage.delete(name)


def make_anew() -> int:
    """Queue every picture for its renditions; returns how many."""
    return Image.objects.update(renditions_due_at=timezone.now(), rendition_attempts=0)


def _of_rows() -> list[Trouble]:
    found = []
    rows = Image.objects.order_by("id").values_list(
        "pk", "file", "digest", "renditions_due_at", "rendition_attempts"
    )
    for key, name, digest, due, attempts in rows.iterator():
        path = Path(default_storage.path(name))
        if not path.is_file():
            found.append(Trouble("missing", name, key))
        elif digest and hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            found.append(Trouble("damaged", name, key))
        elif due is not None and attempts >= MOST_ATTEMPTS:
            found.append(Trouble("stuck", name, key))
    return found


def _settled() -> list[str]:
    root, before = Path(default_storage.path("")), time.time() - SETTLED_SECONDS
    return sorted(
        str(path.relative_to(root))
        for folder in FOLDERS
        for path in (root / folder).rglob("*")
        if path.is_file() and path.stat().st_mtime < before
    )
