"""People, the roles they hold, who gave them, and who was asked to come."""

from accounts.models.invitation import Invitation
from accounts.models.people import Membership, User, UserManager
from accounts.models.trail import AccessChange

__all__ = ["AccessChange", "Invitation", "Membership", "User", "UserManager"]
