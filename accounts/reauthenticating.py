"""Before an act that gives or takes power: is it still the person who signed in?"""

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.http import HttpRequest


def ask_again(request: HttpRequest) -> None:
    """Raises ReauthenticationRequired, which allauth answers with its page; what was typed is kept and sent on."""
    raise_if_reauthentication_required(request, app="accounts")
