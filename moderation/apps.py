"""The moderation app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    name = "moderation"
    verbose_name = _("Moderation")

    def ready(self) -> None:
        # Models are loaded only now, and the proofs need them.
        from common import personal as holdings
        from moderation import chains, checkpoints, ledger, personal, traces
        from moderation.auditing import Proof, register

        chains.register(
            chains.Chain("moderation_decision", ("kind", "object_id"), "object_version", "digest")
        )
        chains.register(chains.Chain("moderation_trace", ("table", "row"), "id", "link"))
        register(Proof("ledger", "the chains are whole", ledger.chains_are_whole))
        register(Proof("ledger", "the traces are whole", traces.are_whole))
        register(Proof("ledger", "the checkpoints hold", checkpoints.are_kept))
        register(Proof("checkpoint", "the checkpoints hold", checkpoints.are_kept))
        register(Proof("workflow", "the passages are known", ledger.passages_are_known))
        register(Proof("workflow", "the states are decided", ledger.states_are_decided))
        holdings.register(personal.Notes())
        self._appeals()
        self._opinions()

    def _opinions(self) -> None:
        from moderation import queue, workflow
        from moderation.opinions.card import OpinionCard
        from moderation.opinions.workflow import OPINION
        from moderation.subjects import Subject, register

        workflow.register(OPINION)
        register(Subject("moderation.opinion", "moderation.view_opinion", "kind", "section"))
        queue.register(OpinionCard())
        queue.name_rules(lambda: {"blind": _("Second opinion")})

    def _appeals(self) -> None:
        from common import personal as holdings
        from moderation import queue, workflow
        from moderation.appeals import card, notices, personal
        from moderation.appeals.workflow import APPEAL
        from moderation.subjects import Subject, register
        from notifications import renderers

        workflow.register(APPEAL)
        register(Subject("moderation.appeal", "moderation.view_appeal", "kind", "section"))
        queue.register(card.AppealCard())
        queue.name_rules(lambda: {"appeal": _("Appeal")})
        for renderer in (notices.Received(), notices.Outcome()):
            renderers.register(renderer, label=notices.LABELS[renderer.kind])
        holdings.register(personal.Appeals())
