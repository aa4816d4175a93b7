"""An invitation from the form to the desk, and everything that may come between."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import inviting
from accounts.granting import revoke
from accounts.models import AccessChange, Invitation, User
from accounts.roles import Role
from accounts.tests.test_admin import places_of, signed_in
from newsroom.testing.cast import PASSWORD, person, section
from newsroom.testing.post_office import html_of, text_of

pytestmark = pytest.mark.django_db
EMAIL = "noa@example.org"


def link_to(post_office, email: str = EMAIL) -> str:
    found = re.search(r"/accounts/invitation/[\w-]+/", text_of(post_office.to(email)[-1]))
    assert found
    return found[0]


@pytest.fixture
def invited(administrator) -> Invitation:
    return inviting.invite(
        email=EMAIL, display_name="Noa New", places=[(Role.EDITOR, "world")], by=administrator
    )


@pytest.fixture
def link(invited, post_office) -> str:
    assert inviting.mail_due() == 1
    return link_to(post_office)


def test_it_works(administrator, post_office) -> None:
    section("World")
    client = signed_in(administrator)
    form = {
        "email": "Noa@Example.org",
        "display_name": "Noa <New>",
        "language": "en",
        "places": ["editor:world", "reporter:"],
    }
    answer = client.post(reverse("admin:accounts_invitation_add"), form)
    assert answer.status_code == 302, answer.context["form"].errors
    assert inviting.mail_due() == 1
    assert inviting.mail_due() == 0
    [mail] = post_office.to(EMAIL)
    assert "Noa &lt;New&gt;" in html_of(mail)
    assert "Noa <New>" in text_of(mail)
    stranger, url = Client(), link_to(post_office)
    assert "Noa" in stranger.get(url).content.decode()
    answer = stranger.post(url, {"display_name": "Noa New", "password": ""})
    assert answer.url == "/admin/"
    assert stranger.get("/admin/").status_code == 200
    noa = User.objects.get(email=EMAIL)
    assert places_of(noa) == {("editor", "world"), ("reporter", "")}
    assert not noa.has_usable_password()
    state = client.get(reverse("admin:accounts_invitation_change", args=[Invitation.objects.get().pk]))
    assert "accepted" in state.content.decode()


def test_the_second_factor_comes_next(client, link, settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    assert client.post(link, {"display_name": "Noa", "password": ""}).url == reverse("mfa_index")


def test_a_chosen_password_must_be_a_good_one(client, link) -> None:
    page = client.post(link, {"display_name": "Noa", "password": "12345"})
    assert page.status_code == 200
    assert "too short" in page.content.decode()
    client.post(link, {"display_name": "Noa", "password": PASSWORD})
    assert User.objects.get(email=EMAIL).check_password(PASSWORD)


def test_a_reader_gets_the_roles_and_keeps_the_account(client, link) -> None:
    reader = User.objects.create_user("Noa@example.org", PASSWORD, display_name="Noa Reads")
    page = client.get(link).content.decode()
    assert 'name="password"' not in page
    client.post(link)
    reader.refresh_from_db()
    assert (reader.display_name, reader.is_staff) == ("Noa Reads", True)
    assert reader.check_password(PASSWORD)
    assert User.objects.filter(email__iexact=EMAIL).count() == 1


def test_looking_at_the_link_accepts_nothing(client, link) -> None:
    client.get(link)
    client.head(link)
    assert not User.objects.filter(email=EMAIL).exists()


def test_the_link_opens_once(client, link) -> None:
    client.post(link, {"display_name": "Noa", "password": ""})
    other = Client()
    answer = other.post(link, {"display_name": "Eve", "password": ""})
    assert answer.status_code == 410
    assert "_auth_user_id" not in other.session


def test_the_token_is_not_in_the_database(invited, link) -> None:
    token = link.split("/")[-2]
    invited.refresh_from_db()
    assert invited.token_hash == inviting.fingerprint(token)
    assert token not in str(list(Invitation.objects.values()))


def test_run_out_taken_back_unknown(client, administrator, invited, link) -> None:
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    answer = client.post(link, {"display_name": "Noa", "password": ""})
    assert answer.status_code == 410
    assert "run out" in answer.content.decode()
    inviting.take_back(invited, by=administrator)
    assert "taken back" in client.get(link).content.decode()
    assert client.get(reverse("accounts:invitation", args=["made-up"])).status_code == 410
    assert not User.objects.filter(email=EMAIL).exists()


def test_sending_again_makes_the_old_link_worthless(
    client, administrator, invited, link, post_office
) -> None:
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    url = reverse("admin:accounts_invitation_act", args=[invited.pk])
    signed_in(administrator).post(url, {"act": "again"})
    inviting.mail_due()
    newer = link_to(post_office)
    assert newer != link
    assert client.get(link).status_code == 410
    assert client.get(newer).status_code == 200


def test_a_mail_server_that_is_away_is_tried_again(invited, post_office, settings) -> None:
    good = settings.MAILERS
    settings.MAILERS = {"default": {"OPTIONS": {"host": "127.0.0.1", "port": 1}}}
    assert inviting.mail_due() == 0
    invited.refresh_from_db()
    assert invited.mail_error
    settings.MAILERS = good
    assert inviting.mail_due() == 0, "not at once"
    assert inviting.mail_due(timezone.now() + timedelta(hours=1)) == 1


def test_nobody_is_asked_twice_or_who_is_here(administrator, editor, invited) -> None:
    for email in (EMAIL.upper(), editor.email):
        with pytest.raises(ValidationError):
            inviting.invite(email=email, display_name="X", places=[(Role.REPORTER, "")], by=administrator)
    with pytest.raises(ValidationError):
        inviting.invite(email="x@example.org", display_name="X", places=[], by=administrator)


def test_only_administrators_give_roles(publisher) -> None:
    with pytest.raises(ValidationError):
        inviting.invite(email=EMAIL, display_name="X", places=[(Role.REPORTER, "")], by=publisher)


def test_an_inviter_who_lost_the_power_gives_nothing_any_more(client, administrator, invited, link) -> None:
    person("Second Chief", Role.ADMINISTRATOR)
    revoke(administrator.memberships.get())
    assert client.post(link, {"display_name": "Noa", "password": ""}).status_code == 410
    assert not User.objects.filter(email=EMAIL).exists()


def test_a_closed_account_is_not_opened_by_a_link(client, link) -> None:
    User.objects.create_user(EMAIL, display_name="Gone", is_active=False)
    assert client.post(link).status_code == 410
    assert not User.objects.get(email=EMAIL).is_staff


def test_what_was_typed_stays(administrator) -> None:
    client = signed_in(administrator)
    form = {"email": "no address", "display_name": "Noa", "language": "en", "places": ["editor:"]}
    answer = client.post(reverse("admin:accounts_invitation_add"), form)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'value="no address"' in page
    assert re.search(r'value="editor:" checked', page)


def test_the_trail_tells_it(client, administrator, link) -> None:
    client.post(link, {"display_name": "Noa", "password": ""})
    acts = AccessChange.objects.filter(by=administrator).values_list("act", "role", "section")
    assert set(acts) == {("invited", "editor", "world"), ("granted", "editor", "world")}
