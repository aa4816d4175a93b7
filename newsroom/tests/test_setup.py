"""``manage.py setup``: one administrator, made once, who can sign in."""

from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command

from accounts.models import User
from accounts.roles import Role
from newsroom.management.commands.setup import PASSWORD_VARIABLE

pytestmark = pytest.mark.django_db
GOOD = "a lantern over the weir"


def make(**options: str) -> str:
    out = StringIO()
    call_command("setup", no_input=True, stdout=out, **options)
    return out.getvalue()


def test_it_works(client, monkeypatch) -> None:
    monkeypatch.setenv(PASSWORD_VARIABLE, GOOD)
    assert "Ines may sign in" in make(email="ines@example.org", name="Ines")
    user = User.objects.get()
    assert user.memberships.get().role == Role.ADMINISTRATOR
    assert EmailAddress.objects.get(user=user).verified
    assert client.login(username="ines@example.org", password=GOOD)
    assert client.get("/admin/").status_code == 200


def test_without_a_password_sign_in_is_by_code(monkeypatch) -> None:
    monkeypatch.delenv(PASSWORD_VARIABLE, raising=False)
    make(email="ines@example.org")
    assert not User.objects.get().has_usable_password()
    assert User.objects.get().display_name == "ines"


def test_there_is_one_first_administrator() -> None:
    make(email="ines@example.org")
    with pytest.raises(CommandError, match="administrator already"):
        make(email="other@example.org")


def test_what_is_wrong_is_said_and_nothing_made(monkeypatch, reader: User) -> None:
    with pytest.raises(CommandError, match="no e-mail address"):
        make(email="nobody")
    with pytest.raises(CommandError, match="has an account already"):
        make(email=reader.email.upper())
    monkeypatch.setenv(PASSWORD_VARIABLE, "12345")
    with pytest.raises(CommandError, match="too short"):
        make(email="ines@example.org")
    assert User.objects.count() == 1
