"""The related app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from common import nudging


class RelatedConfig(AppConfig):
    name = "related"
    verbose_name = _("Related articles")

    def ready(self) -> None:
        nudging.register("related.tasks.link_due")
