"""Twenty ways in which the world breaks feeds: each takes a feed and chance, and gives the broken feed."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field

_DECLARATION = re.compile(rb"^\s*<\?xml[^>]*\?>")
_CLOSING = re.compile(rb"</[A-Za-z][\w:.-]*\s*>")
_OPENING = re.compile(
    rb"<(?:title|link|guid|id|pubDate|description|summary|updated|published|content|item|entry)(?:\s[^<>]*)?>"
)
_TEXT = re.compile(rb">[^<>]{8,}<")
_ROOT = re.compile(rb"<(?:rss|feed|rdf:RDF|channel)(?:\s[^<>]*)?>", re.IGNORECASE)
ENCODINGS = (
    "utf-8", "iso-8859-1", "windows-1252", "utf-16", "us-ascii", "shift_jis", "gb2312", "koi8-r", "windows-1251",
    "euc-jp", "big5", "x-nonsense", "utf8mb4", "",
)  # fmt: skip
STRAY_PAGE = (
    b"<br />\n<b>Warning</b>:  Cannot modify header information in <b>/var/www/feed.php</b> on line <b>12</b><br />\n",
    b"<!DOCTYPE html><html><head><title>Feed</title></head><body>\n",
    b"\n\n  \t\n",
    b"<!-- cached 2024-01-01 -- by a proxy -->\n",
    b"\xef\xbb\xbf\xef\xbb\xbf",
    b"<?php echo '<?xml version=\"1.0\"?>'; ?>",
)


@dataclass
class Broken:
    """A broken feed. Of a feed that was cut, ``left`` bytes are the original's."""

    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    left: int | None = None


Damage = Callable[[bytes, random.Random], Broken]


def _some(found: list[re.Match[bytes]], chance: random.Random, share: float) -> list[re.Match[bytes]]:
    """A share of them, at least one, from the last to the first."""
    if not found:
        return []
    chosen = chance.sample(found, max(1, min(len(found), int(len(found) * share))))
    return sorted(chosen, key=lambda match: -match.start())


def _replaced(body: bytes, matches: list[re.Match[bytes]], by: Callable[[bytes], bytes]) -> bytes:
    pieces, end = [], len(body)
    for match in matches:
        pieces += [body[match.end() : end], by(match[0])]
        end = match.start()
    return b"".join([body[:end], *reversed(pieces)])


def _declared(body: bytes, encoding: str) -> bytes:
    declaration = f'<?xml version="1.0" encoding="{encoding}"?>' if encoding else ""
    return declaration.encode() + _DECLARATION.sub(b"", body, count=1)


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def wrong_declaration(body: bytes, chance: random.Random) -> Broken:
    return Broken(_declared(body, chance.choice(ENCODINGS)))


def wrong_header(body: bytes, chance: random.Random) -> Broken:
    return Broken(body, {"Content-Type": f"text/xml; charset={chance.choice(ENCODINGS) or 'none'}"})


def other_bytes(body: bytes, chance: random.Random) -> Broken:
    """Written in windows-1252, still called UTF-8."""
    text = _text(body).encode("cp1252", "xmlcharrefreplace")
    return Broken(_declared(text, chance.choice(("utf-8", "utf-16", ""))))


def wide_bytes(body: bytes, chance: random.Random) -> Broken:
    """Written in UTF-16, still called something else."""
    return Broken(
        _text(_declared(body, chance.choice(ENCODINGS))).encode(
            chance.choice(("utf-16", "utf-16-le", "utf-16-be"))
        )
    )


def dropped_ends(body: bytes, chance: random.Random) -> Broken:
    return Broken(_replaced(body, _some(list(_CLOSING.finditer(body)), chance, 0.05), lambda _: b""))


def dropped_last_ends(body: bytes, chance: random.Random) -> Broken:
    return Broken(re.sub(rb"(?:</(?:rss|channel|feed|rdf:RDF)\s*>\s*)+$", b"", body.rstrip()))


def dropped_report_ends(body: bytes, chance: random.Random) -> Broken:
    return Broken(re.sub(rb"</(?:item|entry)\s*>", b"", body))


def cut_off(body: bytes, chance: random.Random) -> Broken:
    left = int(len(body) * chance.uniform(0.2, 0.97))
    return Broken(body[:left], left=left)


def bare_ampersands(body: bytes, chance: random.Random) -> Broken:
    return Broken(body.replace(b"&amp;", b"&"))


def bare_signs(body: bytes, chance: random.Random) -> Broken:
    signs = (b" <3 ", b" 5 < 6 ", b" AT&T ", b" a <b and c> d ", b" &nbsp;&eacute; ", b" << ")
    texts = _some(list(_TEXT.finditer(body)), chance, 0.05)
    return Broken(_replaced(body, texts, lambda text: text[:-1] + chance.choice(signs) + b"<"))


def control_characters(body: bytes, chance: random.Random) -> Broken:
    harm = (b"\x0b", b"\x00", b"\x1b", b"\x08", b"&#0;", b"&#x1f;", b"\xff", b"\xef\xbf\xbf")
    texts = _some(list(_TEXT.finditer(body)), chance, 0.05)
    return Broken(_replaced(body, texts, lambda text: text[:4] + chance.choice(harm) + text[4:]))


def broken_sections(body: bytes, chance: random.Random) -> Broken:
    """CDATA that does not end, ends twice, or never began."""
    ends = _some(list(re.finditer(rb"\]\]>", body)), chance, 0.2)
    body = _replaced(body, ends, lambda _: chance.choice((b"", b"]]", b"]>", b"]]>]]>", b"]] >")))
    begins = _some(list(re.finditer(rb"<!\[CDATA\[", body)), chance, 0.05)
    return Broken(_replaced(body, begins, lambda _: chance.choice((b"", b"<![CDATA", b"<[CDATA["))))


def swapped_bytes(body: bytes, chance: random.Random) -> Broken:
    mutable = bytearray(body)
    for _ in range(chance.randint(1, 15)):
        at = chance.randrange(len(mutable) - 1)
        mutable[at], mutable[at + 1] = mutable[at + 1], mutable[at]
    return Broken(bytes(mutable))


def changed_bytes(body: bytes, chance: random.Random) -> Broken:
    mutable = bytearray(body)
    for _ in range(chance.randint(1, 15)):
        mutable[chance.randrange(len(mutable))] = chance.randrange(256)
    return Broken(bytes(mutable))


def doubled_tags(body: bytes, chance: random.Random) -> Broken:
    tags = _some([*_OPENING.finditer(body)], chance, 0.05)
    body = _replaced(body, tags, lambda tag: tag + tag)
    return Broken(_replaced(body, _some([*_CLOSING.finditer(body)], chance, 0.03), lambda tag: tag + tag))


def missing_root(body: bytes, chance: random.Random) -> Broken:
    return Broken(_ROOT.sub(b"", body, count=chance.choice((1, 2))))


def stray_page(body: bytes, chance: random.Random) -> Broken:
    before, after = (
        chance.choice(STRAY_PAGE),
        chance.choice((b"", b"<script>x()</script></html>", b"\n<!-- 12 queries -->")),
    )
    return Broken(before + body + after)


def lost_namespaces(body: bytes, chance: random.Random) -> Broken:
    spaces = list(re.finditer(rb"\sxmlns:\w+\s*=\s*(?:\"[^\"]*\"|'[^']*')", body))
    return Broken(_replaced(body, _some(spaces, chance, 0.6), lambda _: b""))


def dropped_beginnings(body: bytes, chance: random.Random) -> Broken:
    return Broken(_replaced(body, _some([*_OPENING.finditer(body)], chance, 0.02), lambda _: b""))


def torn_tags(body: bytes, chance: random.Random) -> Broken:
    """A quote, a ">" or a "<" of a tag is lost."""
    tags = _some(list(re.finditer(rb"</?[A-Za-z][\w:.-]*(?:\s[^<>]*)?>", body)), chance, 0.02)
    tears: tuple[Callable[[bytes], bytes], ...] = (
        lambda tag: tag[:-1],
        lambda tag: tag[1:],
        lambda tag: tag.replace(b'"', b"", 1),
        lambda tag: tag.replace(b'"', b""),
    )
    return Broken(_replaced(body, tags, lambda tag: chance.choice(tears)(tag)))


DAMAGES: tuple[Damage, ...] = (
    wrong_declaration, wrong_header, other_bytes, wide_bytes, dropped_ends, dropped_last_ends, dropped_report_ends,
    cut_off, bare_ampersands, bare_signs, control_characters, broken_sections, swapped_bytes, changed_bytes,
    doubled_tags, missing_root, stray_page, lost_namespaces, dropped_beginnings, torn_tags,
)  # fmt: skip
