"""The outbox, letters to readers, refused addresses and webhooks, at the desk."""

from notifications.admin import bulletin, endpoint, notification, refused

__all__ = ["bulletin", "endpoint", "notification", "refused"]
