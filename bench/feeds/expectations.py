"""The corpus's cases: small feeds whose comment says, as an expression, what is to be read from them."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from feeds.parsing.links import web_address

_EXPECT = re.compile(r"Expect:[ \t]*(.*)")
_HEADER = re.compile(r"^Header:[ \t]*([^:\r\n]+):[ \t]*([^\r\n]*)$", re.MULTILINE)
# By their first bytes: the corpus holds every encoding there is.
_WIDE = (
    (b"Lo\xa7\x94", "cp037"), (b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"), (b"\0\0\0<", "utf-32-be"), (b"<\0\0\0", "utf-32-le"), (b"\0<", "utf-16-be"),
    (b"<\0", "utf-16-le"),
)  # fmt: skip


@dataclass(frozen=True)
class Assertion:
    """One of the things that a case expects: ``entries[0]['title'] == 'x'`` is path ("entries", 0, "title")."""

    path: tuple[str | int, ...]
    expected: object
    is_length: bool = False


@dataclass(frozen=True)
class Case:
    """A file of the corpus. ``strange`` are the parts of its expression that are no comparison with a value."""

    name: str
    body: bytes
    headers: dict[str, str]
    assertions: tuple[Assertion, ...]
    strange: tuple[str, ...]


def cases(tests: Path) -> Iterator[Case]:
    """Every file of the corpus that expects something, in the order of their names."""
    for path in sorted(tests.rglob("*")):
        if path.is_file() and (found := _case(path, path.relative_to(tests).as_posix())):
            yield found


def _case(path: Path, name: str) -> Case | None:
    body = path.read_bytes()
    text = _text(body)
    found = _EXPECT.search(text)
    if not found:
        return None
    expression = re.sub(r"\s*-->.*$", "", found[1].strip())
    headers = {key.strip().lower(): value.strip() for key, value in _HEADER.findall(text)}
    if "/base/" in name or "/http/" in name:  # these are read from a server, and resolve against its address
        address = f"http://127.0.0.1:8097/tests/{name}"
        headers["content-location"] = web_address(headers.get("content-location", ""), address) or address
    assertions: list[Assertion] = []
    strange: list[str] = []
    for part in _conjuncts(ast.parse(expression, mode="eval").body):
        found_here = _assertions(part)
        assertions += found_here
        if not found_here:
            strange.append(ast.unparse(part))
    return Case(name, body, headers, tuple(assertions), tuple(strange))


def _text(body: bytes) -> str:
    for mark, encoding in _WIDE:
        if body.startswith(mark):
            return body.decode(encoding, "replace")
    return body.decode("utf-8", "replace")


def _conjuncts(node: ast.expr) -> Iterator[ast.expr]:
    """``a and b`` as its parts; of ``a or b`` the last, which is where the corpus allows a parser's own spelling."""
    if isinstance(node, ast.BoolOp):
        for value in node.values if isinstance(node.op, ast.And) else node.values[-1:]:
            yield from _conjuncts(value)
    else:
        yield node


def _assertions(node: ast.expr) -> list[Assertion]:
    """``a == b == value`` is one for a and one for b."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return [Assertion(path, expected=False)] if (path := _path(node.operand)) else []
    if not isinstance(node, ast.Compare) or not isinstance(node.ops[0], ast.Eq | ast.Is):
        return [Assertion(path, expected=True)] if (path := _path(node)) else []
    *sides, last = (node.left, *node.comparators)
    try:
        expected = ast.literal_eval(last)
    except ValueError:
        expected = _joined(last)
        if expected is None:
            return []
    return [found for side in sides if (found := _side(side, expected))]


def _side(side: ast.expr, expected: object) -> Assertion | None:
    call = ast.unparse(side.func) if isinstance(side, ast.Call) else ""
    if isinstance(side, ast.Call) and call in {"len", "ord"}:
        side = side.args[0]
    if call == "ord" and isinstance(expected, int):
        expected = chr(expected)
    path = _path(side)
    return Assertion(path, expected, call == "len") if path else None


def _joined(node: ast.expr) -> str | None:
    """A text written as several with ``+`` between them."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _joined(node.left), _joined(node.right)
        return left + right if left is not None and right is not None else None
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _path(node: ast.expr) -> tuple[str | int, ...]:
    """``entries[0]['title']``, ``entries[0].title`` and ``entries[0].get('title')`` alike; () for anything else."""
    if isinstance(node, ast.Name):
        return (node.id,)
    if isinstance(node, ast.Attribute):
        above = _path(node.value)
        return (*above, node.attr) if above else ()
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        above = _path(node.value)
        key = node.slice.value
        return (*above, key) if above and isinstance(key, str | int) else ()
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
        above = _path(node.func.value)
        key = node.args[0]
        return (
            (*above, key.value)
            if above and isinstance(key, ast.Constant) and isinstance(key.value, str)
            else ()
        )
    return ()
