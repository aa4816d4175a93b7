"""Hashes by which a comment is found again in other words: its links, and a sample of its word groups. Pure.

Word groups of four words are hashed, and the smallest hashes kept: two texts that share most of their groups share most of
these. Links are kept in odd numbers, word groups in even ones. No word can be read out of either.
"""

from collections.abc import Iterable
from hashlib import blake2b

from comments.rules.linked import Link
from comments.rules.subject import Text

GROUP = 4  # words
LEAST_WORDS = 8  # shorter ones (“I quite agree with you”) are anybody's
SAMPLE = 16
MOST_LINKS = 8


def keys_of(text: Text, own_hosts: Iterable[str] = ()) -> list[int]:
    """The keys of a text, sorted; links to ``own_hosts`` are none."""
    hosts = tuple(own_hosts)
    links = {
        _key(f"link {_address(link)}") | 1
        for link in text.links
        if not link.is_bare and not any(link.is_of(host) for host in hosts)
    }
    words = text.without([link.span for link in text.links]).readings[0].text.split()
    groups: set[int] = set()
    if len(words) >= LEAST_WORDS:
        groups = {_key(" ".join(words[at : at + GROUP])) & ~1 for at in range(len(words) - GROUP + 1)}
    return sorted([*sorted(links)[:MOST_LINKS], *sorted(groups)[:SAMPLE]])


def groups_in(keys: Iterable[int]) -> int:
    """How many of the keys are of word groups."""
    return sum(not key & 1 for key in keys)


def _address(link: Link) -> str:
    """The link without what is added to count clicks."""
    return link.host + link.url.partition("://")[2].partition("/")[2].partition("?")[0].rstrip("/").lower()


def _key(words: str) -> int:
    return int.from_bytes(blake2b(words.encode(), digest_size=8).digest()) >> 1
