"""Bodies of polls are kept once for all polls that brought them; pushes wait in a table of their own."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

_MOVE = """
INSERT INTO feeds_keptbody (feed_id, digest, size, packed, kept_at)
SELECT DISTINCT ON (feed_id, sha256(body)) feed_id, encode(sha256(body), 'hex'), length(body), body, finished_at
FROM feeds_fetch WHERE body IS NOT NULL ORDER BY feed_id, sha256(body), id DESC;
UPDATE feeds_fetch SET kept_id = kept.id FROM feeds_keptbody AS kept
WHERE kept.feed_id = feeds_fetch.feed_id AND body IS NOT NULL AND kept.digest = encode(sha256(body), 'hex');
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [("feeds", "0010_withdrawn_items_and_mending_rules")]

    operations = [
        migrations.CreateModel(
            name="KeptBody",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField()),
                ("packed", models.BinaryField()),
                ("kept_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "feed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kept_bodies",
                        to="feeds.feed",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="keptbody",
            constraint=models.UniqueConstraint(fields=("feed", "digest"), name="feeds_body_once"),
        ),
        migrations.AddField(
            model_name="fetch",
            name="kept",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="fetches",
                to="feeds.keptbody",
            ),
        ),
        migrations.AddField(
            model_name="fetch",
            name="replay_of",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="replays",
                to="feeds.fetch",
                verbose_name="replay of",
            ),
        ),
        migrations.RunSQL(_MOVE, migrations.RunSQL.noop),
        # The column stays until the next release: the version before still reads and writes it during a deployment.
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.RemoveField(model_name="fetch", name="body")]
        ),
        migrations.CreateModel(
            name="Push",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("received_at", models.DateTimeField(verbose_name="received")),
                ("headers", models.JSONField(blank=True, default=dict, verbose_name="headers")),
                ("body", models.BinaryField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "feed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pushes",
                        to="feeds.feed",
                        verbose_name="feed",
                    ),
                ),
            ],
            options={"verbose_name": "push", "verbose_name_plural": "pushes", "ordering": ["id"]},
        ),
        migrations.AddConstraint(
            model_name="push",
            constraint=models.UniqueConstraint(fields=("feed", "digest"), name="feeds_push_once"),
        ),
    ]
