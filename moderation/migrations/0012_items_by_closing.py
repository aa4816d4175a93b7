"""What was decided in some weeks is found by when it was closed: for the queue's figures."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False  # built beside the work, not in its way

    dependencies = [("moderation", "0011_opinions")]

    operations = [
        AddIndexConcurrently(
            model_name="item",
            index=models.Index(
                fields=["closed_at"], condition=Q(closed_at__isnull=False), name="moderation_item_closed"
            ),
        ),
    ]
