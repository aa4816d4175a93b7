"""When a feed is asked again, and what an answer means: tables without a database."""

from datetime import UTC, datetime, timedelta

import pytest

from feeds.fetching.asking import Answer
from feeds.fetching.deciding import Step, decide
from feeds.fetching.scheduling import after_failure, after_success, retry_after

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
HALF_AN_HOUR = timedelta(minutes=30)


def evenly() -> float:
    return 0.5


@pytest.mark.parametrize(
    ("headers", "asked_for", "minutes"),
    [
        ({}, 0, 30),
        ({"cache-control": "max-age=60"}, 0, 30),
        ({"cache-control": "public, max-age=7200"}, 0, 120),
        ({"cache-control": "no-cache, max-age=7200"}, 0, 30),
        ({"expires": "Tue, 10 Mar 2026 13:00:00 GMT"}, 0, 60),
        ({"expires": "-1"}, 0, 30),
        ({"cache-control": "max-age=31536000"}, 0, 360),
        ({}, 45, 45),
    ],
)
def test_after_success(headers: dict[str, str], asked_for: int, minutes: int) -> None:
    then = after_success(HALF_AN_HOUR, headers, NOW, asked_for=timedelta(minutes=asked_for), chance=evenly)
    assert then == NOW + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("failures", "headers", "least", "most"),
    [
        (1, {}, 27, 33),
        (2, {}, 54, 66),
        (4, {}, 216, 264),
        (500, {}, 1_296, 1_584),
        (1, {"retry-after": "3600"}, 60, 66),
        (1, {"retry-after": "5"}, 27, 33),
        (1, {"retry-after": "99999999"}, 1_440, 1_584),
    ],
)
def test_after_failure(failures: int, headers: dict[str, str], least: int, most: int) -> None:
    for chance in (0.0, 1.0):
        then = after_failure(HALF_AN_HOUR, failures, headers, NOW, lambda chance=chance: chance)
        assert timedelta(minutes=least) <= then - NOW <= timedelta(minutes=most)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120),
        ("Tue, 10 Mar 2026 12:02:00 GMT", 120),
        ("Tue, 10 Mar 2026 11:00:00 GMT", 0),
        ("soon", 0),
        ("", 0),
        ("-5", 0),
    ],
)
def test_retry_after(text: str, seconds: int) -> None:
    assert retry_after({"retry-after": text}, NOW) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("answer", "known", "step"),
    [
        (Answer("u", 200, {}, b"x"), "", Step.READ),
        (Answer("u", 200, {}, b"x"), Answer("u", 200, {}, b"x").digest, Step.REST),
        (Answer("u", 200, {}, b""), "", Step.READ),
        (Answer("u", 304), "", Step.REST),
        (Answer("u", 410), "", Step.MUTE),
        (Answer("u", 204), "", Step.FAIL),
        (Answer("u", 302), "", Step.FAIL),
        (Answer("u", 999), "", Step.FAIL),
        (Answer("u", trouble="No."), "", Step.FAIL),
        *((Answer("u", status), "", Step.FAIL) for status in (400, 401, 403, 404, 429, 451, 500, 503)),
    ],
)
def test_decide(answer: Answer, known: str, step: Step) -> None:
    verdict = decide(answer, known_digest=known)

    assert verdict.step == step
    assert verdict.words or step == Step.READ
