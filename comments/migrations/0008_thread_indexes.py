"""The indexes of a thread's sortings, made while the site goes on."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("comments", "0007_votes_and_ranks")]

    operations = [
        AddIndexConcurrently(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("is_listed", True)), fields=["article", "path"], name="comments_listed"
            ),
        ),
        AddIndexConcurrently(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("is_listed", True), ("root", None)),
                fields=["article", "id"],
                name="comments_roots",
            ),
        ),
        AddIndexConcurrently(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("is_listed", True), ("root", None)),
                fields=["article", "best", "id"],
                name="comments_roots_best",
            ),
        ),
        AddIndexConcurrently(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("is_listed", True), ("root", None)),
                fields=["article", "reply_count", "id"],
                name="comments_roots_discussed",
            ),
        ),
        AddIndexConcurrently(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("picked_at__isnull", False)),
                fields=["article", "picked_at", "id"],
                name="comments_picked",
            ),
        ),
        AddIndexConcurrently(
            model_name="comment",
            index=models.Index(
                condition=models.Q(models.Q(("state", "approved"), _negated=True), ("deleted_at", None)),
                fields=["author", "article", "id"],
                name="comments_own_unseen",
            ),
        ),
        RemoveIndexConcurrently(
            model_name="comment",
            name="comments_thread",
        ),
    ]
