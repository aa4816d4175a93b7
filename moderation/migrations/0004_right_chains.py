"""What the database itself sees to: each decision names the one before it, and changes that pass no door leave a trace.

Functions that write traces run with the rights of the tables' owner; the site's role may neither call the writer nor
write the table.
"""

from django.db import migrations

FORWARD = """
-- The owner of the tables may date what it records (a demo's past, tests); whoever else lives by the clock.
CREATE FUNCTION moderation_may_date() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT pg_has_role(
        current_user, (SELECT relowner FROM pg_class WHERE oid = 'moderation_decision'::regclass), 'USAGE')
$$;
CREATE FUNCTION moderation_is_ahead(moment timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT moment > clock_timestamp() + interval '1 minute' AND NOT moderation_may_date()
$$;

CREATE FUNCTION moderation_link_decision() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    newest moderation_decision;
BEGIN
    NEW.made_in := pg_current_xact_id()::text::bigint;
    SELECT * INTO newest FROM moderation_decision
        WHERE kind = NEW.kind AND object_id = NEW.object_id ORDER BY object_version DESC LIMIT 1;
    IF NEW.previous_digest <> coalesce(newest.digest, '') OR NEW.object_version <= coalesce(newest.object_version, 0) THEN
        RAISE EXCEPTION 'a decision names the newest one before it' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.digest !~ '^[0-9a-f]{64}$' THEN
        RAISE EXCEPTION 'a decision has its digest' USING ERRCODE = 'check_violation';
    END IF;
    IF moderation_is_ahead(NEW.at) THEN
        RAISE EXCEPTION 'nobody decides in the future' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER moderation_decision_linked BEFORE INSERT ON moderation_decision
    FOR EACH ROW EXECUTE FUNCTION moderation_link_decision();

CREATE FUNCTION moderation_trace_link(told moderation_trace) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(jsonb_build_array(told."table", told."row", told.act, told.before, told.after,
        told.role, told.made_in, to_char(told.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
        told.previous_link)::text, 'UTF8')), 'hex')
$$;
CREATE FUNCTION moderation_write_trace(at_table text, at_row bigint, what text, was jsonb, became jsonb)
    RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    told moderation_trace;
BEGIN
    told."table" := at_table;
    told."row" := at_row;
    told.act := what;
    told.before := was;
    told.after := became;
    told.role := session_user;
    told.made_in := pg_current_xact_id()::text::bigint;
    told.at := clock_timestamp();
    told.previous_link := coalesce((SELECT link FROM moderation_trace
        WHERE "table" = at_table AND "row" = at_row ORDER BY id DESC LIMIT 1), '');
    told.link := moderation_trace_link(told);
    INSERT INTO moderation_trace ("table", "row", act, before, after, role, made_in, at, previous_link, link)
        VALUES (told."table", told."row", told.act, told.before, told.after, told.role, told.made_in, told.at,
                told.previous_link, told.link);
END
$$;
REVOKE EXECUTE ON FUNCTION moderation_write_trace(text, bigint, text, jsonb, jsonb) FROM PUBLIC;

-- The arguments of the trigger name the columns that matter; other columns are not written down.
CREATE FUNCTION moderation_trace_change() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    was jsonb := (SELECT jsonb_object_agg(key, value) FROM jsonb_each(CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END)
        WHERE key = ANY (TG_ARGV));
    became jsonb := (SELECT jsonb_object_agg(key, value) FROM jsonb_each(CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END)
        WHERE key = ANY (TG_ARGV));
BEGIN
    IF was IS DISTINCT FROM became THEN
        PERFORM moderation_write_trace(TG_TABLE_NAME, CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END,
            lower(TG_OP), was, became);
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER accounts_membership_traced AFTER INSERT OR UPDATE OR DELETE ON accounts_membership
    FOR EACH ROW EXECUTE FUNCTION moderation_trace_change('user_id', 'role', 'section');
CREATE TRIGGER accounts_user_traced AFTER UPDATE OF is_superuser, is_staff, is_active ON accounts_user
    FOR EACH ROW EXECUTE FUNCTION moderation_trace_change('is_superuser', 'is_staff', 'is_active');

CREATE TRIGGER moderation_trace_append_only BEFORE UPDATE OR DELETE ON moderation_trace
    FOR EACH ROW EXECUTE FUNCTION moderation_refuse_change();
CREATE TRIGGER moderation_checkpoint_append_only BEFORE UPDATE OR DELETE ON moderation_checkpoint
    FOR EACH ROW EXECUTE FUNCTION moderation_refuse_change();

-- How far a chain's table is settled: waits for the writers that are at it, so that no lower number comes later.
CREATE FUNCTION moderation_settled(chain text) RETURNS bigint LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '10s' AS $$
DECLARE
    highest bigint;
BEGIN
    IF chain NOT IN ('moderation_decision', 'moderation_trace', 'articles_savedtext', 'articles_correction') THEN
        RAISE EXCEPTION '% is no chain', chain USING ERRCODE = 'invalid_parameter_value';
    END IF;
    EXECUTE format('LOCK TABLE %I IN SHARE MODE', chain);
    EXECUTE format('SELECT coalesce(max(id), 0) FROM %I', chain) INTO highest;
    RETURN highest;
END
$$;
"""
BACKWARD = """
DROP TRIGGER moderation_decision_linked ON moderation_decision;
DROP TRIGGER accounts_membership_traced ON accounts_membership;
DROP TRIGGER accounts_user_traced ON accounts_user;
DROP TRIGGER moderation_trace_append_only ON moderation_trace;
DROP TRIGGER moderation_checkpoint_append_only ON moderation_checkpoint;
DROP FUNCTION moderation_settled(text);
DROP FUNCTION moderation_trace_change();
DROP FUNCTION moderation_write_trace(text, bigint, text, jsonb, jsonb);
DROP FUNCTION moderation_trace_link(moderation_trace);
DROP FUNCTION moderation_link_decision();
DROP FUNCTION moderation_is_ahead(timestamptz);
DROP FUNCTION moderation_may_date();
"""


class Migration(migrations.Migration):
    dependencies = [("moderation", "0003_traces_and_checkpoints"), ("accounts", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
