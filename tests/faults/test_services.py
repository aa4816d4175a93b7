"""The embedded PostgreSQL and Valkey: what they promise, and what they survive."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from tests.house import REPOSITORY, House, free_port, scratch, wait_until

NOBODY = 65_534


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    with scratch() as house:
        house.run("-m", "newsroom.services", "start")
        house.sql("CREATE TABLE kept (word text)", role="owner_database_url")
        house.sql("INSERT INTO kept VALUES ('before')")
        yield house


def start(house: House) -> dict:
    return json.loads(house.run("-m", "newsroom.services", "start", "--json").stdout)


def kill_everything(house: House) -> None:
    """As the kernel would when memory runs out, the servers' own children included."""
    for pid in house.facts["pids"].values():
        server = psutil.Process(pid)
        family = [server, *server.children(recursive=True)]
        for process in family:
            process.send_signal(signal.SIGKILL)
        psutil.wait_procs(family, timeout=10)


def words_kept(house: House) -> list[str]:
    return [word for (word,) in house.sql("SELECT word FROM kept ORDER BY word")]


def test_it_works(house: House) -> None:
    status = json.loads(house.run("-m", "newsroom.services", "status", "--json").stdout)
    assert status["postgres"] == house.facts["pids"]["postgres"]
    assert status["valkey"] == house.facts["pids"]["valkey"]


def test_what_is_committed_is_on_the_disk(house: House) -> None:
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        assert house.sql(f"SHOW {setting}") == [("on",)]
    valkey = redis.Redis.from_url(house.facts["redis_url"], decode_responses=True)
    assert valkey.config_get("appendonly") == {"appendonly": "yes"}
    # Stored pages may go when memory runs out; queues have no end of their own and stay.
    assert valkey.config_get("maxmemory-policy") == {"maxmemory-policy": "volatile-lru"}


def test_the_application_has_data_rights_alone(house: House) -> None:
    assert words_kept(house) == ["before"]
    for forbidden in ("TRUNCATE kept", "DROP TABLE kept", "CREATE TABLE mine ()", "CREATE ROLE me"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            house.sql(forbidden)


def test_nobody_gets_in_without_a_password(house: House) -> None:
    facts = psycopg.conninfo.conninfo_to_dict(house.facts["database_url"])
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(host="127.0.0.1", port=facts["port"], user="newsroom_admin", dbname="newsroom")
    with pytest.raises(redis.AuthenticationError):
        redis.Redis(
            port=redis.Redis.from_url(house.facts["redis_url"]).connection_pool.connection_kwargs["port"]
        ).ping()


def test_a_second_start_finds_what_runs(house: House) -> None:
    before = house.facts
    assert start(house) == before


def test_all_comes_back_after_everything_was_killed(house: House) -> None:
    house.sql("INSERT INTO kept VALUES ('killed')")
    kill_everything(house)
    start(house)
    assert words_kept(house) == ["before", "killed"]
    assert redis.Redis.from_url(house.facts["redis_url"]).ping()


def test_a_stale_pid_file_that_names_somebody_else_is_no_hindrance(house: House) -> None:
    kill_everything(house)
    file = Path(house.facts["data"]) / "postgres" / "postmaster.pid"
    lines = file.read_text().splitlines()
    file.write_text("\n".join([str(os.getpid()), *lines[1:], ""]))
    start(house)
    assert "before" in words_kept(house)


def test_taken_ports_are_left_to_whoever_has_them(house: House) -> None:
    before = psycopg.conninfo.conninfo_to_dict(house.facts["database_url"])["port"]
    house.run("-m", "newsroom.services", "stop")
    with socket.create_server(("127.0.0.1", int(before))):
        after = start(house)
        assert psycopg.conninfo.conninfo_to_dict(after["database_url"])["port"] != before
        assert "before" in words_kept(house)


def test_two_stand_side_by_side(house: House) -> None:
    with scratch() as other:
        start(other)
        assert other.facts["database_url"] != house.facts["database_url"]
        with pytest.raises(psycopg.errors.UndefinedTable):
            words_kept(other)
        # One's keys do not open the other.
        mine, theirs = (psycopg.conninfo.conninfo_to_dict(h.facts["database_url"]) for h in (house, other))
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(**{**mine, "port": theirs["port"]})
        other.run("-m", "newsroom.services", "stop")
    assert "before" in words_kept(house)


def test_servers_of_your_own_are_not_started_and_not_stopped(house: House) -> None:
    with scratch(DATABASE_URL=house.facts["database_url"]) as other:
        facts = start(other)
        assert set(facts["pids"]) == {"valkey"}
        assert facts["database_url"] == house.facts["database_url"]
        other.run("-m", "newsroom.services", "stop")
    assert "before" in words_kept(house)


@pytest.mark.parametrize(
    ("file", "content", "words"),
    [("postgres/PG_VERSION", "15\n", "were written by PostgreSQL 15"), ("keys.json", "{", "is damaged")],
)
def test_damage_is_told_in_one_line(house: House, file: str, content: str, words: str) -> None:
    house.run("-m", "newsroom.services", "stop")
    path = next(iter(Path(house.var).glob(file)), None)
    if path is None:
        pytest.skip("the data lie elsewhere")
    before = path.read_text()
    path.write_text(content)
    refused = house.run("-m", "newsroom.services", "start", check=False)
    path.write_text(before)
    assert refused.returncode == 1
    assert words in refused.stderr
    assert "Traceback" not in refused.stderr
    start(house)


def test_a_folder_that_cannot_be_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refused = House(tmp_path / "file" / "var").run("-m", "newsroom.services", "start", check=False)
    assert refused.returncode == 1
    assert refused.stderr.startswith("newsroom: Could not use the folder")
    assert len(refused.stderr.splitlines()) == 1


def as_nobody(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python as an ordinary user; skips where this Python stands in root's own home."""
    try:
        return subprocess.run(
            [sys.executable, *arguments],
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            env={**os.environ, **environment},
            user=NOBODY,
            group=NOBODY,
            extra_groups=[],
        )
    except PermissionError:
        pytest.skip("this Python stands where an ordinary user cannot go")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_an_ordinary_user_needs_no_root() -> None:
    with scratch(PYTHONPATH=str(REPOSITORY), HOME="/nonexistent") as house:
        house.var.chmod(0o777)
        for command in ("start", "status", "stop"):
            done = as_nobody("-m", "newsroom.services", command, **house.environment)
            assert done.returncode == 0, done.stderr
        assert (house.var / "postgres").stat().st_uid == NOBODY


def test_nothing_is_left_when_it_is_stopped(house: House) -> None:
    pids = list(house.facts["pids"].values())
    house.run("-m", "newsroom.services", "stop")
    wait_until(lambda: not any(map(psutil.pid_exists, pids)), 10, "servers that were stopped still run")
    assert not (house.var / "instance.json").exists()
    assert house.run("-m", "newsroom.services", "status", check=False).returncode == 1
    assert free_port()
    start(house)
    assert "before" in words_kept(house)
