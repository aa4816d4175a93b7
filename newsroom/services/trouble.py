"""What went wrong, in one line for the person at the terminal."""

import errno
import shutil
from pathlib import Path

# PostgreSQL's first files take 40 MB and its log as much again; below this a first start ends half-way.
LEAST_FREE_BYTES = 300 * 1024 * 1024


class Trouble(Exception):
    """Something the operator can mend; the text says what to do and is printed without a stack trace."""


def explain(error: OSError, doing: str) -> Trouble:
    """Turn an operating system's refusal into words; ``doing`` completes "could not …"."""
    where = f" ({error.filename})" if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Trouble(
            f"Could not {doing}{where}: the disk is full. Make room, or set NEWSROOM_VAR to another disk."
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return Trouble(
            f"Could not {doing}{where}: {error.strerror}. Set NEWSROOM_VAR to a folder that you may write to."
        )
    return Trouble(f"Could not {doing}{where}: {error.strerror}.")


def require_room(folder: Path) -> None:
    """Refuse to begin on a disk that is nearly full; raises ``Trouble``."""
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE_BYTES:
        raise Trouble(
            f"The disk that holds {folder} has {free // 1024**2} MB left and Newsroom needs"
            f" {LEAST_FREE_BYTES // 1024**2}: make room, or set NEWSROOM_VAR to another disk."
        )
