"""What ``make run`` runs: starts, refuses, is killed, starts again, ends."""

import os
import signal
import socket
from collections.abc import Iterator

import psutil
import pytest

from newsroom.run import remnants
from tests.house import House, free_port, scratch, wait_until


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    with scratch(PORT=str(free_port()), NEWSROOM_DEMO="0") as house:
        yield house


def ours(house: House) -> list[psutil.Process]:
    return remnants.find(house.data)


def named(house: House, word: str) -> list[psutil.Process]:
    return [process for process in ours(house) if word in process.cmdline()]


def nothing_is_left(house: House, servers: dict[str, int]) -> bool:
    gone = not ours(house) and not any(psutil.pid_exists(pid) for pid in servers.values())
    return gone and not remnants.port_is_busy(int(house.environment["PORT"]))


def test_it_works(house: House) -> None:
    run = house.run_everything()
    assert house.answers(f"{house.url}/healthz")
    assert house.answers(f"{house.url}/")
    wait_until(lambda: "Ready after" in house.log_of(run), 30, "no word that it is ready")
    servers = house.facts["pids"]

    again = house.run("-m", "newsroom.run", check=False)
    assert again.returncode == 1
    assert again.stderr.startswith(f"newsroom: Newsroom runs from {house.var} already, at {house.url}")
    assert len(again.stderr.splitlines()) == 1
    assert house.answers(f"{house.url}/healthz")

    assert house.end(run) == 0
    assert "everything has ended" in house.log_of(run)
    wait_until(lambda: nothing_is_left(house, servers), 10, "something outlived an orderly end")


def test_a_busy_port_is_told_in_one_line(house: House) -> None:
    with socket.create_server(("127.0.0.1", int(house.environment["PORT"]))):
        refused = house.run("-m", "newsroom.run", check=False)
    assert refused.returncode == 1
    port = house.environment["PORT"]
    assert refused.stderr == (
        f"newsroom: Port {port} is in use by another program: make run PORT={int(port) + 1}\n"
    )


@pytest.mark.parametrize("port", ["0", "70000", "x"])
def test_a_port_that_is_none_is_refused(house: House, port: str) -> None:
    other = House(house.var, PORT=port, NEWSROOM_DEMO="0")
    refused = other.run("-m", "newsroom.run", check=False)
    assert (refused.returncode, refused.stderr) == (
        1,
        f"newsroom: PORT='{port}': expected a number from 1 to 65535.\n",
    )


def test_the_demo_listens_on_this_machine_only(house: House) -> None:
    open_demo = House(house.var, PORT=house.environment["PORT"], NEWSROOM_DEMO="1", NEWSROOM_HOST="0.0.0.0")
    refused = open_demo.run("-m", "newsroom.run", check=False)
    assert refused.returncode == 1
    assert "listens on this machine only" in refused.stderr


def test_whoever_dies_is_started_again(house: House) -> None:
    run = house.run_everything()
    (beat,) = named(house, "beat")
    postgres = house.facts["pids"]["postgres"]
    beat.kill()
    os.kill(postgres, signal.SIGKILL)
    wait_until(
        lambda: named(house, "beat") and house.facts["pids"]["postgres"] != postgres,
        30,
        "beat or PostgreSQL was not started again",
    )
    wait_until(lambda: house.answers(f"{house.url}/readyz"), 30, "the site does not come back")
    # The supervisor itself is killed: nobody is left to end the others, and yet they end.
    servers = house.facts["pids"]
    os.kill(run.pid, signal.SIGKILL)
    run.wait()
    wait_until(lambda: nothing_is_left(house, servers), 30, "something outlived the supervisor")


def test_it_starts_again_over_what_was_left(house: House) -> None:
    run = house.run_everything()
    # Everything at once, the guardian too: what is left keeps the port and is cleared away by the next start.
    guardians = [
        child for child in psutil.Process(run.pid).children() if "newsroom-guardian" in child.cmdline()
    ]
    for process in [*guardians, psutil.Process(run.pid)]:
        process.kill()
    run.wait()
    second = house.run_everything()
    assert house.end(second) == 0
    assert not ours(house)
