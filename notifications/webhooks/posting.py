"""Asking many endpoints at once, through the guarded client: one that hangs holds up itself alone."""

import asyncio
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from common.awaiting import awaited
from common.outbound import Client, Limits, OutboundError, Refused, client
from notifications.models import Delivery
from notifications.webhooks import signing
from notifications.webhooks.judging import Answer

LIMITS = Limits(connect=4.0, read=8.0, total=10.0, size=64 * 1024, redirects=0)
AT_ONCE = 16  # endpoints; to each one message after another


def post_all(rows: Sequence[Delivery], at: datetime) -> dict[int, Answer]:
    """Hand over each row; after a failure the rest of its endpoint is left out. Answers by the row's number."""
    return awaited(_post_all(rows, at))


def body_of(row: Delivery) -> bytes:
    """The same bytes at every attempt."""
    happened = row.happened_at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return json.dumps({"type": row.kind, "timestamp": happened, "data": row.data}, sort_keys=True).encode()


async def _post_all(rows: Sequence[Delivery], at: datetime) -> dict[int, Answer]:
    of_endpoint: dict[int, list[Delivery]] = defaultdict(list)
    for row in rows:
        of_endpoint[row.endpoint_id].append(row)
    asking, gate = client(LIMITS), asyncio.Semaphore(AT_ONCE)
    answers: dict[int, Answer] = {}
    await asyncio.gather(*(_post_some(asking, gate, some, at, answers) for some in of_endpoint.values()))
    return answers


async def _post_some(
    asking: Client, gate: asyncio.Semaphore, rows: list[Delivery], at: datetime, answers: dict[int, Answer]
) -> None:
    async with gate:
        for row in rows:
            answers[row.pk] = await _post(asking, row, at)
            if not answers[row.pk].is_taken:
                return


async def _post(asking: Client, row: Delivery, at: datetime) -> Answer:
    body = body_of(row)
    headers = {
        "content-type": "application/json",
        **signing.headers_for(row.endpoint, row.message_id, at, body),
    }
    try:
        response = await asking.fetch(row.endpoint.url, method="POST", headers=headers, content=body)
    except Refused as error:
        return Answer(0, str(error), is_refused=True)
    except OutboundError as error:
        return Answer(0, str(error))
    said = " ".join(response.body[:300].decode("utf-8", "replace").split())
    return Answer(response.status, f"HTTP {response.status} {said}".strip(), _retry_after(response.headers))


def _retry_after(headers: Mapping[str, str]) -> int:
    value = headers.get("retry-after", "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 9 else 0
