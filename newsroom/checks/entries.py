"""Reads a gettext catalogue (.po): as much of the format as Django writes."""

import ast
from dataclasses import dataclass
from pathlib import Path

CONTEXT_END = "\x04"  # between context and text, in compiled catalogues too


@dataclass(frozen=True)
class Entry:
    """One text with its translations (several where there is a plural)."""

    key: str
    text: str
    plural: str
    translations: tuple[str, ...]
    is_fuzzy: bool


def _entry(block: str) -> Entry | None:
    fields: dict[str, str] = {}
    current, fuzzy = "", False
    for line in block.splitlines():
        if line.startswith("#"):
            fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
            continue
        if line.startswith("msg"):
            current, _, line = line.partition(" ")
            fields[current] = ""
        if current and line.startswith('"'):
            fields[current] += ast.literal_eval(line)
    text = fields.get("msgid", "")
    if not text:  # comments alone, or the head
        return None
    context = fields.get("msgctxt")
    translations = [value for name, value in sorted(fields.items()) if name.startswith("msgstr")]
    key = f"{context}{CONTEXT_END}{text}" if context else text
    return Entry(key, text, fields.get("msgid_plural", ""), tuple(translations), fuzzy)


def read(file: Path) -> list[Entry]:
    """All entries but the head and what is obsolete."""
    blocks = file.read_text(encoding="utf-8").split("\n\n")
    return [entry for block in blocks if (entry := _entry(block)) is not None]
