"""The assist app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from common import nudging


class AssistConfig(AppConfig):
    name = "assist"
    verbose_name = _("Reading aids")

    def ready(self) -> None:
        # Models are loaded only now, and these modules need them.
        from articles import checklist
        from assist import advice, workflow
        from assist.moderation import GeneratedTextCard
        from moderation import queue
        from moderation.subjects import Subject
        from moderation.subjects import register as register_subject
        from moderation.workflow import register

        register(workflow.GENERATED_TEXT)
        checklist.register(advice.undecided)
        register_subject(
            Subject(
                "assist.generatedtext",
                "assist.view_generatedtext",
                "article__slug",
                "article__section__slug",
                "article",
            )
        )
        queue.register(GeneratedTextCard())
        nudging.register("assist.tasks.propose_due")
