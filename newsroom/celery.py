"""The Celery application. Beat only says "look now"; the rows in the database are the queue."""

import os

from celery import Celery
from celery.signals import worker_ready

from common import nudging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

app = Celery("newsroom")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_ready.connect
def look_on_start(**signal: object) -> None:
    """A worker that comes up looks at everything at once: what fell due while none was there waits no longer."""
    nudging.send()
