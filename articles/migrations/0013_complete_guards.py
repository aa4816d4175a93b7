"""The door's guards, complete: no plain UPDATE by the site's role makes anything published, approved or gone.

What needs its decision finds it by the number of the transaction (``moderation_decision.made_in``), which the database
writes itself. What must hold together is looked at when the transaction ends.
"""

from django.db import migrations

FORWARD = """
CREATE OR REPLACE FUNCTION articles_guard_revision() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    approval text[] := ARRAY['approved_by_id', 'approved_at', 'approved_digest', 'approval_overridden'];
    -- What waits, and what was noted while waiting: neither text nor approval.
    passing text[] := ARRAY['state', 'version', 'publish_at', 'publish_zone', 'published_at',
                            'publish_refused_at', 'publish_refusal'];
    closed text[] := ARRAY['approved', 'scheduled', 'live', 'superseded'];
    embargo timestamptz;
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
    IF NEW.version NOT IN (OLD.version, OLD.version + 1) THEN
        RAISE EXCEPTION 'versions count on by one' USING ERRCODE = 'check_violation';
    END IF;
    IF (NEW.id, NEW.article_id, NEW.created_at) IS DISTINCT FROM (OLD.id, OLD.article_id, OLD.created_at)
        OR NEW.opened_by_id IS DISTINCT FROM OLD.opened_by_id THEN
        RAISE EXCEPTION 'a revision stays whose it is' USING ERRCODE = 'check_violation';
    END IF;
    -- A text changes or a state changes, never both; an approved text never changes.
    IF (OLD.state = ANY (closed) OR NEW.state <> OLD.state)
        AND to_jsonb(NEW) - passing - approval <> to_jsonb(OLD) - passing - approval THEN
        RAISE EXCEPTION 'the text of a revision that is % is never altered', OLD.state
            USING ERRCODE = 'check_violation';
    END IF;
    IF (NEW.approved_by_id, NEW.approved_at, NEW.approved_digest, NEW.approval_overridden)
        IS DISTINCT FROM (OLD.approved_by_id, OLD.approved_at, OLD.approved_digest, OLD.approval_overridden)
        AND (NEW.state = ANY (closed)) = (OLD.state = ANY (closed)) THEN
        RAISE EXCEPTION 'an approval comes and goes with the state' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state <> ALL (closed) AND (NEW.approved_by_id IS NOT NULL OR NEW.approved_digest <> '') THEN
        RAISE EXCEPTION 'a revision that is % has no approval', NEW.state USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.published_at IS DISTINCT FROM OLD.published_at AND (OLD.published_at IS NOT NULL OR NEW.state <> 'live') THEN
        RAISE EXCEPTION 'when a revision went live is written once, then' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.state IN ('live', 'superseded') AND (NEW.publish_at, NEW.publish_zone)
        IS DISTINCT FROM (OLD.publish_at, OLD.publish_zone) THEN
        RAISE EXCEPTION 'the schedule of what was published is history' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state IN ('scheduled', 'live') AND (NEW.state <> OLD.state OR NEW.publish_at IS DISTINCT FROM OLD.publish_at) THEN
        IF NEW.state = 'live' THEN
            -- Nobody moves the embargo between this look and the commit.
            PERFORM 1 FROM articles_article WHERE id = NEW.article_id FOR SHARE;
        END IF;
        SELECT embargo_until INTO embargo FROM articles_article WHERE id = NEW.article_id;
        IF (CASE NEW.state WHEN 'live' THEN NEW.published_at ELSE NEW.publish_at END) < embargo THEN
            RAISE EXCEPTION 'the embargo holds until %', embargo USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.state = 'live' AND moderation_is_ahead(NEW.published_at) THEN
            RAISE EXCEPTION 'nothing is published in the future' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
END
$$;

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

-- A text and its last changer are what the newest saved text says; so nobody passes for somebody else by SQL.
CREATE FUNCTION articles_require_saved() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE CONSTRAINT TRIGGER articles_revision_saved
    AFTER INSERT OR UPDATE OF headline, short_headline, seo_title, standfirst, dateline_place, dateline_date, body, credit,
        lead_image_id, change, change_note, digest, changed_by_id, changed_at ON articles_revision
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION articles_require_saved();

CREATE FUNCTION articles_link_saved() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    newest articles_savedtext;
BEGIN
    SELECT * INTO newest FROM articles_savedtext WHERE revision_id = NEW.revision_id ORDER BY number DESC LIMIT 1;
    IF NEW.number <> coalesce(newest.number, 0) + 1 OR NEW.previous_link <> coalesce(newest.link, '')
        OR NEW.link !~ '^[0-9a-f]{64}$' THEN
        RAISE EXCEPTION 'a saved text names the one before it' USING ERRCODE = 'check_violation';
    END IF;
    IF moderation_is_ahead(NEW.saved_at) THEN
        RAISE EXCEPTION 'nothing is saved in the future' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER articles_savedtext_linked BEFORE INSERT ON articles_savedtext
    FOR EACH ROW EXECUTE FUNCTION articles_link_saved();

CREATE FUNCTION articles_guard_correction() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    newest articles_correction;
    counted text[] := ARRAY['told_at', 'told_count'];  -- who was told, and when, is found out afterwards
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT * INTO newest FROM articles_correction WHERE article_id = NEW.article_id ORDER BY id DESC LIMIT 1;
        IF NEW.previous_link <> coalesce(newest.link, '') OR NEW.link !~ '^[0-9a-f]{64}$' THEN
            RAISE EXCEPTION 'a correction names the one before it' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - counted = to_jsonb(OLD) - counted THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'what readers were told is never altered' USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER articles_correction_guard BEFORE INSERT OR UPDATE OR DELETE ON articles_correction
    FOR EACH ROW EXECUTE FUNCTION articles_guard_correction();
CREATE FUNCTION articles_require_corrected() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM articles_revision WHERE id = NEW.revision_id AND article_id = NEW.article_id
                   AND state IN ('live', 'superseded') AND change = NEW.kind AND change_note = NEW.note AND published_at = NEW.published_at) THEN
        RAISE EXCEPTION 'correction % belongs to no published change', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER articles_correction_published AFTER INSERT ON articles_correction
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION articles_require_corrected();

-- What readers see of an article changes only with its decision.
CREATE FUNCTION articles_guard_article() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    here bigint := pg_current_xact_id()::text::bigint;
    gone moderation_decision;
BEGIN
    IF NEW.live_id IS DISTINCT FROM OLD.live_id AND EXISTS (SELECT 1 FROM articles_article AS article
        WHERE id = NEW.id AND live_id IS DISTINCT FROM
            (SELECT id FROM articles_revision WHERE article_id = article.id AND state = 'live')) THEN
        RAISE EXCEPTION 'article % shows another text than the live one', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.published_at IS DISTINCT FROM OLD.published_at AND NOT moderation_may_date()
        AND (OLD.published_at IS NOT NULL OR NOT EXISTS
        (SELECT 1 FROM articles_revision WHERE article_id = NEW.id AND published_at = NEW.published_at)) THEN
        RAISE EXCEPTION 'when article % was first published is written once', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    IF (NEW.withdrawn_at, NEW.expired_at) IS DISTINCT FROM (OLD.withdrawn_at, OLD.expired_at) THEN
        IF NEW.withdrawn_at IS NULL THEN
            IF NOT EXISTS (SELECT 1 FROM moderation_decision WHERE made_in = here AND (
                (kind = 'articles.article' AND object_id = NEW.id AND to_state = 'published' AND name IN ('publish', 'renew'))
                OR (kind = 'articles.revision' AND object_id = NEW.live_id AND name = 'publish'))) THEN
                RAISE EXCEPTION 'article % was brought back without a decision', NEW.id USING ERRCODE = 'check_violation';
            END IF;
        ELSE
            SELECT * INTO gone FROM moderation_decision
                WHERE made_in = here AND kind = 'articles.article' AND object_id = NEW.id
                  AND to_state = (CASE WHEN NEW.expired_at IS NULL THEN 'withdrawn' ELSE 'expired' END)
                  AND at = NEW.withdrawn_at;
            IF gone.id IS NULL THEN
                RAISE EXCEPTION 'article % was withdrawn without a decision', NEW.id USING ERRCODE = 'check_violation';
            END IF;
        END IF;
    END IF;
    IF (NEW.embargo_until IS DISTINCT FROM OLD.embargo_until OR NEW.expires_at IS DISTINCT FROM OLD.expires_at)
        AND NOT moderation_may_date() AND NOT EXISTS (SELECT 1 FROM moderation_decision
            WHERE made_in = here AND kind = 'articles.article' AND object_id = NEW.id) THEN
        RAISE EXCEPTION 'the times of article % changed without a decision', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER articles_article_guard
    AFTER UPDATE OF live_id, published_at, withdrawn_at, expired_at, embargo_until, expires_at ON articles_article
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN ((OLD.live_id, OLD.published_at, OLD.withdrawn_at, OLD.expired_at, OLD.embargo_until, OLD.expires_at)
        IS DISTINCT FROM
        (NEW.live_id, NEW.published_at, NEW.withdrawn_at, NEW.expired_at, NEW.embargo_until, NEW.expires_at))
    EXECUTE FUNCTION articles_guard_article();
CREATE FUNCTION articles_refuse_born_live() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.live_id IS NOT NULL OR NEW.published_at IS NOT NULL OR NEW.withdrawn_at IS NOT NULL THEN
        RAISE EXCEPTION 'an article begins unpublished' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER articles_article_begins BEFORE INSERT ON articles_article
    FOR EACH ROW EXECUTE FUNCTION articles_refuse_born_live();

-- Written down by the database: every embargo, and under which embargo and whose approval each text went live.
CREATE TRIGGER articles_article_traced AFTER UPDATE OF embargo_until ON articles_article
    FOR EACH ROW EXECUTE FUNCTION moderation_trace_change('embargo_until');
CREATE FUNCTION articles_trace_publication() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM moderation_write_trace('articles_revision', NEW.id, 'live', NULL, jsonb_build_object(
        'published_at', NEW.published_at, 'approved_by', NEW.approved_by_id, 'changed_by', NEW.changed_by_id,
        'digest', NEW.digest,
        'embargo_until', (SELECT embargo_until FROM articles_article WHERE id = NEW.article_id)));
    RETURN NULL;
END
$$;
CREATE TRIGGER articles_revision_traced AFTER UPDATE OF state ON articles_revision
    FOR EACH ROW WHEN (NEW.state = 'live' AND OLD.state <> 'live') EXECUTE FUNCTION articles_trace_publication();
-- What went live before there were traces.
SELECT moderation_write_trace('articles_revision', text.id, 'live', NULL, jsonb_build_object(
        'published_at', text.published_at, 'approved_by', text.approved_by_id, 'changed_by', text.changed_by_id,
        'digest', text.digest, 'embargo_until', NULL))
    FROM articles_revision AS text WHERE text.state IN ('live', 'superseded');
"""
BACKWARD = """
DROP TRIGGER articles_revision_traced ON articles_revision;
DROP TRIGGER articles_article_traced ON articles_article;
DROP TRIGGER articles_article_begins ON articles_article;
DROP TRIGGER articles_article_guard ON articles_article;
DROP TRIGGER articles_correction_published ON articles_correction;
DROP TRIGGER articles_correction_guard ON articles_correction;
DROP TRIGGER articles_savedtext_linked ON articles_savedtext;
DROP TRIGGER articles_revision_saved ON articles_revision;
DROP FUNCTION articles_trace_publication();
DROP FUNCTION articles_refuse_born_live();
DROP FUNCTION articles_guard_article();
DROP FUNCTION articles_require_corrected();
DROP FUNCTION articles_guard_correction();
DROP FUNCTION articles_link_saved();
DROP FUNCTION articles_require_saved();
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0012_chained_corrections"), ("moderation", "0004_right_chains")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
