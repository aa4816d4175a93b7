"""Votes, ranks and the numbers that comments keep; the replies that stand already are counted."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import comments.models.stored_column

REPLIES = """
UPDATE comments_comment above SET reply_count = counted.number
FROM (
  SELECT upper.id, count(*) AS number
  FROM comments_comment upper
  JOIN comments_comment lower ON lower.article_id = upper.article_id
    AND lower.path > upper.path AND lower.path < upper.path || '~'
  WHERE lower.state = 'approved' AND lower.deleted_at IS NULL
  GROUP BY upper.id
) counted
WHERE above.id = counted.id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0016_deputies"),
        ("comments", "0006_rules"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EarlierRank",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("until", models.DateTimeField(db_index=True)),
                ("best", models.FloatField()),
                ("reply_count", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Vote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "value",
                    models.SmallIntegerField(
                        choices=[(1, "Worth reading"), (-1, "Not worth reading")], verbose_name="vote"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="at")),
            ],
            options={
                "verbose_name": "vote",
                "verbose_name_plural": "votes",
            },
        ),
        migrations.AddField(
            model_name="comment",
            name="best",
            field=models.FloatField(db_default=0.0, default=0.0, editable=False),
        ),
        migrations.AddField(
            model_name="comment",
            name="downs",
            field=models.PositiveIntegerField(
                db_default=0, default=0, editable=False, verbose_name="votes against"
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="reply_count",
            field=models.PositiveIntegerField(
                db_default=0, default=0, editable=False, verbose_name="visible replies"
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="picked_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="picked by an editor"
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="ups",
            field=models.PositiveIntegerField(
                db_default=0, default=0, editable=False, verbose_name="votes for"
            ),
        ),
        migrations.AddField(
            model_name="earlierrank",
            name="article",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="articles.article",
            ),
        ),
        migrations.AddField(
            model_name="earlierrank",
            name="comment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="comments.comment"
            ),
        ),
        migrations.AddField(
            model_name="vote",
            name="comment",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="votes",
                to="comments.comment",
                verbose_name="comment",
            ),
        ),
        migrations.AddField(
            model_name="vote",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.RunSQL(REPLIES, migrations.RunSQL.noop),
        migrations.AddField(
            model_name="comment",
            name="is_listed",
            field=comments.models.stored_column.StoredColumn(
                db_persist=True,
                expression=models.Q(
                    models.Q(("deleted_at", None), ("state", "approved")),
                    ("reply_count__gt", 0),
                    _connector="OR",
                ),
                output_field=models.BooleanField(),
            ),
        ),
        migrations.AddIndex(
            model_name="earlierrank",
            index=models.Index(fields=["article", "until"], name="comments_earlier_ranks"),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.UniqueConstraint(fields=("comment", "person"), name="comments_vote_once"),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.CheckConstraint(
                condition=models.Q(("value__in", (1, -1))), name="comments_vote_up_or_down"
            ),
        ),
    ]
