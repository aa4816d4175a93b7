"""What a rule dropped is told from what a person deleted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("feeds", "0012_addresses_or_folders"),
    ]

    operations = [
        migrations.AddField(
            model_name="tombstone",
            name="is_dropped",
            field=models.BooleanField(
                db_default=False, default=False, editable=False, verbose_name="dropped"
            ),
        ),
    ]
