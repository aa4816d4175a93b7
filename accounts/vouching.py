"""Addresses of accounts that did not sign up: those that somebody answers for, and those that a code must prove."""

from allauth.account.models import EmailAddress

from accounts.models import User


def vouch_for_address(user: User) -> None:
    """Take the account's address as the person's own: for accounts that a command makes, where no mail is awaited."""
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )


def note_address(user: User) -> None:
    """Make the account's address the only one, to be proved by the code of the first sign-in."""
    EmailAddress.objects.filter(user=user).exclude(email__iexact=user.email).delete()
    EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"primary": True})
