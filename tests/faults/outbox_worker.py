"""What a worker on the queue ``notify`` does, without the seconds that a worker takes to come up: killed a hundred times.

The sweeps are the very functions that the tasks call.
"""

import os
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
django.setup()

from notifications.tasks import deliver_due, deliver_webhooks  # noqa: E402 — after Django is up

while True:
    if not deliver_due() + deliver_webhooks():
        time.sleep(0.05)
