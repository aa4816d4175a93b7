from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("notifications", "0003_how_and_when")]

    operations = [
        AddIndexConcurrently(
            model_name="notification",
            index=models.Index(
                condition=models.Q(
                    ("dead_at", None), ("dropped_at", None), ("leaves_with", None), ("sent_at", None)
                ),
                fields=["lane", "next_attempt_at", "id"],
                name="notifications_due_by_lane",
            ),
        ),
        AddIndexConcurrently(
            model_name="notification",
            index=models.Index(
                condition=models.Q(
                    ("dead_at", None),
                    ("dropped_at", None),
                    ("sent_at", None),
                    models.Q(("gathering", ""), _negated=True),
                ),
                fields=["recipient", "gathering"],
                name="notifications_gathering",
            ),
        ),
        AddIndexConcurrently(
            model_name="notification",
            index=models.Index(
                condition=models.Q(("leaves_with__isnull", False)),
                fields=["leaves_with"],
                name="notifications_companions",
            ),
        ),
        RemoveIndexConcurrently(
            model_name="notification",
            name="notifications_due",
        ),
    ]
