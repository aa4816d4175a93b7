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
