"""The way of an imported item, as data."""

from django.utils.translation import gettext_lazy as _

from feeds.models import ImportedItem, Trust
from moderation.workflow import Transition, Workflow

S = ImportedItem.State

IMPORTED_ITEM = Workflow(
    name="imported item",
    model="feeds.ImportedItem",
    initial=S.RECEIVED,
    states={str(state.value): state.label for state in S},
    transitions=(
        Transition("fold", (S.RECEIVED, S.HELD), S.DUPLICATE, "feeds.reject_item", _("Fold into another")),
        Transition("hold", (S.RECEIVED,), S.HELD, "feeds.accept_item", _("Hold for the desk")),
        Transition("accept", (S.RECEIVED, S.HELD), S.ACCEPTED, "feeds.accept_item", _("Accept")),
        Transition("reject", (S.RECEIVED, S.HELD), S.REJECTED, "feeds.reject_item", _("Reject")),
        # The state stays; a newer version came from the wire, and whoever looks at the older one must look again.
        Transition("renew", (S.HELD,), S.HELD, "feeds.accept_item", _("Take the newer version")),
        Transition("note_newer", (S.ACCEPTED,), S.ACCEPTED, "feeds.accept_item", _("Note a newer version")),
        Transition("reopen", (S.REJECTED,), S.HELD, "feeds.accept_item", _("Undo")),
        # The state stays; a person looked at both and says that they are different reports.
        Transition("tell_apart", (S.HELD,), S.HELD, "feeds.accept_item", _("Keep as a report of its own")),
        # What the wire withdraws waits no longer; it may send it again.
        Transition(
            "recall", (S.RECEIVED, S.HELD), S.WITHDRAWN, "feeds.reject_item", _("Withdraw with the wire")
        ),
        Transition("send_again", (S.WITHDRAWN,), S.HELD, "feeds.accept_item", _("Hold what was sent again")),
        # The state stays; what the desk made of the wire's newer words.
        Transition("merge", (S.ACCEPTED,), S.ACCEPTED, "feeds.accept_item", _("Take the wire’s changes")),
        Transition("mend", (S.ACCEPTED,), S.ACCEPTED, "feeds.accept_item", _("Mend typing errors")),
        Transition("keep_ours", (S.ACCEPTED,), S.ACCEPTED, "feeds.accept_item", _("Keep our text")),
        Transition(
            "keep_published",
            (S.ACCEPTED,),
            S.ACCEPTED,
            "articles.withdraw_article",
            _("Keep in spite of the wire"),
            needs_reason=True,
        ),
        Transition(
            "follow_kill",
            (S.ACCEPTED,),
            S.ACCEPTED,
            "articles.withdraw_article",
            _("Withdraw the article"),
            needs_reason=True,
        ),
        Transition(
            "note_missing", (S.ACCEPTED,), S.ACCEPTED, "feeds.accept_item", _("Note that it vanished")
        ),
    ),
)

T = Trust.State
GRANT_TRUST = "feeds.grant_trust"

TRUST = Workflow(
    name="trust in a feed",
    model="feeds.Trust",
    initial=T.NONE,
    states={str(state.value): state.label for state in T},
    transitions=(
        # A rule proposes, from the desk's own decisions; every step that lets anything through is a publisher's.
        Transition("propose", (T.NONE, T.WITHDRAWN), T.PROPOSED, GRANT_TRUST, _("Propose trust")),
        Transition("take_back", (T.PROPOSED,), T.NONE, GRANT_TRUST, _("Take the proposal back")),
        Transition("begin_trial", (T.PROPOSED,), T.DRY_RUN, GRANT_TRUST, _("Begin the trial")),
        Transition(
            "end_trial",
            (T.DRY_RUN,),
            T.NONE,
            GRANT_TRUST,
            _("End the trial without trust"),
            needs_reason=True,
        ),
        # Granting again what is granted is looking at it again: it counts anew from there.
        Transition(
            "grant", (T.DRY_RUN, T.GRANTED), T.GRANTED, GRANT_TRUST, _("Grant trust"), needs_reason=True
        ),
        Transition(
            "withdraw", (T.GRANTED,), T.WITHDRAWN, GRANT_TRUST, _("Withdraw trust"), needs_reason=True
        ),
    ),
)
