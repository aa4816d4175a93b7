"""Waiting for a coroutine from code that is not asynchronous, wherever that code runs."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def awaited[T](coroutine: Coroutine[Any, Any, T]) -> T:
    """What the coroutine returns or raises.

    Where this thread has a loop that runs already (an asynchronous view, a notebook, a driven browser), a thread of its
    own does the work: a loop cannot be entered twice.
    """
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(coroutine)
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, coroutine).result()
