"""The outbox, how each person wants to be told, and letters to readers without an account."""

from notifications.models.bulletin import Bulletin, Copy, Subscriber
from notifications.models.channel import Channel, How, Lane
from notifications.models.letter import Letter
from notifications.models.notification import Notification, NotificationQuerySet
from notifications.models.preference import Preference
from notifications.models.refused_address import RefusedAddress
from notifications.models.timetable import Timetable
from notifications.models.webhook import Delivery, Endpoint

__all__ = [
    "Bulletin",
    "Channel",
    "Copy",
    "Delivery",
    "Endpoint",
    "How",
    "Lane",
    "Letter",
    "Notification",
    "NotificationQuerySet",
    "Preference",
    "RefusedAddress",
    "Subscriber",
    "Timetable",
]
