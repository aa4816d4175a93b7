"""Key points of the demo's articles: proposed as everywhere, approved by an editor, some left for whoever tries the queue."""

from accounts.models import User
from assist import deciding
from assist.models import GeneratedText
from assist.proposing import propose_due

LEFT_WAITING = ("corvane-second-plant", "tram-strike-deal", "marathon-route-changed")


def propose_and_approve(editor: User) -> None:
    """Propose points for every live text that has none, and approve most of them."""
    while propose_due():
        pass
    proposed = GeneratedText.objects.filter(state=GeneratedText.State.PROPOSED)
    for text in proposed.exclude(article__slug__in=LEFT_WAITING).select_related("article__section"):
        deciding.approve(text, by=editor, version=text.version)
