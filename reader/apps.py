"""The reader app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from common import nudging


class ReaderConfig(AppConfig):
    name = "reader"
    verbose_name = _("Public site")

    def ready(self) -> None:
        nudging.register("reader.tasks.sweep_page_changes")
