"""Tasks of the house itself."""

from celery import shared_task
from django.core.management import call_command

from newsroom import clock


@shared_task
def beat_tick() -> None:
    """Leave a trace that beat sends and a worker takes."""
    clock.note_tick()


@shared_task
def clear_sessions() -> None:
    """Remove the sessions that have expired."""
    call_command("clearsessions")
