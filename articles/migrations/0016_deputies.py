"""The door lets a rule be the second pair of eyes on unedited wire copy: as the deputy of a person whose mandate stands."""

from django.db import migrations

FORWARD = """
CREATE OR REPLACE FUNCTION articles_require_decision() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    passage moderation_decision;
    now_there articles_revision;
BEGIN
    SELECT * INTO passage FROM moderation_decision
        WHERE kind = 'articles.revision' AND object_id = NEW.id AND object_version = NEW.version - 1
          AND from_state = OLD.state AND to_state = NEW.state
          AND made_in = pg_current_xact_id()::text::bigint AND text_digest = NEW.digest;
    IF passage.id IS NULL THEN
        RAISE EXCEPTION 'revision % became % without a decision', NEW.id, NEW.state
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = 'approved' AND OLD.state <> 'scheduled' AND (
        passage.name <> (CASE WHEN NEW.approval_overridden THEN 'override' ELSE 'approve' END)
        OR passage.at <> NEW.approved_at
        OR (passage.by_id IS DISTINCT FROM NEW.approved_by_id AND NOT (
            -- A rule as a person's deputy, for unedited wire copy alone, while that person's mandate stands.
            passage.by_id IS NULL AND NEW.changed_by_id IS NULL AND passage.name = 'approve'
            AND NEW.approved_by_id IS NOT DISTINCT FROM moderation_mandate_of(passage.deputy, passage.id)))
        OR (NEW.approval_overridden AND passage.commitment = '')
    ) THEN
        RAISE EXCEPTION 'revision % names another approval than was decided', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = 'live' THEN
        IF passage.name <> 'publish' OR passage.at <> NEW.published_at THEN
            RAISE EXCEPTION 'revision % was published at another time than was decided', NEW.id
                USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.change IN ('update', 'correction') AND NOT EXISTS (
            SELECT 1 FROM articles_correction WHERE revision_id = NEW.id AND article_id = NEW.article_id
                AND kind = NEW.change AND note = NEW.change_note AND published_at = NEW.published_at) THEN
            RAISE EXCEPTION 'readers are not told of revision %', NEW.id USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    IF NEW.state IN ('live', 'superseded') THEN
        SELECT * INTO now_there FROM articles_revision WHERE article_id = NEW.article_id AND state = 'live';
        IF EXISTS (SELECT 1 FROM articles_article WHERE id = NEW.article_id AND live_id IS DISTINCT FROM now_there.id) THEN
            RAISE EXCEPTION 'article % shows another text than the live one', NEW.article_id
                USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NULL;
END
$$;
"""
BACKWARD = """
CREATE OR REPLACE FUNCTION articles_require_decision() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    passage moderation_decision;
    now_there articles_revision;
BEGIN
    SELECT * INTO passage FROM moderation_decision
        WHERE kind = 'articles.revision' AND object_id = NEW.id AND object_version = NEW.version - 1
          AND from_state = OLD.state AND to_state = NEW.state
          AND made_in = pg_current_xact_id()::text::bigint AND text_digest = NEW.digest;
    IF passage.id IS NULL THEN
        RAISE EXCEPTION 'revision % became % without a decision', NEW.id, NEW.state
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = 'approved' AND OLD.state <> 'scheduled' AND (
        passage.name <> (CASE WHEN NEW.approval_overridden THEN 'override' ELSE 'approve' END)
        OR passage.by_id IS DISTINCT FROM NEW.approved_by_id OR passage.at <> NEW.approved_at
        OR (NEW.approval_overridden AND passage.commitment = '')
    ) THEN
        RAISE EXCEPTION 'revision % names another approval than was decided', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = 'live' THEN
        IF passage.name <> 'publish' OR passage.at <> NEW.published_at THEN
            RAISE EXCEPTION 'revision % was published at another time than was decided', NEW.id
                USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.change IN ('update', 'correction') AND NOT EXISTS (
            SELECT 1 FROM articles_correction WHERE revision_id = NEW.id AND article_id = NEW.article_id
                AND kind = NEW.change AND note = NEW.change_note AND published_at = NEW.published_at) THEN
            RAISE EXCEPTION 'readers are not told of revision %', NEW.id USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    IF NEW.state IN ('live', 'superseded') THEN
        SELECT * INTO now_there FROM articles_revision WHERE article_id = NEW.article_id AND state = 'live';
        IF EXISTS (SELECT 1 FROM articles_article WHERE id = NEW.article_id AND live_id IS DISTINCT FROM now_there.id) THEN
            RAISE EXCEPTION 'article % shows another text than the live one', NEW.article_id
                USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NULL;
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0015_rights"), ("moderation", "0006_mandates")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
