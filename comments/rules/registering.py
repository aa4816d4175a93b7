"""What the rules make known to the rooms below: their workflows, and what they hold of people."""

from comments import workflow
from comments.rules import personal
from common import nudging
from common import personal as holdings
from moderation.workflow import register as register_workflow


def register() -> None:
    """Called from ``AppConfig.ready``."""
    for each in (workflow.RULE, workflow.BREAKER, workflow.SCORE_MODEL):
        register_workflow(each)
    nudging.register("comments.tasks.replay_rules")
    holdings.register(personal.Screenings())
