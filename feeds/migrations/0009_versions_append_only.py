"""Versions are append-only: what an article was made from stays readable for as long as its item stands."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION feeds_version_refuse_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Polls are kept for some weeks only; a version outlives the one that brought it.
    IF NEW.fetch_id IS NULL AND to_jsonb(NEW) - 'fetch_id' = to_jsonb(OLD) - 'fetch_id' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER feeds_version_append_only BEFORE UPDATE ON feeds_itemversion
    FOR EACH ROW EXECUTE FUNCTION feeds_version_refuse_update();

-- Looked at when the transaction ends: a version goes with its item, and never alone.
CREATE FUNCTION feeds_version_goes_with_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM feeds_importeditem WHERE id = OLD.item_id) THEN
        RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER feeds_version_kept AFTER DELETE ON feeds_itemversion
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION feeds_version_goes_with_item();
"""
BACKWARD = """
DROP TRIGGER feeds_version_kept ON feeds_itemversion;
DROP TRIGGER feeds_version_append_only ON feeds_itemversion;
DROP FUNCTION feeds_version_goes_with_item();
DROP FUNCTION feeds_version_refuse_update();
"""


class Migration(migrations.Migration):
    dependencies = [("feeds", "0008_names_of_known_items")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
