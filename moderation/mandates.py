"""Mandates: a person's decision to let a rule decide in their stead, until the next decision on that rule.

A mandate is a ``grant`` in the record, so nobody forges one who cannot forge the record. A deputy that acts under it is
named after it: ``feeds.trust/12@3`` acts by the third version of the rule 12.
"""

import re

from django.db.models import BigIntegerField, F, Func, Model
from django.utils.translation import gettext as _

from accounts.models import User
from moderation.actors import Deputy
from moderation.errors import NotAllowed
from moderation.recording import latest_on

GRANT = "grant"
_NAME = re.compile(r"([a-z_]+\.[a-z_]+)/([0-9]{1,18})@([0-9]{1,9})")


def deputy_of(rule: Model, version: int) -> Deputy:
    """Who acts by this version of the rule."""
    return Deputy(f"{rule._meta.label_lower}/{rule.pk}@{version}")


def given_by(deputy: Deputy) -> User | None:
    """Who stands behind the deputy now; None where nobody does, or does no longer."""
    named = _NAME.fullmatch(deputy.name)
    newest = latest_on(named[1], int(named[2])) if named else None
    if named is None or newest is None or newest.name != GRANT or newest.object_version != int(named[3]):
        return None
    return newest.by


def require(deputy: Deputy, obj: Model, *permissions: str) -> User:
    """Who stands behind the deputy and may do this themselves. Raises NotAllowed."""
    person = given_by(deputy)
    if person is None:
        raise NotAllowed(_("No publisher stands behind the rule “%(rule)s”.") % {"rule": deputy.name})
    if not all(person.has_perm(permission, obj) for permission in permissions):
        raise NotAllowed(
            _("%(person)s may no longer decide this, and so no rule may for them.") % {"person": person}
        )
    return person


def giver() -> Func:
    """On decisions: who had given the deputy its mandate when it decided; null where nobody had."""
    return Func(F("deputy"), F("pk"), function="moderation_mandate_of", output_field=BigIntegerField())
