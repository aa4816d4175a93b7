"""Watched folders: a wire puts files in, each is read once it rests, and goes to ``done`` or ``failed`` afterwards.

``Feed.url`` names a folder below the one that the operator set ("folder:agency/sport"). Every step is taken from an open
folder to what lies in it and follows no link, so that whoever may write there cannot lead us elsewhere.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext_noop

from feeds.models import Feed
from feeds.models.feed import FOLDER
from feeds.parsing.refusing import MAX_BYTES

DONE, FAILED = "done", "failed"
# Nothing was written to a file for that long: it is complete, or its writer has stopped.
RESTS_AFTER = timedelta(seconds=5)
# A file that cannot be read may still be coming over a slow line; after that it is damaged.
MAY_STILL_COME = timedelta(minutes=2)
# Of one look; the rest is there at the next.
MAX_FILES = 200
# Names that senders give to what is not complete, and what is no copy at all.
_UNFINISHED = (".tmp", ".part", ".partial", ".filepart", ".writing", ".lock", ".swp", "~")
_AT_ONE_LEVEL = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC

NOT_SET = gettext_noop("No folder for wires is set: the operator names it in NEWSROOM_WIRE_FOLDER.")
BAD_NAME = gettext_noop(
    "A folder is named by letters, figures, “-”, “_” and “.”, such as folder:agency/sport."
)
NOT_THERE = gettext_noop("The folder is not there, or cannot be opened: %s.")


class Unreachable(Exception):
    """The folder cannot be looked into; ``str()`` says why, in plain words."""


@dataclass(frozen=True, slots=True)
class Resting:
    """A file that is complete as far as its times tell. ``is_young``: it may still be coming all the same."""

    name: str
    size: int
    is_young: bool


class Folder:
    """An open folder."""

    def __init__(self, place: int) -> None:
        self._place = place

    def resting(self, now: datetime) -> list[Resting]:
        """What may be read now, the oldest first. Raises OSError."""
        found = []
        with os.scandir(self._place) as entries:
            names = [entry.name for entry in entries]
        for name in names:
            if name.startswith(".") or name.lower().endswith(_UNFINISHED):
                continue
            with suppress(OSError):  # taken away meanwhile
                facts = os.stat(name, dir_fd=self._place, follow_symlinks=False)
                # Senders may keep the time of the original; when it was written here they cannot say.
                written = datetime.fromtimestamp(max(facts.st_mtime, facts.st_ctime), UTC)
                if stat.S_ISREG(facts.st_mode) and written <= now - RESTS_AFTER:
                    found.append((written, Resting(name, facts.st_size, written > now - MAY_STILL_COME)))
        return [file for _written, file in sorted(found, key=lambda pair: (pair[0], pair[1].name))][
            :MAX_FILES
        ]

    def read(self, name: str) -> bytes:
        """One byte more than is parsed tells that there is too much. Raises OSError."""
        with ExitStack() as closing:
            file = os.open(name, _AT_ONE_LEVEL | os.O_NONBLOCK, dir_fd=self._place)
            closing.callback(os.close, file)
            if not stat.S_ISREG(os.fstat(file).st_mode):
                raise OSError("no file")
            return _whole(file)

    def put(self, name: str, where: str, now: datetime, why: str = "") -> None:
        """Move a file out of the way, beside it in words why. Whoever was first has moved it. Raises OSError."""
        with suppress(FileExistsError):
            os.mkdir(where, 0o770, dir_fd=self._place)
        with _opened(where, self._place) as there:
            kept = name if not _is_there(name, there) else f"{now:%Y%m%dT%H%M%S%f}-{name}"[:255]
            try:
                os.rename(name, kept, src_dir_fd=self._place, dst_dir_fd=there)
            except FileNotFoundError:
                return
            if why:
                _write(f"{kept[:240]}.reason.txt", why, there)


@contextmanager
def opened(feed: Feed) -> Iterator[Folder]:
    """The feed's folder. Raises Unreachable."""
    names = _names(feed.url)
    if not settings.WIRE_FOLDER:
        raise Unreachable(NOT_SET)
    with ExitStack() as closing:
        try:
            place = os.open(settings.WIRE_FOLDER, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            closing.callback(os.close, place)
            for name in names:
                place = closing.enter_context(_opened(name, place))
        except OSError as error:
            raise Unreachable(NOT_THERE % (error.strerror or error)) from None
        yield Folder(place)


def is_well_named(url: str) -> bool:
    """Whether the name may be that of a watched folder."""
    try:
        return bool(_names(url))
    except Unreachable:
        return False


def _names(url: str) -> list[str]:
    """The folders to go through, one within the other. Raises Unreachable."""
    names = url.removeprefix(FOLDER).split("/")
    for name in names:
        plain = name.replace("-", "").replace("_", "").replace(".", "")
        if not plain.isalnum() or name.startswith(".") or name in {DONE, FAILED} or len(name) > 100:
            raise Unreachable(BAD_NAME)
    return names


@contextmanager
def _opened(name: str, within: int) -> Iterator[int]:
    place = os.open(name, _AT_ONE_LEVEL | os.O_DIRECTORY, dir_fd=within)
    try:
        yield place
    finally:
        os.close(place)


def _whole(file: int) -> bytes:
    parts, left = [], MAX_BYTES + 1
    while left > 0 and (part := os.read(file, min(left, 1024 * 1024))):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _is_there(name: str, within: int) -> bool:
    try:
        os.stat(name, dir_fd=within, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return True


def _write(name: str, words: str, within: int) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
    file = os.open(name, flags, 0o660, dir_fd=within)
    try:
        os.write(file, f"{words}\n".encode())
    finally:
        os.close(file)
