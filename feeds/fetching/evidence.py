"""What was seen where a poll failed: the status, the kind of answer, its first bytes or the line of the error. Pure."""

from feeds.fetching.asking import Answer

MAX_LENGTH = 500
_FIRST_BYTES = 200


def seen_in(answer: Answer, by_parser: str = "") -> str:
    """One line for whoever looks for the cause; empty where nothing came back. ``by_parser``: what it stumbled over."""
    if not answer.status:
        return answer.trouble_evidence[:MAX_LENGTH]
    kind = answer.headers.get("content-type", "")
    head = f"HTTP {answer.status}" + (f" {kind}" if kind else "")
    wish = answer.headers.get("retry-after", "")
    if wish:
        head += f", Retry-After: {wish}"
    seen = by_parser or _first_bytes(answer.body)
    return (f"{head}: {seen}" if seen else head)[:MAX_LENGTH]


def _first_bytes(body: bytes) -> str:
    text = body[:_FIRST_BYTES].decode("utf-8", "backslashreplace").replace("\x00", "\\0")
    return " ".join(text.split())
