"""Servers of the checks' own, in a scratch folder that is gone afterwards, whatever happened."""

import contextlib
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from newsroom.checks.steps import say
from newsroom.services import instance, premises, processes
from newsroom.services.premises import Premises

PREFIX = "newsroom-checks-"
# What would lead the checks to somebody else's servers, or make them a demo.
FOREIGN = (
    *("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "SECRET_KEY", "SECRET_KEY_FILE"),
    *("PORT", "EMAIL_HOST", "EMAIL_PORT"),
)
STAYS = ("NEWSROOM_CHROMIUM", "NEWSROOM_SERVICES_USER", "NEWSROOM_PYTHON")


def _remove(place: Premises) -> None:
    instance.stop(place)
    for folder in {place.data, place.var}:
        shutil.rmtree(folder, ignore_errors=True)


def _remove_left_behind(parent: Path) -> None:
    """Checks that were killed outright could not tidy up: their folder carries their process number."""
    for folder in parent.glob(f"{PREFIX}*"):
        number = folder.name.removeprefix(PREFIX).partition("-")[0]
        if number.isdecimal() and processes.living(int(number)) is None and os.access(folder, os.W_OK):
            _remove(premises.survey(folder))


@contextlib.contextmanager
def services() -> Iterator[dict[str, str]]:
    """PostgreSQL and Valkey on free ports; yields the environment that leads to them. Raises ``Trouble``."""
    for name in [name for name in os.environ if name.startswith("NEWSROOM_") or name in FOREIGN]:
        if name not in STAYS:
            del os.environ[name]
    began = time.monotonic()
    _remove_left_behind(Path(tempfile.gettempdir()))
    var = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    var.chmod(0o755)  # as root the servers run as somebody else, who must reach it
    place = premises.survey(var)
    try:
        instance.start(place)
        say("servers", "PostgreSQL and Valkey run", began)
        yield {
            **os.environ,
            "NEWSROOM_VAR": str(var),
            "PYTHONUNBUFFERED": "1",
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
            "NEWSROOM_DATABASE_ROLE": "owner",
        }
    finally:
        # Impatience must not leave a server behind.
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        _remove(place)
        signal.signal(signal.SIGINT, before)
