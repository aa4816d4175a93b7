"""Run inside the house, with ``FOLLOWERS`` set: queue one alert for all of them, and say what that took."""

import json
import resource
import time

from django.db import connection

from accounts.roles import Role
from articles import bulletins
from newsroom.testing import cast

writer, editor = cast.person("Rosa Reporter", Role.REPORTER), cast.person("Ada Editor", Role.EDITOR)
publisher = cast.person("Petra Publisher", Role.PUBLISHER)
article = cast.published(writer, editor, publisher)
with connection.cursor() as cursor:
    cursor.execute(
        """INSERT INTO notifications_subscriber
             (address, language, wants_breaking, wants_newsletter, asked_at, confirmed_at, bounce_cause)
           SELECT 'follower' || n || '@example.org', '', true, false, now(), now(), ''
           FROM generate_series(1, %s) n""",
        [FOLLOWERS],  # noqa: F821 — set by whoever runs this
    )
    cursor.execute("ANALYZE notifications_subscriber")
started = time.monotonic()
sent = bulletins.send_alert(article, words="At the quay.", by=publisher)
seconds = time.monotonic() - started
facts = {
    "copies": sent.copies,
    "seconds": round(seconds, 2),
    # The whole process, Django and all, at its highest.
    "megabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    "editor": editor.pk,
    "revision": article.live_id,
}
print(json.dumps(facts))
