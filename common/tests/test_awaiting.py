"""A coroutine can be waited for, with a loop that runs in the thread and without."""

import asyncio

import pytest

from common.awaiting import awaited


async def seven() -> int:
    await asyncio.sleep(0)
    return 7


async def fails() -> None:
    raise KeyError("seven")


def test_it_works() -> None:
    assert awaited(seven()) == 7
    with pytest.raises(KeyError):
        awaited(fails())


def test_also_where_a_loop_runs_already() -> None:
    async def within() -> int:
        with pytest.raises(KeyError):
            awaited(fails())
        return awaited(seven())

    assert awaited(within()) == 7
