"""What a newer version is: a typing error mended, another headline, other substance, a correction, or a kill. Pure."""

from django.utils.translation import gettext as _

from feeds.models import ItemVersion
from feeds.versions.wording import Wording

Change = ItemVersion.Change


def classify(before: Wording, after: Wording) -> tuple[ItemVersion.Change, str]:
    """What became of the report, and what that rests on, in words. What is in doubt is a change in substance."""
    if after.status == "canceled" or after.said == "kill":
        return Change.KILL, _("The wire withdraws it.")
    if after.said == "correction":
        return Change.CORRECTION, _("The wire calls it a correction.")
    if before.text == after.text and before.headline != after.headline:
        return Change.HEADLINE, _("Only the headline is another one.")
    return Change.SUBSTANTIVE, _("Its words changed.")
