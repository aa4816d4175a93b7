"""The doctor and the two questions of a load balancer."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from common import doctor
from common.doctor import Check, Unwell
from newsroom import clock

pytestmark = pytest.mark.django_db


def examined(name: str) -> doctor.Finding:
    return next(doctor.examine(check) for check in doctor.all_checks() if check.name == name)


def test_it_works(client: Client) -> None:
    assert client.get("/healthz").json() == {"ok": True}
    assert client.get("/readyz").json() == {"ok": True, "missing": []}


def test_healthz_asks_nothing_of_the_database(client: Client, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        client.get("/healthz")


def test_readyz_names_what_does_not_answer(client: Client, settings) -> None:
    settings.CACHES = {
        "default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"},
    }
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"ok": False, "missing": ["valkey"]}
    assert b"Traceback" not in answer.content


@pytest.mark.parametrize(
    "name", ["database", "extensions", "migrations", "durability", "clock", "persistence", "disk"]
)
def test_the_embedded_servers_are_well(name: str) -> None:
    finding = examined(name)
    assert finding.ok, finding.detail


def test_beat_is_well_only_while_it_ticks() -> None:
    assert not examined("beat").ok
    clock.note_tick()
    assert examined("beat").ok
    cache.set(clock.KEY, (timezone.now() - timedelta(minutes=5)).timestamp())
    assert "300 s ago" in examined("beat").detail


def test_media_that_cannot_be_written_is_unwell(settings) -> None:
    settings.MEDIA_ROOT = "/proc/media"
    assert not examined("media").ok


def test_mail_server_that_is_away_is_unwell(settings) -> None:
    settings.MAILERS = {"default": {"OPTIONS": {"host": "127.0.0.1", "port": 1}}}
    assert not examined("mail").ok


def test_a_check_that_breaks_is_a_finding() -> None:
    def breaks() -> str:
        raise RuntimeError("the pipe\nburst")

    def unwell() -> str:
        raise Unwell("a cold")

    assert doctor.examine(Check("pipe", breaks)) == doctor.Finding("pipe", False, "RuntimeError: the pipe")
    assert doctor.examine(Check("nose", unwell)) == doctor.Finding("nose", False, "a cold")


@pytest.mark.django_db(transaction=True)  # each check has a connection of its own
def test_command_prints_one_row_per_dependency_and_fails_without_worker() -> None:
    printed = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", json=True, stdout=printed)
    assert ended.value.code == 1
    rows = {row["name"]: row for row in json.loads(printed.getvalue())}
    assert {"database", "broker", "worker", "beat", "disk", "mail", "media"} <= rows.keys()
    assert all(set(row) == {"name", "ok", "detail"} for row in rows.values())
    assert rows["database"]["ok"]
    assert not rows["worker"]["ok"]
