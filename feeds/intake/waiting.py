"""Why an item waits, in words."""

from django.utils.translation import gettext as _

from feeds.models import ImportedItem
from feeds.parsing import doubts
from moderation.actors import Deputy

INTAKE = Deputy("intake@1")
CAME, NEWER, RESEMBLES = "intake", "newer-version", "resembles"


def reasons_for(item: ImportedItem, resemblance: str = "") -> list[dict[str, str]]:
    """Why the item waits: that it came, every doubt about it, and whose copy it may be."""
    came = {"rule": CAME, "words": _("New from the wire; nobody has read it yet.")}
    told = [{"rule": name, "words": words} for name, words in doubts.in_words(item.doubts)]
    alike = [{"rule": RESEMBLES, "words": resemblance}] if resemblance else []
    return [came, *told, *alike]
