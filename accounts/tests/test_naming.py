"""Names that nobody may take, and names that everybody may."""

import pytest
from django.core.exceptions import ValidationError

from accounts import erasing
from accounts.naming import check_name
from accounts.skeletons import readings

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
        "\u0410d\u0430 \u0415dit\u043er",  # Cyrillic among Latin
        "\U0001d400\U0001d41d\U0001d41a Editor",  # letters of mathematics
        "Ad\u00e1 Editor",
        "Ada Ed1tor",
        "M0derator",
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


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada Editor", "\u0391da Edit\u03bfr"),
        ("ВЛАДИМИР", "Владимир"),
        ("Ian", "lan"),
        ("modern", "modem"),
        ("Zoë", "ZOE"),
    ],
)
def test_names_that_look_alike_are_one(one: str, other: str) -> None:
    assert readings(one) & readings(other)


@pytest.mark.parametrize("pair", [("Anna", "Hannah"), ("李小龍", "李龍"), ("Владимир", "Владислав")])
def test_and_others_are_not(pair: tuple[str, str]) -> None:
    assert not readings(pair[0]) & readings(pair[1])


@pytest.mark.parametrize("name", ["P\u0456a Norden", "Pia N\u03bfrden", "\u13a0da"])
def test_no_word_mixes_alphabets(name: str) -> None:
    with pytest.raises(ValidationError, match=r"alphabets|signs"):
        check_name(name + "x")


def test_a_name_that_somebody_has_is_added_to(reader, client) -> None:
    for name in ("Rita Reader", "RITA READER", "Rita-Reader", "Ritа Rеader"):
        with pytest.raises(ValidationError):
            check_name(name)
    assert check_name("Rita Reader, Velm") == "Rita Reader, Velm"
    assert check_name("Rita  reader", own=reader) == "Rita reader"


def test_a_name_is_free_again_when_it_is_changed_or_erased(reader, stranger) -> None:
    reader.display_name = "Rita Renamed"
    reader.save(update_fields=["display_name"])
    assert check_name("Rita Reader") == "Rita Reader"
    erasing.erase(stranger)
    assert check_name("Sam Stranger") == "Sam Stranger"
