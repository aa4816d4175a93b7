"""People at the desk: administrators alone come here (accounts.roles says so)."""

from accounts.admin.invitation import InvitationAdmin
from accounts.admin.person import PersonAdmin
from accounts.admin.trail import AccessChangeAdmin

__all__ = ["AccessChangeAdmin", "InvitationAdmin", "PersonAdmin"]
