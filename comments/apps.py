"""The comments app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    name = "comments"
    verbose_name = _("Comments")

    def ready(self) -> None:
        # Models are loaded only now, and these modules need them.
        from comments import workflow
        from moderation.workflow import register

        register(workflow.COMMENT)
