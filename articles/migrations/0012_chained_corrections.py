"""Corrections get a chain of their own, those that are there too."""

import hashlib
import json
from datetime import UTC
from typing import Any

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def chain(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    links: dict[int, str] = {}
    for note in apps.get_model("articles", "Correction").objects.order_by("pk").iterator(chunk_size=500):
        note.previous_link = links.get(note.article_id, "")
        note.link = links[note.article_id] = _link(note)
        note.save(update_fields=["previous_link", "link"])


def _link(note: Any) -> str:
    # As articles.correction_chain has it; a migration stands for itself.
    at = note.published_at.astimezone(UTC).isoformat()
    facts = [note.article_id, note.revision_id, note.kind, note.note, at, note.previous_link]
    return hashlib.sha256(json.dumps(facts, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()


class Migration(migrations.Migration):
    dependencies = [("articles", "0011_times")]

    operations = [
        migrations.AddField(
            model_name="correction",
            name="previous_link",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="correction",
            name="link",
            field=models.CharField(db_default="", default="", editable=False, max_length=64),
        ),
        migrations.RunPython(chain, migrations.RunPython.noop),
    ]
