"""What the rules make known to the rooms below: their workflows, and what they hold of people."""

from comments import workflow
from comments.rules import notices, personal
from common import nudging
from common import personal as holdings
from moderation.workflow import register as register_workflow
from notifications import renderers


def register() -> None:
    """Called from ``AppConfig.ready``."""
    for each in (workflow.RULE, workflow.BREAKER, workflow.SCORE_MODEL):
        register_workflow(each)
    renderers.register(notices.Hot(), label=notices.LABEL)
    nudging.register("comments.tasks.replay_rules")
    holdings.register(personal.Screenings())
