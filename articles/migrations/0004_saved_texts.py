"""Every saved state of a text; stories; what a filing says of expiry, zones and where the text belongs."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0003_opened_by"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Story",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("slug", models.SlugField(max_length=120, unique=True, verbose_name="slug")),
                ("summary", models.CharField(blank=True, max_length=300, verbose_name="summary")),
                (
                    "is_running",
                    models.BooleanField(db_default=True, default=True, verbose_name="still running"),
                ),
            ],
            options={
                "verbose_name": "story",
                "verbose_name_plural": "stories",
                "ordering": ["name"],
            },
        ),
        migrations.AddField(
            model_name="article",
            name="canonical_url",
            field=models.URLField(
                blank=True,
                default="",
                db_default="",
                help_text="Where search engines should find this text, if not here.",
                max_length=1000,
                verbose_name="canonical address",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="embargo_zone",
            field=models.CharField(
                blank=True, default="", db_default="", max_length=64, verbose_name="time zone"
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="expires_at",
            field=models.DateTimeField(
                blank=True,
                help_text="From then on readers no longer find it.",
                null=True,
                verbose_name="expires",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="expires_zone",
            field=models.CharField(
                blank=True, default="", db_default="", max_length=64, verbose_name="time zone"
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="is_sensitive",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Readers are warned before the text and its pictures.",
                verbose_name="sensitive content",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="review_on",
            field=models.DateField(
                blank=True,
                help_text="When somebody should see whether it still holds.",
                null=True,
                verbose_name="look again on",
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="seo_title",
            field=models.CharField(
                blank=True,
                default="",
                db_default="",
                help_text="Empty: the headline.",
                max_length=110,
                verbose_name="title for search engines",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="story",
            field=models.ForeignKey(
                blank=True,
                help_text="The running topic that this article belongs to.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="articles",
                to="articles.story",
                verbose_name="story",
            ),
        ),
        migrations.CreateModel(
            name="SavedText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(editable=False, verbose_name="number")),
                ("version", models.PositiveIntegerField(editable=False)),
                ("text", models.JSONField(editable=False)),
                ("digest", models.CharField(editable=False, max_length=64)),
                ("saved_at", models.DateTimeField(editable=False, verbose_name="saved")),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("begun", "Begun"),
                            ("saved", "Saved"),
                            ("merged", "Merged"),
                            ("restored", "Restored"),
                            ("rescued", "Kept at a take-over"),
                            ("wire", "From the wire"),
                        ],
                        editable=False,
                        max_length=12,
                        verbose_name="how",
                    ),
                ),
                (
                    "reason",
                    models.CharField(blank=True, editable=False, max_length=200, verbose_name="what changed"),
                ),
                ("previous_link", models.CharField(blank=True, editable=False, max_length=64)),
                ("link", models.CharField(editable=False, max_length=64)),
                (
                    "revision",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="saves",
                        to="articles.revision",
                        verbose_name="revision",
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="saved by",
                    ),
                ),
            ],
            options={
                "verbose_name": "saved text",
                "verbose_name_plural": "saved texts",
                "ordering": ["revision", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("revision", "number"), name="articles_savedtext_number_once"
                    )
                ],
            },
        ),
    ]
