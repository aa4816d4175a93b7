"""Names that stand beside comments: readable, and nobody else's. Compared without case, accents of width, or signs."""

import unicodedata

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Role

# Words that a reader takes for the house speaking.
OFFICES = {*Role.values, "admin", "moderation", "newsroom", "redaktion", "staff", "support", "system", "team"}
MARKS_IN_A_ROW = 2  # more accents on one letter run over the lines around it


def tidy(name: str) -> str:
    """The name as it is stored: composed, compatible forms folded, single blanks."""
    return " ".join(unicodedata.normalize("NFKC", name).split())


def skeleton(name: str) -> str:
    """What is left when case and signs are gone: two names with the same one look alike."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(sign for sign in folded if sign.isalnum())


def check_name(name: str, *, own: User | None = None) -> str:
    """The tidied name. Raises ValidationError where it cannot be read or would speak for somebody else.

    ``own`` is the person who bears it, whose own name is no impersonation.
    """
    name = tidy(name)
    if any(unicodedata.category(sign) in {"Cc", "Cf", "Co", "Cn", "Cs"} for sign in name):
        raise ValidationError(_("The name has signs in it that cannot be seen. Please type it anew."))
    if _stacks_marks(name) or not any(sign.isalpha() for sign in name):
        raise ValidationError(_("Please choose a name that others can read."))
    bare = skeleton(name)
    if own is not None and bare == skeleton(own.display_name):
        return name
    house = skeleton(settings.SITE_NAME)
    if bare in OFFICES or (house and house in bare):
        raise ValidationError(_("This name sounds like the paper itself. Please choose another."))
    staff = User.objects.filter(is_staff=True, is_active=True).values_list("display_name", flat=True)
    if bare in {skeleton(taken) for taken in staff}:
        raise ValidationError(
            _("Somebody who works here has this name. Please choose another, or add to it.")
        )
    return name


def _stacks_marks(name: str) -> bool:
    row = 0
    for sign in unicodedata.normalize("NFD", name):
        row = row + 1 if unicodedata.combining(sign) else 0
        if row > MARKS_IN_A_ROW:
            return True
    return False
