"""The reader app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from common import nudging


class ReaderConfig(AppConfig):
    name = "reader"
    verbose_name = _("Public site")

    def ready(self) -> None:
        # Models are loaded only now, and this module needs them.
        from articles import staging
        from reader.previewing import PublicStage

        staging.register(PublicStage())
        nudging.register("reader.tasks.sweep_page_changes")
