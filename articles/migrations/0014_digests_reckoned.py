"""The database reckons the sha256 of what is printed itself: a text and another text's digest do not go together.

Whoever adds a printed field to ``articles.digest`` adds it here, in a migration that replaces the function.
"""

from django.db import migrations

FORWARD = """
-- As articles.digest has it: a compact JSON list; fields that came later only where they say something.
CREATE FUNCTION articles_digest_of(told articles_revision) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to('[' || concat_ws(',',
        to_json(told.headline), to_json(told.short_headline), to_json(told.standfirst), to_json(told.dateline_place),
        coalesce(to_json(told.dateline_date)::text, 'null'), to_json(told.body), to_json(told.credit),
        coalesce(told.lead_image_id::text, 'null'), to_json(told.change), to_json(told.change_note),
        CASE WHEN told.seo_title <> '' THEN to_json(told.seo_title) END) || ']', 'UTF8')), 'hex')
$$;
CREATE OR REPLACE FUNCTION articles_require_saved() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    saved articles_savedtext;
    told articles_revision;
BEGIN
    SELECT * INTO told FROM articles_revision WHERE id = NEW.id;
    IF told.id IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT * INTO saved FROM articles_savedtext
        WHERE revision_id = NEW.id AND origin <> 'rescued' ORDER BY number DESC LIMIT 1;
    IF saved.id IS NULL OR saved.digest <> told.digest OR told.digest <> articles_digest_of(told)
        OR saved.saved_by_id IS DISTINCT FROM told.changed_by_id
        OR EXISTS (SELECT 1 FROM jsonb_each(saved.text) AS field
                   WHERE to_jsonb(told) ? field.key AND to_jsonb(told) -> field.key IS DISTINCT FROM field.value)
        OR NOT saved.text ?& ARRAY['headline', 'short_headline', 'standfirst', 'dateline_place', 'dateline_date', 'body',
                                   'credit', 'lead_image_id', 'change', 'change_note'] THEN
        RAISE EXCEPTION 'revision % is not as it was saved', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;
"""
BACKWARD = """
CREATE OR REPLACE FUNCTION articles_require_saved() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    saved articles_savedtext;
    told articles_revision;
BEGIN
    SELECT * INTO told FROM articles_revision WHERE id = NEW.id;
    IF told.id IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT * INTO saved FROM articles_savedtext
        WHERE revision_id = NEW.id AND origin <> 'rescued' ORDER BY number DESC LIMIT 1;
    IF saved.id IS NULL OR saved.digest <> told.digest OR saved.saved_by_id IS DISTINCT FROM told.changed_by_id
        OR EXISTS (SELECT 1 FROM jsonb_each(saved.text) AS field
                   WHERE to_jsonb(told) ? field.key AND to_jsonb(told) -> field.key IS DISTINCT FROM field.value)
        OR NOT saved.text ?& ARRAY['headline', 'short_headline', 'standfirst', 'dateline_place', 'dateline_date', 'body',
                                   'credit', 'lead_image_id', 'change', 'change_note'] THEN
        RAISE EXCEPTION 'revision % is not as it was saved', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;
DROP FUNCTION articles_digest_of(articles_revision);
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0013_complete_guards")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
