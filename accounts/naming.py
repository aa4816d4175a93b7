"""Names that stand beside comments: readable, and nobody else's, also not to a hasty eye (see ``accounts.skeletons``)."""

import unicodedata

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Role
from accounts.skeletons import mixes_scripts, readings, skeleton

# Words that a reader takes for the house speaking.
OFFICES = {*Role.values, "admin", "moderation", "newsroom", "redaktion", "staff", "support", "system", "team"}
MARKS_IN_A_ROW = 2  # more accents on one letter run over the lines around it


def tidy(name: str) -> str:
    """The name as it is stored: composed, compatible forms folded, single blanks."""
    return " ".join(unicodedata.normalize("NFKC", name).split())


def check_name(name: str, *, own: User | None = None, among_readers: bool = True) -> str:
    """The tidied name. Raises ValidationError where it cannot be read or would speak for somebody else.

    ``own`` is the person who bears it, whose own name is no impersonation. ``among_readers=False`` leaves readers' names
    out: for who has not shown yet that they may know of whom there are.
    """
    name = tidy(name)
    if any(unicodedata.category(sign) in {"Cc", "Cf", "Co", "Cn", "Cs"} for sign in name):
        raise ValidationError(_("The name has signs in it that cannot be seen. Please type it anew."))
    if mixes_scripts(name):
        raise ValidationError(
            _("A word of the name mixes letters of several alphabets. Please type it in one.")
        )
    if _stacks_marks(name) or not any(sign.isalpha() for sign in name):
        raise ValidationError(_("Please choose a name that others can read."))
    alike = readings(name)
    if own is not None and skeleton(name) == skeleton(own.display_name):
        return name
    house = skeleton(settings.SITE_NAME)
    if alike & {skeleton(office) for office in OFFICES} or any(house and house in one for one in alike):
        raise ValidationError(_("This name sounds like the paper itself. Please choose another."))
    taken = User.objects.filter(name_skeleton__in=alike, is_active=True).exclude(name_skeleton="")
    holders = set(taken.values_list("is_staff", flat=True))
    if True in holders:
        raise ValidationError(
            _("Somebody who works here has this name. Please choose another, or add to it.")
        )
    if holders and among_readers:
        raise ValidationError(
            _(
                "Somebody here has this name, or one that looks like it. Please add to yours: an initial, a place, a number."
            )
        )
    return name


def _stacks_marks(name: str) -> bool:
    row = 0
    for sign in unicodedata.normalize("NFD", name):
        row = row + 1 if unicodedata.combining(sign) else 0
        if row > MARKS_IN_A_ROW:
            return True
    return False
