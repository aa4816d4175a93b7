"""Built while people go on signing in."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("accounts", "0006_name_skeleton")]

    operations = [
        AddIndexConcurrently(
            model_name="user",
            index=models.Index(
                fields=["name_skeleton"],
                condition=~models.Q(name_skeleton=""),
                name="accounts_user_name_skeleton",
            ),
        ),
    ]
