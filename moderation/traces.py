"""The proof over what the database itself wrote down: each trace is linked to the one before it of the same row."""

from django.db import connection

from moderation.auditing import Breach
from moderation.models import Trace

# The link is reckoned here once more and not by the database's own function, which an owner could replace.
WHOLE = """
SELECT id, link = encode(sha256(convert_to(jsonb_build_array("table", "row", act, before, after, role, made_in,
    to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), previous_link)::text, 'UTF8')), 'hex') AS fits
FROM (SELECT *, coalesce(lag(link) OVER (PARTITION BY "table", "row" ORDER BY id), '') AS expected
      FROM moderation_trace) AS told
WHERE previous_link <> expected OR link <> encode(sha256(convert_to(jsonb_build_array("table", "row", act, before, after,
    role, made_in, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), previous_link)::text, 'UTF8')), 'hex')
ORDER BY id LIMIT 1
"""


def are_whole() -> int | Breach:
    """Each trace's link covers its row and names the link before it."""
    with connection.cursor() as cursor:
        cursor.execute(WHOLE)
        found = cursor.fetchone()
    if found is None:
        return Trace.objects.count()
    words = (
        "does not name the trace before it: one was removed or added"
        if found[1]
        else "its link does not match its row: the row was changed"
    )
    return Breach(Trace._meta.db_table, int(found[0]), words)
