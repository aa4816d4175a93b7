"""The moderation app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    name = "moderation"
    verbose_name = _("Moderation")

    def ready(self) -> None:
        # Models are loaded only now, and the proofs need them.
        from moderation import ledger
        from moderation.auditing import Proof, register

        register(Proof("ledger", "the chains are whole", ledger.chains_are_whole))
        register(Proof("workflow", "the passages are known", ledger.passages_are_known))
        register(Proof("workflow", "the states are decided", ledger.states_are_decided))
