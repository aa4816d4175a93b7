"""What the house is told of measures when it starts; called from ``AppConfig.ready``."""

from comments.measures import flagging, notices, personal, workflow
from common import personal as holdings
from common import recounting
from moderation import subjects
from moderation import workflow as workflows
from notifications import renderers


def register() -> None:
    """Workflow, subject of the record, notices, the proof of the flag, export and erasure."""
    workflows.register(workflow.MEASURE)
    subjects.register(
        subjects.Subject("comments.measure", "comments.view_measure", "person__display_name", "section")
    )
    for notice in notices.ALL:
        renderers.register(notice, label=notices.LABELS[notice.kind])
    recounting.register(flagging.MeasureFlags())
    holdings.register(personal.Measures())
