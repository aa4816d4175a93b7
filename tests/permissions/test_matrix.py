"""Role × address and role × step, cell by cell against the site. ``make permissions`` writes the tables anew."""

import os

import pytest

from tests.permissions import acting, table, walking
from tests.permissions.objects import World
from tests.permissions.people import ANONYMOUS, NAMES, everybody

pytestmark = pytest.mark.django_db
WRITING = os.environ.get("PERMISSIONS") == "write"
# The way in and out, and the words of the admin's scripts.
OPEN = {"admin:login", "admin:logout", "admin:jsi18n"}
checking = pytest.mark.skipif(WRITING, reason="the tables are being written")


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.TEMPLATES = [
        {**settings.TEMPLATES[0], "BACKEND": "tests.permissions.silent.Silent", "APP_DIRS": False}
    ]


@pytest.fixture
def people():
    return everybody()


@pytest.fixture
def world(people) -> World:
    return World(people["reporter"])


@checking
def test_every_address_is_in_the_table() -> None:
    kept = table.read(table.ADDRESSES)
    missing = [row for row in walking.rows() if row not in kept]
    gone = [row for row in kept if row not in set(walking.rows())]
    assert not missing, (
        f"New addresses without a line in the table of permissions: {missing}. {table.REGENERATE}"
    )
    assert not gone, f"The table of permissions names addresses that are gone: {gone}. {table.REGENERATE}"


@checking
def test_every_step_is_in_the_table() -> None:
    assert list(table.read(table.ACTIONS)) == acting.rows(), table.REGENERATE


@checking
@pytest.mark.parametrize("name", NAMES)
def test_addresses(people, world, name: str) -> None:
    found = dict(walking.walk(people.get(name), world))
    assert not (wrong := table.differences(table.ADDRESSES, name, found)), "\n".join(
        [*wrong, table.REGENERATE]
    )


@checking
@pytest.mark.parametrize("name", [name for name in NAMES if name != ANONYMOUS])
def test_steps(people, world, name: str) -> None:
    found = dict(acting.act(people[name], world))
    assert not (wrong := table.differences(table.ACTIONS, name, found)), "\n".join([*wrong, table.REGENERATE])


@checking
def test_no_page_breaks() -> None:
    broken = [row for row, cells in table.read(table.ADDRESSES).items() if "500" in cells.values()]
    assert not broken, f"These answer with an error of the server: {broken}"


@checking
def test_strangers_and_readers_see_nothing_of_the_desk() -> None:
    for row, cells in table.read(table.ADDRESSES).items():
        if row[0].startswith(("admin:", "desk:", "moderation:")) and row[0] not in OPEN:
            assert cells["anonymous"] != "200", row
            assert cells["reader"] != "200", row


@pytest.mark.skipif(not WRITING, reason="only `make permissions` writes the tables")
def test_write(people, world) -> None:
    addresses = {name: dict(walking.walk(people.get(name), world)) for name in NAMES}
    table.write(table.ADDRESSES, walking.rows(), addresses)
    done = {name: dict(acting.act(people[name], world)) for name in NAMES if name != ANONYMOUS}
    table.write(table.ACTIONS, acting.rows(), done)
    table.document()
