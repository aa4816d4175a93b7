"""Run inside the house, with ``NOTICES``, ``MESSAGES``, ``HOOK`` set: readers with as many notices, and a webhook.

The rows are those that the verbs write; a published article makes each of them true.
"""

import json

from django.db import connection

from accounts.roles import Role
from newsroom.testing import cast
from notifications.models import Delivery, Notification
from notifications.webhooks import keeping

writer, editor = cast.person("Rosa Reporter", Role.REPORTER), cast.person("Ada Editor", Role.EDITOR)
publisher = cast.person("Petra Publisher", Role.PUBLISHER)
article = cast.published(writer, editor, publisher)
Notification.objects.all().delete()
people = [cast.person(f"Reader{number} Reader").pk for number in range(20)]
with connection.cursor() as cursor:
    cursor.execute(
        """INSERT INTO notifications_notification
             (kind, event, recipient_id, channel, object_id, context, lane, created_at, next_attempt_at, attempts, last_error)
           SELECT 'published', 'load:' || n, (%s::bigint[])[1 + n %% 20], 'email', %s, '{}', 1, now(), now(), 0, ''
           FROM generate_series(1, %s) n""",
        [people, article.live_id, NOTICES],  # noqa: F821 — set by whoever runs this
    )
secret = ""
if MESSAGES:  # noqa: F821
    endpoint, secret = keeping.make("Archive", HOOK, ["tide.high"], by=publisher)  # noqa: F821
    with connection.cursor() as cursor:
        # Ten messages about each object, in turn.
        cursor.execute(
            """INSERT INTO notifications_delivery
                 (endpoint_id, kind, event, subject, data, happened_at, created_at, next_attempt_at, attempts, last_error)
               SELECT %s, 'tide.high', 'load:' || n, 'tide:' || n %% (%s / 10 + 1),
                      json_build_object('number', n, 'tide', n %% (%s / 10 + 1)), now(), now(), now(), 0, ''
               FROM generate_series(1, %s) n ORDER BY n""",
            [endpoint.pk, MESSAGES, MESSAGES, MESSAGES],  # noqa: F821
        )
print(
    json.dumps(
        {"secret": secret, "notices": Notification.objects.count(), "messages": Delivery.objects.count()}
    )
)
