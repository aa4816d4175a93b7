"""What an earlier run left behind after everything that could have ended it was killed as well."""

import contextlib
import os
import signal
import socket
from pathlib import Path

import psutil

from newsroom.services import processes

# Every child carries this in its environment, grandchildren inherit it: no list of process numbers to go stale.
MARK = "NEWSROOM_SUPERVISED"


def find(data: Path) -> list[psutil.Process]:
    """Processes that a supervisor of this data folder started and that still run."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if process.pid != os.getpid() and process.environ().get(MARK) == str(data):
                found.append(process)
    return [process for process in found if processes.living(process.pid)]


def clear(data: Path) -> int:
    """End them; returns how many there were. Only to be called by the one who holds the run's lock."""
    left = find(data)
    for process in left:
        with contextlib.suppress(psutil.Error):
            process.terminate()
    processes.until(lambda: not any(processes.living(process.pid) for process in left), 3)
    for process in find(data):
        processes.end(process, signal.SIGKILL, seconds=3)
    return len(left)


def port_is_busy(port: int) -> bool:
    """Tell whether somebody answers on ``localhost`` at this port, in either family, or keeps it."""
    for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_STREAM) as caller:
            caller.settimeout(1)
            if caller.connect_ex((host, port)) == 0:
                return True
    return not processes.port_is_free(port)
