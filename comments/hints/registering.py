"""What the house is told of possible corrections when it starts; called from ``AppConfig.ready``."""

from articles import banners, chasing, panels
from comments.hints import notices, panel, personal, sending, workflow
from common import personal as holdings
from moderation import subjects
from moderation import workflow as workflows
from notifications import renderers


def register() -> None:
    """Workflow, subject of the record, notices, the article's panel and banner, corrections, export and erasure."""
    workflows.register(workflow.HINT)
    subjects.register(
        subjects.Subject(
            "comments.correctionhint",
            "comments.view_correctionhint",
            "article__slug",
            "article__section__slug",
            "article",
        )
    )
    for renderer, label in notices.FOR_READERS:
        renderers.register(renderer, label=label)
    for notice, label in notices.FOR_STAFF:
        renderers.register(notice, label=label, is_staff=True)
    panels.register(panel.HintFiller())
    banners.register(panel.HintCrier())
    chasing.on_told(sending.note_correction)
    holdings.register(personal.Hints())
