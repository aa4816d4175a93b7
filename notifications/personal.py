"""What the outbox holds of a person: what they were told, and how they want to be."""

from typing import Any

from notifications.models import Notification, Preference, Timetable


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
