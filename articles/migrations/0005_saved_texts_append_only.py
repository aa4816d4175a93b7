"""Saved texts are append-only, and the texts that are there already have their first one."""

import hashlib
import json
from datetime import UTC
from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FORWARD = """
CREATE TRIGGER articles_savedtext_append_only BEFORE UPDATE OR DELETE ON articles_savedtext
    FOR EACH ROW EXECUTE FUNCTION moderation_refuse_change();
"""
BACKWARD = "DROP TRIGGER articles_savedtext_append_only ON articles_savedtext;"
# As articles.digest and articles.saving have them; a migration stands for itself.
PRINTED = (
    "headline",
    "short_headline",
    "standfirst",
    "dateline_place",
    "dateline_date",
    "body",
    "credit",
    "lead_image_id",
    "change",
    "change_note",
    "seo_title",
)
CHUNK = 500


def keep_first(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    Revision = apps.get_model("articles", "Revision")
    SavedText = apps.get_model("articles", "SavedText")
    rows = []
    for revision in Revision.objects.filter(saves=None).order_by("pk").iterator(chunk_size=CHUNK):
        rows.append(_first(SavedText, revision))
        if len(rows) == CHUNK:
            SavedText.objects.bulk_create(rows)
            rows = []
    SavedText.objects.bulk_create(rows)


def _first(saved_text: Any, revision: Any) -> Any:
    text = {name: getattr(revision, name) for name in PRINTED}
    text["dateline_date"] = revision.dateline_date.isoformat() if revision.dateline_date else None
    facts = [
        revision.pk,
        1,
        revision.version,
        revision.digest,
        revision.changed_by_id,
        revision.changed_at.astimezone(UTC).isoformat(),
        "saved",
        "",
        "",
    ]
    plain = json.dumps(facts, separators=(",", ":"), ensure_ascii=False)
    return saved_text(
        revision=revision,
        number=1,
        version=revision.version,
        text=text,
        digest=revision.digest,
        saved_by_id=revision.changed_by_id,
        saved_at=revision.changed_at,
        origin="saved",
        link=hashlib.sha256(plain.encode()).hexdigest(),
    )


class Migration(migrations.Migration):
    dependencies = [("articles", "0004_saved_texts"), ("moderation", "0002_append_only")]

    operations = [
        migrations.RunPython(keep_first, migrations.RunPython.noop),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
