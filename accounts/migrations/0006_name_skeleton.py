"""By what a name may be taken for, for every account that is there."""

from typing import Any

from django.db import migrations, models

from accounts.skeletons import skeleton

BATCH = 500


def fill(apps: Any, schema_editor: Any) -> None:
    User = apps.get_model("accounts", "User")
    rows = []
    for person in User.objects.exclude(display_name="").only("pk", "display_name").iterator(BATCH):
        person.name_skeleton = skeleton(person.display_name)[:240]
        rows.append(person)
        if len(rows) == BATCH:
            User.objects.bulk_update(rows, ["name_skeleton"])
            rows = []
    User.objects.bulk_update(rows, ["name_skeleton"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_has_measures")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="name_skeleton",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=240),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
