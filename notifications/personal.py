"""What the outbox holds of a person: what they were told, and how they want to be."""

from typing import Any

from accounts.models import User
from notifications.models import Notification, Preference, RefusedAddress, Subscriber, Timetable


def _address_of(person_id: int) -> str:
    return str(User.objects.filter(pk=person_id).values_list("email", flat=True).first() or "")


class Letters:
    """What is held of the person's address: letters that it gets without an account, and whether it takes mails."""

    name = "letters"

    def export(self, person_id: int) -> Any:
        """What was asked for, when it was confirmed, what was sent there, and a refusal by its server."""
        address = _address_of(person_id)
        return {
            "subscriptions": [
                {
                    "breaking": one.wants_breaking,
                    "newsletter": one.wants_newsletter,
                    "asked": one.asked_at.isoformat(),
                    "confirmed": one.confirmed_at.isoformat() if one.confirmed_at else None,
                    "left": one.left_at.isoformat() if one.left_at else None,
                    "letters": one.letters.filter(sent_at__isnull=False).count(),
                }
                for one in Subscriber.objects.filter(address__iexact=address)
            ],
            "refused": [
                {"cause": one.cause, "at": one.refused_at.isoformat()}
                for one in RefusedAddress.objects.filter(address=address.lower())
            ],
        }

    def erase(self, person_id: int) -> int:
        """No letter comes any more."""
        address = _address_of(person_id)
        gone = Subscriber.objects.filter(address__iexact=address).delete()[0]
        return gone + RefusedAddress.objects.filter(address=address.lower()).delete()[0]


class Notices:
    """Notices and preferences."""

    name = "notices"

    def export(self, person_id: int) -> Any:
        """Of each notice what it was about and when; of each preference what was chosen."""
        told = Notification.objects.filter(recipient=person_id).order_by("pk")
        wanted = Preference.objects.filter(person=person_id).order_by("pk")
        return {
            "told": [
                {"kind": one.kind, "by": one.channel, "at": one.sent_at.isoformat() if one.sent_at else None}
                for one in told
            ],
            "preferences": list(wanted.values("kind", "channel", "how")),
            "times": [
                {name: str(value) if value else None for name, value in times.items()}
                for times in Timetable.objects.filter(person=person_id).values(
                    "quiet_from", "quiet_until", "digest_at"
                )
            ],
        }

    def erase(self, person_id: int) -> int:
        """Nobody is told anything any more."""
        told, _ = Notification.objects.filter(recipient=person_id).delete()
        wanted, _ = Preference.objects.filter(person=person_id).delete()
        times, _ = Timetable.objects.filter(person=person_id).delete()
        return told + wanted + times
