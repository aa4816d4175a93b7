"""Articles are stored as the ranking reads them: each is read once, by the sweep. Readers keep the old lists until then."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def read_anew(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("articles", "Article").objects.filter(live__isnull=False).update(related_at=None)


class Migration(migrations.Migration):
    dependencies = [("related", "0003_wordings_and_drawings")]
    operations = [migrations.RunPython(read_anew, migrations.RunPython.noop, elidable=True)]
