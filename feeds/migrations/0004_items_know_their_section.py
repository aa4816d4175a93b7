"""What came in before routing goes where its feed goes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("feeds", "0003_feeds_know_more")]

    operations = [
        migrations.RunSQL(
            """
            UPDATE feeds_importeditem SET section_id = feeds_feed.section_id
            FROM feeds_feed WHERE feeds_feed.id = feeds_importeditem.feed_id
            """,
            migrations.RunSQL.noop,
        ),
    ]
