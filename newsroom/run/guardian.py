"""Ends everything when the supervisor is killed outright and can end nothing itself.

A shell that does nothing but wait on a pipe whose other end only the supervisor holds. The kernel closes that end
however the supervisor dies; the shell then signals all that it was told about, worker processes of the web server
included. It costs about a megabyte and needs nothing of Linux's own.
"""

import contextlib
import subprocess

# Entries read SIGNAL:PID; a negative number is a process group. "." says that the supervisor ended in order.
SCRIPT = """
trap '' INT TERM HUP
all=''
while read -r act entry; do
  case $act in
    +) all="$all $entry" ;;
    -) kept=''; for one in $all; do [ "$one" = "$entry" ] || kept="$kept $one"; done; all=$kept ;;
    .) exit 0 ;;
  esac
done
for entry in $all; do kill -s "${entry%%:*}" -- "${entry#*:}" 2>/dev/null; done
sleep 3
for entry in $all; do case $entry in *:-*) kill -s KILL -- "${entry#*:}" 2>/dev/null ;; esac; done
"""


class Guardian:
    """The shell and the pipe to it."""

    def __init__(self) -> None:
        self._shell = subprocess.Popen(
            ["/bin/sh", "-c", SCRIPT, "newsroom-guardian"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            cwd="/",
        )

    def _tell(self, line: str) -> None:
        pipe = self._shell.stdin
        assert pipe is not None  # noqa: S101 — asked for above
        with contextlib.suppress(OSError):
            pipe.write(f"{line}\n".encode())
            pipe.flush()

    def watch_group(self, pid: int) -> None:
        """End this process group when the supervisor is gone."""
        self._tell(f"+ TERM:-{pid}")

    def forget_group(self, pid: int) -> None:
        """The group has ended by itself."""
        self._tell(f"- TERM:-{pid}")

    def watch_service(self, pid: int, signal_name: str) -> None:
        """End this server with its own signal, never with SIGKILL."""
        self._tell(f"+ {signal_name}:{pid}")

    def forget_service(self, pid: int, signal_name: str) -> None:
        """The server has ended."""
        self._tell(f"- {signal_name}:{pid}")

    def dismiss(self) -> None:
        """All has ended in order."""
        self._tell(".")
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            self._shell.communicate(timeout=5)
