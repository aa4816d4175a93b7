"""In and out: by code, by password, as somebody new, with the mail server away."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from newsroom.testing.cast import PASSWORD, person
from newsroom.testing.post_office import html_of

pytestmark = pytest.mark.django_db
NEXT = "/world/2026/01/02/ferry/#comments"


def signed_in_as(client: Client) -> str:
    pk = client.session.get("_auth_user_id")
    return User.objects.get(pk=pk).email if pk else ""


def test_it_works(client, reader, post_office) -> None:
    answer = client.post(reverse("account_request_login_code"), {"email": reader.email, "next": NEXT})
    assert answer.status_code == 302
    answer = client.post(answer.url, {"code": post_office.code_for(reader.email), "next": NEXT})
    assert answer.status_code == 302
    assert answer.url == NEXT
    assert signed_in_as(client) == reader.email


def test_somebody_new_signs_up_by_code_end_to_end(client, post_office) -> None:
    email = "nora@example.org"
    form = {"email": email, "display_name": "Nora  New", "next": NEXT}
    answer = client.post(reverse("account_signup"), form)
    assert answer.status_code == 302
    assert signed_in_as(client) == ""
    page = client.get(answer.url)
    assert email in page.content.decode()
    answer = client.post(answer.url, {"code": post_office.code_for(email), "next": NEXT})
    assert answer.status_code == 302
    assert answer.url == NEXT
    nora = User.objects.get(email=email)
    assert nora.display_name == "Nora New"
    assert not nora.has_usable_password()
    assert signed_in_as(client) == email
    assert post_office.code_for(email) in html_of(post_office.to(email)[-1])


def test_a_wrong_code_lets_nobody_in(client, reader, post_office) -> None:
    answer = client.post(reverse("account_request_login_code"), {"email": reader.email})
    page = client.post(answer.url, {"code": "AAAA-AAAA"})
    assert page.status_code == 200
    assert "Incorrect code" in page.content.decode()
    assert signed_in_as(client) == ""


def test_an_unknown_address_looks_the_same_and_gets_a_mail(client, reader, post_office) -> None:
    known = client.post(reverse("account_request_login_code"), {"email": reader.email})
    unknown = Client().post(reverse("account_request_login_code"), {"email": "nobody@example.org"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    [mail] = post_office.to("nobody@example.org")
    assert "no account" in mail["Subject"]
    assert "/accounts/signup/" in html_of(mail)


def test_signing_up_again_is_answered_by_mail(client, reader, post_office) -> None:
    client.post(reverse("account_signup"), {"email": reader.email, "display_name": "Other"})
    [mail] = post_office.to(reader.email)
    assert "already" in mail["Subject"]
    assert User.objects.filter(email=reader.email).count() == 1


def test_sign_in_with_a_password_goes_where_one_was_going(client, editor) -> None:
    answer = client.get("/admin/")
    assert answer.status_code == 302
    login = client.get(answer.url, follow=True)
    assert 'name="password"' in login.content.decode()
    answer = client.post(
        reverse("account_login"), {"login": editor.email, "password": PASSWORD, "next": "/admin/"}
    )
    assert answer.url == "/admin/"
    assert signed_in_as(client) == editor.email


def test_a_wrong_password_keeps_the_address(client, reader) -> None:
    page = client.post(reverse("account_login"), {"login": reader.email, "password": "wrong"})
    assert page.status_code == 200
    assert reader.email in page.content.decode()
    assert signed_in_as(client) == ""


def test_nobody_is_sent_to_another_site(client, reader) -> None:
    form = {"login": reader.email, "password": PASSWORD, "next": "https://evil.example/"}
    assert client.post(reverse("account_login"), form).url == "/"


def test_a_taken_name_is_refused_and_what_was_typed_stays(client, editor, post_office) -> None:
    page = client.post(reverse("account_signup"), {"email": "x@example.org", "display_name": "ada EDITOR"})
    assert page.status_code == 200
    assert "works here" in page.content.decode()
    assert "x@example.org" in page.content.decode()
    assert not post_office.mails


def test_a_mail_server_that_is_away_is_said_in_words(client, reader, settings) -> None:
    away = {"OPTIONS": {"host": "127.0.0.1", "port": 1}}
    settings.MAILERS = {"default": away, "while_waiting": away}
    page = client.post(reverse("account_request_login_code"), {"email": reader.email})
    assert page.status_code == 503
    assert "did not leave" in page.content.decode()


def test_guessing_is_limited(client, reader) -> None:
    for _ in range(12):
        page = client.post(reverse("account_login"), {"login": reader.email, "password": "wrong"})
    assert page.status_code == 429 or "Too many" in page.content.decode()
    client.post(reverse("account_login"), {"login": reader.email, "password": PASSWORD})
    assert signed_in_as(client) == ""


def test_signing_out_needs_a_post(client, reader) -> None:
    client.force_login(reader)
    assert "Sign out?" in client.get(reverse("account_logout")).content.decode()
    assert signed_in_as(client)
    client.post(reverse("account_logout"))
    assert signed_in_as(client) == ""


def test_a_forgotten_password_is_chosen_anew_by_code(client, reader, post_office) -> None:
    answer = client.post(reverse("account_reset_password"), {"email": reader.email})
    answer = client.post(answer.url, {"code": post_office.code_for(reader.email)})
    new = "another tide another table"
    answer = client.post(answer.url, {"password1": new, "password2": new}, follow=True)
    assert answer.status_code == 200
    reader.refresh_from_db()
    assert reader.check_password(new)


@pytest.mark.parametrize(
    "name",
    [
        "account_login", "account_signup", "account_request_login_code", "account_reset_password",
        "account_inactive",
    ],
)  # fmt: skip
def test_pages_for_strangers_have_the_paper_s_frame(client, name: str) -> None:
    page = client.get(reverse(name)).content.decode()
    assert "form-page" in page
    assert 'id="content"' in page
    assert "<script>" not in page


@pytest.mark.parametrize(
    "name",
    ["accounts:me", "account_email", "account_change_password", "account_logout", "account_reauthenticate"],
)
def test_pages_of_one_s_own_are_closed_to_strangers(client, reader, name: str) -> None:
    assert client.get(reverse(name)).status_code == 302
    client.force_login(reader)
    assert client.get(reverse(name), follow=True).status_code == 200


def test_own_page_keeps_what_is_said(client, reader) -> None:
    client.force_login(reader)
    form = {"display_name": "Rita R.", "language": "de", "time_zone": "Europe/Lisbon"}
    assert client.post("/accounts/me/", form).status_code == 302
    reader.refresh_from_db()
    assert (reader.display_name, reader.language, reader.time_zone) == ("Rita R.", "de", "Europe/Lisbon")
    assert client.cookies["django_language"].value == "de"


def test_own_page_refuses_a_name_of_the_house(client, reader, editor) -> None:
    client.force_login(reader)
    page = client.post("/accounts/me/", {"display_name": "Ada Editor", "language": "", "time_zone": ""})
    assert page.status_code == 200
    reader.refresh_from_db()
    assert reader.display_name == "Rita Reader"


def test_a_new_address_counts_once_its_code_came_back(client, post_office) -> None:
    ines = person("Ines Prado")
    client.force_login(ines)
    answer = client.post(
        reverse("account_email"), {"email": "new@example.org", "action_add": "1"}, follow=True
    )
    if "account/reauthenticate" in str(answer.redirect_chain):
        pytest.fail("asks for a password that readers do not have")
    ines.refresh_from_db()
    assert ines.email != "new@example.org"
    client.post(reverse("account_email_verification_sent"), {"code": post_office.code_for("new@example.org")})
    ines.refresh_from_db()
    assert ines.email == "new@example.org"
