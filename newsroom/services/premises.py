"""Where an instance keeps its data, and as whom its servers run.

PostgreSQL refuses to run as root. Started as root we therefore run both servers as an unprivileged user that exists
already, and never add users nor change the rights of a folder that is not ours. Where that user cannot reach the data
folder (a home folder, say), the data lie under ``/var/lib/newsroom`` instead.
"""

import hashlib
import os
import pwd
import secrets
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from newsroom.services.trouble import Trouble, explain

REPOSITORY = Path(__file__).resolve().parents[2]
SHARED_ROOT = Path("/var/lib/newsroom")
UNPRIVILEGED_USER = "nobody"


@dataclass(frozen=True)
class Account:
    """The user that the servers run as; ``None`` in ``uid`` is whoever started us."""

    name: str
    uid: int | None = None
    gid: int | None = None

    def popen_arguments(self) -> dict[str, Any]:
        """What ``subprocess`` needs to run a program as this user."""
        if self.uid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def reaches(self, path: Path) -> bool:
        """Tell whether this user may enter the folder or run the program at ``path``."""
        if self.uid is None:
            return os.access(path, os.X_OK)
        tried = subprocess.run(
            ["/bin/sh", "-c", 'test -x "$1"', "sh", path], cwd="/", **self.popen_arguments()
        )
        return bool(tried.returncode == 0)

    def give(self, path: Path, mode: int) -> None:
        """Hand a file or folder that we made to this user."""
        path.chmod(mode)
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)


@dataclass(frozen=True)
class Premises:
    """One instance's folders."""

    var: Path
    data: Path
    account: Account
    notes: tuple[str, ...] = field(default=())

    @property
    def record(self) -> Path:
        """The facts that ``manage.py`` reads to find the running instance."""
        return self.var / "instance.json"

    @property
    def postgres(self) -> Path:
        return self.data / "postgres"

    @property
    def valkey(self) -> Path:
        return self.data / "valkey"

    @property
    def log(self) -> Path:
        return self.data / "log"


def var_folder() -> Path:
    """``NEWSROOM_VAR``, or ``var`` beside ``manage.py``."""
    return Path(os.environ.get("NEWSROOM_VAR") or REPOSITORY / "var").expanduser().absolute()


def _make_folder(folder: Path) -> None:
    """Make the folder and its missing parents enterable whatever the umask; those that exist stay as they are."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    for path in reversed(missing):
        path.mkdir(exist_ok=True)
        path.chmod(0o755)


def _account(data: Path) -> Account:
    if os.geteuid() != 0:
        return Account(pwd.getpwuid(os.geteuid()).pw_name if _known(os.geteuid()) else str(os.geteuid()))
    postgres = data / "postgres"
    if postgres.exists() and _known(postgres.stat().st_uid) and postgres.stat().st_uid != 0:
        entry = pwd.getpwuid(postgres.stat().st_uid)
    else:
        name = os.environ.get("NEWSROOM_SERVICES_USER") or UNPRIVILEGED_USER
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            raise Trouble(
                f"PostgreSQL does not run as root and there is no user {name!r}:"
                " set NEWSROOM_SERVICES_USER to an unprivileged user of this machine."
            ) from None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _known(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def _shared_data(var: Path) -> Path:
    """The data folder under ``/var/lib/newsroom``: new when ``var`` was emptied or copied elsewhere."""
    token = var / "instance-id"
    if not token.exists():
        token.write_text(secrets.token_hex(8) + "\n", encoding="ascii")
    name = hashlib.sha256(f"{var.resolve()}\n{token.read_text(encoding='ascii')}".encode()).hexdigest()[:12]
    return SHARED_ROOT / name


def survey(var: Path | None = None) -> Premises:
    """Decide where the data lie and as whom the servers run, making the folders; raises ``Trouble``."""
    var = var or var_folder()
    try:
        _make_folder(var)
        data, notes = var, []
        account = _account(data)
        if not account.reaches(var):
            data = _shared_data(var)
            account = _account(data)
            notes.append(f"The user {account.name!r} cannot reach {var}: the data lie in {data}.")
        for folder in (data, data / "log", data / "media"):
            _make_folder(folder)
        if not os.access(var, os.W_OK) or not os.access(data, os.W_OK):
            raise Trouble(f"The folder {var} cannot be written to: set NEWSROOM_VAR to one that can.")
    except OSError as error:
        raise explain(error, f"use the folder {var}") from None
    return Premises(var, data, account, tuple(notes))


def existing(var: Path | None = None) -> Premises | None:
    """The premises where they stand already, making nothing (for ``stop`` and ``status``)."""
    var = var or var_folder()
    return survey(var) if var.is_dir() and os.access(var, os.W_OK) else None
