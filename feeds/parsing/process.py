"""The process that reads feeds for others and may be killed: ``python -m feeds.parsing.process``.

One request after another on standard input, one answer after another on standard output, each a length (4 bytes) and
what it counts: a request is its headers as JSON and then the body, an answer the parsed feed as JSON. The process ends
when its input ends, so that it never outlives who started it, and when nothing comes for a while, since it takes dozens
of megabytes. It knows no setting, no secret and no database.
"""

import contextlib
import gc
import json
import os
import resource
import select
import sys
from datetime import datetime
from typing import IO

from django.conf import settings

LENGTH_BYTES = 4
# A feed of 20 MB takes about a sixth of this; a bomb takes all there is.
MEMORY_BYTES = 1024 * 1024 * 1024
CPU_SECONDS = 20
# To start another one takes a fifth of a second.
IDLE_SECONDS = 30.0


def write_block(stream: IO[bytes], block: bytes) -> None:
    """Write one block behind its length."""
    stream.write(len(block).to_bytes(LENGTH_BYTES, "big") + block)
    stream.flush()


def read_block(stream: IO[bytes]) -> bytes:
    """Read one block. Raises EOFError where the stream ends before the block does."""
    length = int.from_bytes(_exactly(stream, LENGTH_BYTES), "big")
    return _exactly(stream, length)


def _exactly(stream: IO[bytes], length: int) -> bytes:
    found = stream.read(length)
    if len(found) < length:
        raise EOFError
    return found


def _limit_memory() -> None:
    # Some systems know the limit and do not enforce it; the time limit still stands there.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def _limit_cpu() -> None:
    """Let this request take ``CPU_SECONDS`` on top of what the earlier ones took; the kernel kills what takes more."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + CPU_SECONDS
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))


def _is_wanted() -> bool:
    """Whether something comes before long. Between requests nothing of one lies in a buffer of ours."""
    return bool(select.select([sys.stdin.buffer], [], [], IDLE_SECONDS)[0])


def main() -> None:
    """Answer until the input ends, or nothing comes."""
    # The words stay English here and are translated where they are shown; nothing else asks for a setting.
    settings.configure(USE_I18N=False)
    # Only now: these modules mark their words for translation, which asks for the setting.
    from feeds.parsing.document import parse
    from feeds.parsing.reports import as_data

    # Whatever a library prints must not get between the answers.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    _limit_memory()
    # What is loaded stays; what feeds leave behind is looked through less often than it would be.
    gc.freeze()
    gc.set_threshold(20_000)
    while _is_wanted():
        try:
            request = json.loads(read_block(sys.stdin.buffer))
            body = read_block(sys.stdin.buffer)
        except EOFError:
            return
        _limit_cpu()
        parsed = parse(body, request["headers"], datetime.fromisoformat(request["now"]))
        write_block(answers, json.dumps(as_data(parsed)).encode())
    os._exit(0)  # at once: who asks at this very moment must see why there is no answer


if __name__ == "__main__":
    main()
