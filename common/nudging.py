"""A nudge: after a commit, ask the sweeps to look now instead of at their next turn. Losing a nudge loses only seconds."""

import logging

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

LIFE_SECONDS = 30  # a nudge that nobody took by then is worthless: beat has looked meanwhile

log = logging.getLogger(__name__)
_sweeps: list[str] = []


def register(task_name: str) -> None:
    """Name a sweep that may have work after somebody acted; called from ``AppConfig.ready``."""
    if task_name not in _sweeps:
        _sweeps.append(task_name)


def all_sweeps() -> list[str]:
    """The tasks that a nudge sends, in the order of their registration."""
    return list(_sweeps)


def nudge() -> None:
    """Send every registered sweep once the current transaction has committed. Never fails: the rows are the queue."""
    transaction.on_commit(send)


def send() -> None:
    """Send every registered sweep now; a broker that is away is noted and no failure."""
    try:
        with current_app.connection_for_write(connect_timeout=1) as connection:
            for name in _sweeps:
                current_app.send_task(name, connection=connection, expires=LIFE_SECONDS, retry=False)
    except (OperationalError, OSError) as error:
        log.warning("the broker does not take a nudge; the sweeps look at their next turn (%s)", error)
