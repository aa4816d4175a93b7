"""People at the desk: administrators alone, nobody raises themselves, and every act is in the trail."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.granting import grant, revoke, set_active
from accounts.models import AccessChange, User
from accounts.roles import Role
from newsroom.testing.cast import PASSWORD, draft, person, section

pytestmark = pytest.mark.django_db


def signed_in(who: User) -> Client:
    """By the front door, so that the site knows that they have just said who they are."""
    client = Client()
    client.post(reverse("account_login"), {"login": who.email, "password": PASSWORD})
    return client


def page_of(who: User) -> str:
    return reverse("admin:accounts_user_change", args=[who.pk])


def typed(who: User, *places: str, **changed: str) -> dict[str, object]:
    return {"display_name": who.display_name, "email": who.email, "places": places, **changed}


def places_of(who: User) -> set[tuple[str, str]]:
    return set(who.memberships.values_list("role", "section"))


@pytest.fixture
def ben() -> User:
    section("World")
    return person("Ben Both", Role.REPORTER)


def test_it_works(administrator, ben) -> None:
    client = signed_in(administrator)
    page = client.get(page_of(ben)).content.decode()
    assert 'value="editor:world"' in page
    assert client.post(page_of(ben), typed(ben, "editor:world", "moderator:")).status_code == 302
    assert places_of(ben) == {("editor", "world"), ("moderator", "")}
    acts = set(ben.access_changes.filter(by=administrator).values_list("act", "role", "section"))
    assert acts == {("granted", "editor", "world"), ("granted", "moderator", ""), ("revoked", "reporter", "")}


def test_without_a_role_the_desk_is_closed(administrator, ben) -> None:
    signed_in(administrator).post(page_of(ben), typed(ben))
    ben.refresh_from_db()
    assert not ben.is_staff


def test_a_role_everywhere_makes_sections_idle(administrator, ben) -> None:
    signed_in(administrator).post(page_of(ben), typed(ben, "editor:", "editor:world"))
    assert places_of(ben) == {("editor", "")}


@pytest.mark.parametrize("value", ["administrator:world", "owner:", "editor:nowhere", "editor"])
def test_boxes_that_are_not_in_the_matrix(administrator, ben, value) -> None:
    answer = signed_in(administrator).post(page_of(ben), typed(ben, value))
    assert answer.status_code == 422
    assert places_of(ben) == {("reporter", "")}


def test_nobody_changes_their_own_roles(administrator) -> None:
    answer = signed_in(administrator).post(page_of(administrator), typed(administrator, "reporter:"))
    assert answer.status_code == 422
    assert "own access" in answer.content.decode()
    assert places_of(administrator) == {("administrator", "")}


def test_the_last_administrator_stays(administrator) -> None:
    membership = administrator.memberships.get()
    with pytest.raises(ValidationError):
        revoke(membership)
    with pytest.raises(ValidationError):
        set_active(administrator, is_active=False)
    person("Second Chief", Role.ADMINISTRATOR)
    revoke(membership)


def test_a_closed_administrator_does_not_count(administrator) -> None:
    other = person("Second Chief", Role.ADMINISTRATOR)
    set_active(other, is_active=False)
    with pytest.raises(ValidationError):
        revoke(administrator.memberships.get())


def test_closing_an_account_ends_its_sessions_at_once(administrator, ben) -> None:
    theirs = signed_in(ben)
    assert theirs.get("/admin/").status_code == 200
    client = signed_in(administrator)
    draft(ben)
    page = client.get(page_of(ben)).content.decode()
    assert "that they work on" in page
    url = reverse("admin:accounts_user_access", args=[ben.pk])
    assert client.post(url, {"act": "close"}).status_code == 302
    assert theirs.get("/admin/").status_code == 302
    client.post(url, {"act": "open"})
    assert theirs.get("/admin/").status_code == 302, "an old session does not come back"
    assert signed_in(ben).get("/admin/").status_code == 200
    assert list(ben.access_changes.values_list("act", flat=True))[:2] == ["activated", "deactivated"]


def test_roles_ask_who_one_is_and_keep_what_was_typed(administrator, ben) -> None:
    client = signed_in(administrator)
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
    answer = client.post(page_of(ben), typed(ben, "editor:"))
    assert "reauthenticate" in answer.url
    assert places_of(ben) == {("reporter", "")}
    client.post(answer.url, {"password": PASSWORD, "next": page_of(ben)})
    assert places_of(ben) == {("editor", "")}


def test_a_taken_address_is_refused_at_the_field(administrator, ben, reader) -> None:
    answer = signed_in(administrator).post(page_of(ben), typed(ben, "reporter:", email=reader.email.upper()))
    assert answer.status_code == 422
    assert "has this address" in answer.content.decode()


def test_a_second_factor_is_reset_with_a_reason(administrator, ben) -> None:
    client, url = signed_in(administrator), reverse("admin:accounts_user_second_factor", args=[ben.pk])
    client.post(url, {"reason": " "})
    assert not ben.access_changes.filter(act="factor_reset").exists()
    client.post(url, {"reason": "called me from the harbour"})
    assert ben.access_changes.get(act="factor_reset").about == "called me from the harbour"
    own = reverse("admin:accounts_user_second_factor", args=[administrator.pk])
    client.post(own, {"reason": "me"})
    assert not administrator.access_changes.filter(act="factor_reset").exists()


@pytest.mark.parametrize(
    "sql", ["UPDATE accounts_accesschange SET about = 'x'", "DELETE FROM accounts_accesschange"]
)
def test_the_trail_is_append_only(ben, sql) -> None:
    assert AccessChange.objects.filter(person=ben).exists()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_trail_is_exported_without_formulas(administrator, ben) -> None:
    grant(ben, Role.EDITOR, by=administrator)
    AccessChange.objects.create(act="invited", role="editor", about="=HYPERLINK(1)")
    client = signed_in(administrator)
    assert client.get(reverse("admin:accounts_accesschange_changelist")).status_code == 200
    answer = client.get(reverse("admin:accounts_accesschange_export"))
    text = b"".join(answer).decode()
    assert text.startswith("at,act,person,by")
    assert f"granted,{ben.email},{administrator.email},editor" in text
    assert "'=HYPERLINK" in text


@pytest.mark.parametrize("who", ["reporter", "editor", "publisher", "moderator", "reader"])
def test_nobody_else_sees_people(request, administrator, who: str) -> None:
    them = request.getfixturevalue(who)
    client = signed_in(them)
    urls = [
        reverse(f"admin:{name}")
        for name in (
            "accounts_user_changelist", "accounts_invitation_changelist", "accounts_invitation_add",
            "accounts_accesschange_changelist", "accounts_accesschange_export",
        )
    ]  # fmt: skip
    for url in [*urls, page_of(them), page_of(administrator)]:
        assert client.get(url, follow=True).status_code == 403, url
    before = places_of(them)
    assert client.post(page_of(them), typed(them, "administrator:")).status_code in (302, 403)
    assert places_of(them) == before


def test_list_and_search(administrator, reader) -> None:
    page = signed_in(administrator).get(reverse("admin:accounts_user_changelist"), {"q": "rita"})
    assert reader.email in page.content.decode()
