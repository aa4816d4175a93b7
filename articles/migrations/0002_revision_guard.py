"""The database refuses what the workflow would refuse: unknown passages, and changing a text that is approved or live.

The last trigger is deferred to the end of the transaction: a state that changed must have its decision there.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION articles_guard_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state THEN
        IF (OLD.state, NEW.state) NOT IN (
            ('draft', 'in_review'), ('changes_requested', 'in_review'),
            ('in_review', 'changes_requested'), ('approved', 'changes_requested'),
            ('in_review', 'approved'), ('draft', 'approved'), ('changes_requested', 'approved'),
            ('approved', 'scheduled'), ('scheduled', 'approved'),
            ('approved', 'draft'), ('scheduled', 'draft'),
            ('approved', 'live'), ('scheduled', 'live'), ('live', 'superseded')
        ) THEN
            RAISE EXCEPTION 'a revision does not pass from % to %', OLD.state, NEW.state
                USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.version <> OLD.version + 1 THEN
            RAISE EXCEPTION 'a change of state needs the next version' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    IF OLD.state IN ('approved', 'scheduled', 'live', 'superseded') AND NEW.state <> 'draft' AND (
        NEW.digest <> OLD.digest OR NEW.body <> OLD.body OR NEW.headline <> OLD.headline
        OR NEW.standfirst <> OLD.standfirst OR NEW.article_id <> OLD.article_id
    ) THEN
        RAISE EXCEPTION 'the text of a revision that is % is never altered', OLD.state
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER articles_revision_guard BEFORE UPDATE ON articles_revision
    FOR EACH ROW EXECUTE FUNCTION articles_guard_revision();

CREATE FUNCTION articles_require_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM moderation_decision
        WHERE kind = 'articles.revision' AND object_id = NEW.id
          AND object_version = NEW.version - 1 AND to_state = NEW.state
    ) THEN
        RAISE EXCEPTION 'revision % became % without a decision', NEW.id, NEW.state
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER articles_revision_decided AFTER UPDATE OF state ON articles_revision
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state)
    EXECUTE FUNCTION articles_require_decision();

CREATE FUNCTION articles_refuse_born_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> 'draft' THEN
        RAISE EXCEPTION 'a revision begins as a draft' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER articles_revision_begins BEFORE INSERT ON articles_revision
    FOR EACH ROW EXECUTE FUNCTION articles_refuse_born_published();
"""
BACKWARD = """
DROP TRIGGER articles_revision_guard ON articles_revision;
DROP TRIGGER articles_revision_decided ON articles_revision;
DROP TRIGGER articles_revision_begins ON articles_revision;
DROP FUNCTION articles_guard_revision();
DROP FUNCTION articles_require_decision();
DROP FUNCTION articles_refuse_born_published();
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial"), ("moderation", "0002_append_only")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
