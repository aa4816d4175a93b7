"""A person leaves: all that is theirs is handed out on request, and goes for good. The bare row stays for the record."""

import json
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common import personal

NO_ADDRESS = "erased-{number}@erased.invalid"  # RFC 2606: nobody's, ever


class Stays(Exception):
    """Why the account is not erased, in words."""


def export(person: User) -> dict[str, Any]:
    """All that the house holds of the person, as JSON can say it."""
    account = {
        "email": person.email,
        "display_name": person.display_name,
        "joined": person.date_joined.isoformat(),
        "last_signed_in": person.last_login.isoformat() if person.last_login else None,
        "language": person.language,
        "time_zone": person.time_zone,
        "addresses": list(EmailAddress.objects.filter(user=person).values_list("email", flat=True)),
        "second_factors": list(Authenticator.objects.filter(user=person).values_list("type", flat=True)),
    }
    return {"account": account, **{one.name: one.export(person.pk) for one in personal.all_holdings()}}


@transaction.atomic
def erase(person: User, now: datetime | None = None) -> dict[str, int]:
    """Let everything of the person go; returns how many things each room let go of. Erasing twice is erasing once.

    No byte stays of their words, name, address or sign-ins; answers to them stay readable below a tombstone. The row
    itself stays, empty, because decisions name it. Raises Stays for who works here: end their roles first.
    """
    current = User.objects.select_for_update().get(pk=person.pk)
    if current.is_staff or current.memberships.exists():
        raise Stays(_("This person works here. End their roles first, then erase the account."))
    gone = {one.name: one.erase(current.pk) for one in personal.all_holdings()}
    gone["sessions"] = _end_sessions(current)
    gone["sign-ins"] = sum(
        rows.delete()[0]
        for rows in (EmailAddress.objects.filter(user=current), Authenticator.objects.filter(user=current))
    )
    people = ContentType.objects.get_for_model(User)
    LogEntry.objects.filter(content_type=people, object_id=str(current.pk)).update(
        object_repr="", change_message=""
    )
    current.email = NO_ADDRESS.format(number=current.pk)
    current.display_name = current.language = current.time_zone = ""
    current.is_active, current.last_login = False, None
    current.erased_at = current.erased_at or now or timezone.now()
    current.session_generation += 1
    current.set_unusable_password()
    current.save()
    return gone


def _end_sessions(person: User) -> int:
    """Their sessions, and those in which somebody was about to sign in with their address."""
    numbers = [
        session.pk
        for session in Session.objects.iterator()
        if (held := session.get_decoded()).get("_auth_user_id") == str(person.pk)
        or person.email.lower() in json.dumps(held, default=str).lower()
    ]
    return Session.objects.filter(pk__in=numbers).delete()[0]
