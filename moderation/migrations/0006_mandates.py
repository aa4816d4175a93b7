"""Who let a rule decide in their stead, read from the record: see ``moderation.mandates``."""

from django.db import migrations

FORWARD = r"""
-- The person whose "grant" was the newest decision on the rule before the decision ``before``; null where there is none.
CREATE FUNCTION moderation_mandate_of(named text, before bigint) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
    parts text[] := regexp_match(named, '^([a-z_]+\.[a-z_]+)/([0-9]{1,18})@([0-9]{1,9})$');
    newest moderation_decision;
BEGIN
    IF parts IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT * INTO newest FROM moderation_decision
        WHERE kind = parts[1] AND object_id = parts[2]::bigint AND id < before
        ORDER BY object_version DESC LIMIT 1;
    IF newest.name = 'grant' AND newest.object_version = parts[3]::bigint THEN
        RETURN newest.by_id;
    END IF;
    RETURN NULL;
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("moderation", "0005_decisions_by_time")]

    operations = [migrations.RunSQL(FORWARD, "DROP FUNCTION moderation_mandate_of(text, bigint)")]
