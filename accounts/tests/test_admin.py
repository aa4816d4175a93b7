"""People at the desk: administrators alone, and every role passes granting."""

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from newsroom.testing.cast import person

pytestmark = pytest.mark.django_db
INLINE = "memberships"


def rows(*roles: dict[str, str], initial: int = 0) -> dict[str, str]:
    data = {f"{INLINE}-TOTAL_FORMS": str(len(roles)), f"{INLINE}-INITIAL_FORMS": str(initial)}
    for number, role in enumerate(roles):
        data |= {f"{INLINE}-{number}-{field}": value for field, value in role.items()}
    return data


def test_it_works(client, administrator) -> None:
    client.force_login(administrator)
    form = {
        "email": "Noa@Example.org",
        "display_name": "Noa New",
        "is_active": "on",
    }
    answer = client.post(
        reverse("admin:accounts_user_add"), {**form, **rows({"role": "editor", "section": "world"})}
    )
    assert answer.status_code == 302, answer.context["errors"]
    noa = User.objects.get(email="noa@example.org")
    assert noa.is_staff
    assert not noa.has_usable_password()
    assert [(m.role, m.section) for m in noa.memberships.all()] == [("editor", "world")]


def test_who_was_made_here_signs_in_by_code(client, administrator, post_office) -> None:
    test_it_works(client, administrator)
    client.logout()
    answer = client.post(
        reverse("account_request_login_code"), {"email": "noa@example.org", "next": "/admin/"}
    )
    answer = client.post(answer.url, {"code": post_office.code_for("noa@example.org"), "next": "/admin/"})
    assert answer.url == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_changing_and_taking_away_a_role(client, administrator) -> None:
    ben = person("Ben Both", Role.REPORTER)
    membership = ben.memberships.get()
    client.force_login(administrator)
    url = reverse("admin:accounts_user_change", args=[ben.pk])
    form = {
        "email": ben.email,
        "display_name": "Ben Both",
        "is_active": "on",
    }
    row = {"id": str(membership.pk), "user": str(ben.pk), "role": "moderator", "section": ""}
    assert client.post(url, {**form, **rows(row, initial=1)}).status_code == 302
    membership = ben.memberships.get()
    assert membership.role == "moderator"
    row = {**row, "id": str(membership.pk), "DELETE": "on"}
    assert client.post(url, {**form, **rows(row, initial=1)}).status_code == 302
    ben.refresh_from_db()
    assert not ben.is_staff


@pytest.mark.parametrize("who", ["reporter", "editor", "publisher", "moderator", "reader"])
def test_nobody_else_sees_people(client, request, who: str) -> None:
    client.force_login(request.getfixturevalue(who))
    for name in (
        "admin:accounts_user_changelist",
        "admin:accounts_user_add",
        "admin:notifications_notification_changelist",
    ):
        assert client.get(reverse(name), follow=True).status_code == 403


def test_list_and_search(client, administrator, reader) -> None:
    client.force_login(administrator)
    page = client.get(reverse("admin:accounts_user_changelist"), {"q": "rita"}).content.decode()
    assert reader.email in page
