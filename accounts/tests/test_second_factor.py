"""The desk's second lock: set up, asked for, used once, lost, and never left out in production."""

import io
import json
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse

from accounts import checks, factors
from accounts.models import AccessChange, User
from newsroom.testing.cast import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _asked_for(settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = True


def code_of(secret: str, steps: int = 0) -> str:
    """What an app on a phone would show; ``steps`` half minutes away from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def sign_in(client: Client, person: User, target: str = "/admin/"):
    form = {"login": person.email, "password": PASSWORD, "next": target}
    return client.post(reverse("account_login"), form)


def set_up(client: Client) -> str:
    """Walk through the page as a person with an app does. Returns the app's secret."""
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200, page.url
    secret = page.context["form"].secret
    assert "<svg" in page.content.decode()
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret, -1)})
    assert answer.status_code == 302, answer.context["form"].errors
    return secret


def test_it_works(client, editor, django_capture_on_commit_callbacks) -> None:
    sign_in(client, editor)
    answer = client.get("/admin/")
    assert (answer.status_code, answer.url) == (302, reverse("mfa_index"))
    page = client.get(answer.url).content.decode()
    assert "The desk opens once" in page
    with django_capture_on_commit_callbacks(execute=True):
        secret = set_up(client)
    assert client.get("/admin/").status_code == 200

    other = Client()
    answer = sign_in(other, editor)
    assert answer.url.startswith(reverse("mfa_authenticate"))
    assert other.get("/admin/").status_code == 302
    answer = other.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert answer.url == "/admin/"
    assert other.get("/admin/").status_code == 200
    assert AccessChange.objects.filter(person=editor, act="factor_added").count() == 1


def test_a_code_is_good_for_one_sign_in(client, editor) -> None:
    sign_in(client, editor)
    secret = set_up(client)
    first, second = Client(), Client()
    code = code_of(secret)
    sign_in(first, editor)
    assert first.post(reverse("mfa_authenticate"), {"code": code}).status_code == 302
    sign_in(second, editor)
    answer = second.post(reverse("mfa_authenticate"), {"code": code})
    assert answer.status_code == 200
    assert second.get("/admin/").status_code == 302


def test_a_recovery_code_opens_once(client, editor) -> None:
    sign_in(client, editor)
    set_up(client)
    page = client.get(reverse("mfa_view_recovery_codes"))
    code = page.context["unused_codes"][0]
    assert code in page.content.decode()
    first, second = Client(), Client()
    sign_in(first, editor)
    assert first.post(reverse("mfa_authenticate"), {"code": code}).url == "/admin/"
    sign_in(second, editor)
    assert second.post(reverse("mfa_authenticate"), {"code": code}).status_code == 200


def test_the_code_by_mail_is_no_way_round(client, editor, post_office) -> None:
    sign_in(client, editor)
    set_up(client)
    other = Client()
    answer = other.post(reverse("account_request_login_code"), {"email": editor.email})
    answer = other.post(answer.url, {"code": post_office.code_for(editor.email)})
    assert answer.url.startswith(reverse("mfa_authenticate"))
    assert other.get(reverse("accounts:me")).status_code == 302


def test_secrets_are_not_readable_in_the_database(client, editor) -> None:
    sign_in(client, editor)
    secret = set_up(client)
    stored = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    with pytest.raises(AssertionError):
        assert factors.FactorAdapter().decrypt("made up") == secret


def test_a_changed_key_still_opens_with_the_old_one(settings) -> None:
    adapter = factors.FactorAdapter()
    hidden = adapter.encrypt("TIDE")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key of at least fifty characters, as is proper for one"
    assert adapter.decrypt(hidden) == "TIDE"
    settings.SECRET_KEY_FALLBACKS = []
    assert adapter.decrypt(hidden) == ""


def test_nothing_is_changed_without_one(client, editor) -> None:
    sign_in(client, editor)
    assert client.post(reverse("admin:articles_article_add"), {}).status_code == 403
    assert client.get(reverse("admin:articles_article_changelist")).status_code == 302


def test_readers_are_not_asked(client, reader) -> None:
    sign_in(client, reader)
    assert client.get(reverse("accounts:me")).status_code == 200


def test_taking_it_away_asks_who_one_is(client, editor) -> None:
    sign_in(client, editor)
    set_up(client)
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
    answer = client.get(reverse("mfa_deactivate_totp"))
    assert answer.status_code == 302
    assert "reauthenticate" in answer.url


def test_a_lost_device(client, editor) -> None:
    sign_in(client, editor)
    set_up(client)
    out = io.StringIO()
    call_command(
        "second_factor", "reset", editor.email.upper(), "--reason", "phone in the harbour", stdout=out
    )
    assert editor.email in out.getvalue()
    assert client.get(reverse("accounts:me")).status_code == 302, "the old session has ended"
    assert not Authenticator.objects.filter(user=editor).exists()
    change = AccessChange.objects.get(act="factor_reset")
    assert (change.person, change.by, change.about) == (editor, None, "phone in the harbour")
    sign_in(client, editor)
    assert client.get("/admin/").url == reverse("mfa_index")


def test_the_command_says_who_has_none(editor) -> None:
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("second_factor", "status", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"ok": False, "staff": {editor.email: []}}
    with pytest.raises(CommandError):
        call_command("second_factor", "reset", "nobody@example.org")
    with pytest.raises(CommandError):
        call_command("second_factor", "reset")


@pytest.mark.parametrize(
    ("required", "demo", "debug", "found"),
    [(True, False, False, 0), (False, False, False, 1), (False, True, False, 0), (False, False, True, 0)],
)
def test_production_may_not_leave_it_out(settings, required, demo, debug, found) -> None:
    settings.REQUIRE_SECOND_FACTOR, settings.DEMO, settings.DEBUG = required, demo, debug
    assert len(checks.second_factor_is_required(None)) == found


@pytest.mark.parametrize(
    "name", ["mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn", "mfa_generate_recovery_codes", "mfa_view_recovery_codes", "mfa_deactivate_totp"]
)  # fmt: skip
def test_its_pages_have_the_paper_s_frame(client, editor, name: str) -> None:
    sign_in(client, editor)
    set_up(client)
    page = client.get(reverse(name), follow=True).content.decode()
    assert "form-page" in page
    assert "<script>" not in page
    assert 'src="data:' not in page


def test_the_sign_in_page_offers_passkeys(client) -> None:
    page = client.get(reverse("account_login")).content.decode()
    assert 'id="passkey_login"' in page
    assert (
        client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"}).status_code == 200
    )
