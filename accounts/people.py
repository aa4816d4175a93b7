"""Who is asking."""

from django.http import HttpRequest

from accounts.models import User


def person_of(request: HttpRequest) -> User:
    """The signed-in person of a view that is closed to everybody else. Raises TypeError where nobody is signed in."""
    if not isinstance(request.user, User):
        raise TypeError("nobody is signed in: the view lacks @login_required")
    return request.user
