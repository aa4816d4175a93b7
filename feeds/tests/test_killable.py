"""The parser in its own process: bounded, replaced when killed, the same in its answers."""

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from common.awaiting import awaited
from feeds.parsing.document import parse
from feeds.parsing.killable import KILLED, Parser, Parsers, parse_killable, parse_killable_async
from feeds.parsing.reports import ParsedFeed, Unparsable

RSS = (Path(__file__).parent / "data" / "rss.xml").read_bytes()
# Reads a request and never answers.
HANGS = (sys.executable, "-c", "import sys, time; sys.stdin.buffer.read(4); time.sleep(600)")


# Answers as the real one does, except where the body says "hang".
HANGS_AT_A_WORD = (
    sys.executable,
    "-c",
    """
import sys, time
from feeds.parsing.process import read_block, write_block
while True:
    request, body = read_block(sys.stdin.buffer), read_block(sys.stdin.buffer)
    if body == b"hang":
        time.sleep(600)
    write_block(sys.stdout.buffer, b'{"reason": "read", "evidence": "' + body + b'"}')
""",
)


LEAVES_WHEN_ASKED_AGAIN = (
    sys.executable,
    "-c",
    """
import sys
from feeds.parsing.process import read_block, write_block
read_block(sys.stdin.buffer), read_block(sys.stdin.buffer)
write_block(sys.stdout.buffer, b'{"reason": "read", "evidence": "once"}')
read_block(sys.stdin.buffer)
""",
)


@pytest.fixture
def parser() -> Iterator[Parser]:
    made = Parser()
    yield made
    made.stop()


def test_it_works(parser: Parser) -> None:
    found = parser.parse(RSS, {"content-location": "https://northline.example/feed"})

    assert found == parse(RSS, {"content-location": "https://northline.example/feed"})
    assert "https://northline.example/surprises" in str(found)


def test_a_body_that_takes_too_long_is_given_up() -> None:
    parser = Parser(seconds=0.2, command=HANGS)

    assert parser.parse(RSS, {}) == Unparsable(KILLED, f"{len(RSS)} bytes")
    assert parser.parse(b"x" * 1_000_000, {}) == Unparsable(KILLED, "1000000 bytes")
    parser.stop()


def test_a_killed_process_is_replaced(parser: Parser) -> None:
    parser.parse(RSS, {})
    process = parser._process
    assert process is not None
    process.kill()
    process.wait()

    assert isinstance(parser.parse(RSS, {}), ParsedFeed)


def test_a_process_that_nobody_wants_ends_and_is_replaced() -> None:
    soon = "from feeds.parsing import process\nprocess.IDLE_SECONDS = 0.05\nprocess.main()"
    parser = Parser(command=(sys.executable, "-c", soon))
    parser.parse(RSS, {})
    process = parser._process
    assert process is not None

    assert process.wait(30) == 0

    assert isinstance(parser.parse(RSS, {}), ParsedFeed)
    parser.stop()


def test_one_that_leaves_while_it_is_asked_costs_no_feed() -> None:
    parser = Parser(command=LEAVES_WHEN_ASKED_AGAIN)

    assert [parser.parse(b"<rss/>", {}) for _ in range(3)] == [Unparsable("read", "once")] * 3
    parser.stop()


def test_one_that_leaves_without_an_answer_is_not_asked_for_ever() -> None:
    parser = Parser(command=(sys.executable, "-c", "pass"))

    assert parser.parse(b"<rss/>", {}) == Unparsable(KILLED, "6 bytes")


def test_the_process_knows_no_secret(parser: Parser) -> None:
    parser.parse(RSS, {})
    assert parser._process is not None
    environment = Path(f"/proc/{parser._process.pid}/environ")
    if not environment.exists():
        pytest.skip("no /proc on this system")

    names = {pair.split(b"=")[0] for pair in environment.read_bytes().split(b"\0") if pair}
    assert names <= {b"PYTHONPATH", b"PYTHONUTF8", b"LC_CTYPE"}


def test_one_that_hangs_holds_up_no_other() -> None:
    parsers = Parsers([Parser(seconds=2, command=HANGS_AT_A_WORD) for _ in range(2)])

    async def read(*bodies: bytes) -> list[str]:
        found = await asyncio.gather(*(parse_killable_async(body, {}, parsers=parsers) for body in bodies))
        return [each.reason for each in found if isinstance(each, Unparsable)]

    assert awaited(read(b"a", b"hang", b"b", b"c", b"d")) == ["read", KILLED, "read", "read", "read"]
    assert awaited(read(b"e", b"f")) == ["read", "read"]  # in a loop of its own, with the same processes
    parsers.stop()


def test_the_awaited_answer_is_the_same() -> None:
    assert awaited(parse_killable_async(RSS, {})) == parse_killable(RSS, {})


def test_what_is_too_large_is_refused_unread(parser: Parser) -> None:
    found = parser.parse(b"<" * (50 * 1024 * 1024), {})

    assert isinstance(found, Unparsable)
    assert "50 MB" in found.evidence
    assert parser._process is None
