"""Names that nobody may take, and names that everybody may."""

import pytest
from django.core.exceptions import ValidationError

from accounts.naming import check_name

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    assert check_name("  Pia   Norden ") == "Pia Norden"


@pytest.mark.parametrize("name", ["Zoë", "María José", "李小龍", "Владимир", "O'Brien", "K. 9", "مريم"])
def test_people_s_names_are_welcome(name: str) -> None:
    assert check_name(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "Ada Editor",
        "ada editor",
        "ＡＤＡ ＥＤＩＴＯＲ",
        "Ada_Editor",
        "A.d.a Editor",
        "Editor",
        "MODERATOR",
        "Newsroom",
        "the newsroom desk",
    ],
)
def test_nobody_speaks_for_the_house_or_its_people(editor, settings, name: str) -> None:
    settings.SITE_NAME = "Newsroom"
    with pytest.raises(ValidationError):
        check_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "Pia\u202eNorden",
        "P\u200bia",
        "\u0301\u0301\u0301",
        "Z\u0336\u0323\u0323\u0323a",
        "...",
        "42",
        "a\x00b",
    ],
)
def test_unreadable_names_are_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        check_name(name)


def test_one_s_own_name_is_no_impersonation(editor) -> None:
    assert check_name("Ada Editor", own=editor) == "Ada Editor"
