"""The editorial workflow of a revision, as data."""

from django.utils.translation import gettext_lazy as _

from articles.models import HouseRule, Revision
from moderation.workflow import Transition, Workflow

S = Revision.State

REVISION = Workflow(
    name="revision",
    model="articles.Revision",
    initial=S.DRAFT,
    states={str(state.value): state.label for state in S},
    transitions=(
        Transition(
            "submit",
            (S.DRAFT, S.CHANGES_REQUESTED),
            S.IN_REVIEW,
            "articles.submit_revision",
            _("Submit for review"),
        ),
        Transition(
            "request_changes",
            (S.IN_REVIEW, S.APPROVED),
            S.CHANGES_REQUESTED,
            "articles.request_changes",
            _("Request changes"),
            needs_reason=True,
        ),
        Transition("approve", (S.IN_REVIEW,), S.APPROVED, "articles.approve_revision", _("Approve")),
        Transition(
            "override",
            (S.DRAFT, S.IN_REVIEW, S.CHANGES_REQUESTED),
            S.APPROVED,
            "articles.override_approval",
            _("Approve without a second person"),
            needs_reason=True,
        ),
        Transition(
            "schedule", (S.APPROVED, S.SCHEDULED), S.SCHEDULED, "articles.schedule_revision", _("Schedule")
        ),
        Transition(
            "unschedule", (S.SCHEDULED,), S.APPROVED, "articles.schedule_revision", _("Take off the schedule")
        ),
        Transition(
            "reopen", (S.APPROVED, S.SCHEDULED), S.DRAFT, "articles.write_revision", _("Reopen for editing")
        ),
        Transition("publish", (S.APPROVED, S.SCHEDULED), S.LIVE, "articles.publish_revision", _("Publish")),
        Transition("supersede", (S.LIVE,), S.SUPERSEDED, "articles.publish_revision", _("Supersede")),
    ),
)

R = HouseRule.State

HOUSE_RULE = Workflow(
    name="house rule",
    model="articles.HouseRule",
    initial=R.DRAFT,
    states={str(state.value): state.label for state in R},
    transitions=(
        Transition(
            "activate", (R.DRAFT, R.ACTIVE, R.RETIRED), R.ACTIVE, "articles.activate_rule", _("Put in force")
        ),
        Transition("retire", (R.ACTIVE,), R.RETIRED, "articles.activate_rule", _("Take out of force")),
    ),
)
