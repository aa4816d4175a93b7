"""The articles app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Articles")

    def ready(self) -> None:
        # Models are loaded only now, and these modules need them.
        from articles import workflow
        from moderation.workflow import register

        register(workflow.REVISION)
