"""Proofs over the record itself: every chain is whole, every passage is one of the workflow, every state has its decision."""

from django.apps import apps
from django.db.models import CharField, F, OuterRef, Q, Subquery, Value, Window
from django.db.models.functions import Coalesce, Lag

from moderation.auditing import Breach
from moderation.models import Decision, Evidence
from moderation.recording import commitment_to, digest_of
from moderation.workflow import Workflow, all_workflows

CHUNK = 2_000  # decisions held in memory at once


def chains_are_whole() -> int | Breach:
    """Each decision's digest covers its row, names the digest before it, and its reason is the one that was given."""
    before: Decision | None = None
    checked = 0
    rows = Decision.objects.select_related("evidence").order_by("kind", "object_id", "object_version")
    for decision in rows.iterator(chunk_size=CHUNK):
        same = before is not None and _object(before) == _object(decision)
        expected = before.digest if before is not None and same else ""
        if words := _fault(decision, expected):
            return _breach(decision, words)
        before = decision
        checked += 1
    return checked


def passages_are_known() -> int | Breach:
    """Each decision is a transition of its workflow, and starts where the one before it ended."""
    checked = 0
    for workflow in all_workflows():
        decisions = Decision.objects.filter(kind=workflow.model.lower())
        known = Q(pk__in=[])
        for step in workflow.transitions:
            known |= Q(name=step.name, from_state__in=step.sources, to_state=step.target)
        if stranger := decisions.exclude(known).order_by("pk").first():
            return _breach(stranger, f"“{stranger.name}” is no passage of the workflow “{workflow.name}”")
        start = Coalesce(
            Window(Lag("to_state"), partition_by=F("object_id"), order_by="object_version"),
            Value(str(workflow.initial)),
            output_field=CharField(),
        )
        torn = decisions.annotate(start=start).exclude(start=F("from_state")).order_by("pk").first()
        if torn is not None:
            return _breach(torn, f"starts from “{torn.from_state}”, where the object was not")
        checked += decisions.count()
    return checked


def states_are_decided() -> int | Breach:
    """Each object stands where its last decision led; without one it stands at the beginning."""
    checked = 0
    for workflow in all_workflows():
        found = _undecided(workflow)
        if isinstance(found, Breach):
            return found
        checked += found
    return checked


def _undecided(workflow: Workflow) -> int | Breach:
    model = apps.get_model(workflow.model)
    decisions = Decision.objects.filter(kind=workflow.model.lower(), object_id=OuterRef("pk"))
    last = Subquery(decisions.order_by("-object_version").values("to_state")[:1], output_field=CharField())
    objects = model._default_manager.order_by("pk")
    stray = (
        objects.annotate(decided=Coalesce(last, Value(str(workflow.initial))))
        .exclude(state=F("decided"))
        .values_list("pk", "state", "decided")
        .first()
    )
    if stray is not None:
        number, state, decided = stray
        return Breach(model._meta.db_table, number, f"is “{state}”, but its decisions led to “{decided}”")
    return int(objects.count())


def _fault(decision: Decision, expected: str) -> str:
    if decision.previous_digest != expected:
        return "does not name the decision before it: one was removed, added or changed"
    if decision.digest != digest_of(decision):
        return "its digest does not match its row: the row was changed"
    evidence: Evidence | None = getattr(decision, "evidence", None)
    if evidence is not None and decision.commitment != commitment_to(evidence.salt, evidence.words):
        return "its reason is not the one that was given"
    return ""


def _object(decision: Decision) -> tuple[str, int]:
    return decision.kind, decision.object_id


def _breach(decision: Decision, words: str) -> Breach:
    return Breach(Decision._meta.db_table, decision.pk, f"({decision.kind} {decision.object_id}) {words}")
