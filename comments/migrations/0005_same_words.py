"""The same sentence is found again whatever its case, spaces and signs."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import MD5, Lower


class Migration(migrations.Migration):
    atomic = False  # built beside the work, not in its way

    dependencies = [("comments", "0004_reports")]

    operations = [
        AddIndexConcurrently(
            model_name="comment",
            index=models.Index(
                MD5(
                    Func(
                        Lower(F("text")),
                        Value("[^[:alnum:]]+"),
                        Value(""),
                        Value("g"),
                        function="regexp_replace",
                    )
                ),
                condition=Q(deleted_at=None),
                name="comments_same_words",
            ),
        ),
    ]
