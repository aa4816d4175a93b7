"""Which process is ours: a number in a file proves nothing, the kernel gives it to others after a crash."""

import contextlib
import os
import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path
from random import SystemRandom

import psutil

# Below the range from which Linux and macOS take the ports of outgoing connections, so that none is lent out meanwhile.
PORTS = range(21_000, 31_000)


def living(pid: int) -> psutil.Process | None:
    """The process with this number, unless it has ended (a zombie has)."""
    try:
        process = psutil.Process(pid)
        return None if process.status() == psutil.STATUS_ZOMBIE else process
    except psutil.Error:
        return None


def in_folder(folder: Path, name: str) -> list[psutil.Process]:
    """Processes of the given program whose working folder is ``folder``, oldest first."""
    found = []
    for process in psutil.process_iter(["name"]):
        if process.info["name"] != name:
            continue
        with contextlib.suppress(psutil.Error, OSError):
            if process.status() != psutil.STATUS_ZOMBIE and Path(process.cwd()) == folder.resolve():
                found.append(process)
    return sorted(found, key=lambda process: (process.create_time(), process.pid))


def end(process: psutil.Process, *signals: signal.Signals, seconds: float) -> bool:
    """Send the signals one after another, waiting ``seconds`` for each to end the process."""
    for number in signals:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(number)
        if until(lambda: living(process.pid) is None, seconds):
            return True
        _reap(process.pid)
    return living(process.pid) is None


def _reap(pid: int) -> None:
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)


def until(condition: Callable[[], bool], seconds: float, every: float = 0.02) -> bool:
    """Wait for the condition; False when it did not come true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(every)
    return True


def port_is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Tell whether a server could listen on the port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as candidate:
        candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            candidate.bind((host, port))
        except OSError:
            return False
    return True


def choose_port(taken: set[int] | None = None) -> int:
    """A free loopback port."""
    random = SystemRandom()
    while True:
        port = random.choice(PORTS)
        if port not in (taken or set()) and port_is_free(port):
            return port
