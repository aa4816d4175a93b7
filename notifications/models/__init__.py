"""The outbox, and how each person wants to be told."""

from notifications.models.channel import Channel, How, Lane
from notifications.models.letter import Letter
from notifications.models.notification import Notification, NotificationQuerySet
from notifications.models.preference import Preference
from notifications.models.timetable import Timetable

__all__ = [
    "Channel",
    "How",
    "Lane",
    "Letter",
    "Notification",
    "NotificationQuerySet",
    "Preference",
    "Timetable",
]
