"""The clock's own Celery application: it knows the schedule and the names of the sweeps, and loads none of our apps.

So it takes half of the memory. ``celery -A newsroom.beat beat``.
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

app = Celery("newsroom", fixups=[])
app.config_from_object("django.conf:settings", namespace="CELERY")
