"""The documents are true: their links lead somewhere, and the table of settings is the settings'."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

from newsroom.management.commands.settings_table import document, with_table
from newsroom.settings_table import MEANINGS, rows

ROOT = Path(settings.BASE_DIR)
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
TARGET = re.compile(r"^([a-z][a-z%-]*):", re.M)


def test_it_works() -> None:
    text = document().read_text(encoding="utf-8")
    assert text == with_table(text), "manage.py settings_table --write"


def test_every_setting_is_told_and_none_is_invented() -> None:
    assert [row[0] for row in rows()] == list(MEANINGS)


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: str(file.relative_to(ROOT)))
def test_links_lead_somewhere(file: Path) -> None:
    for target in LINK.findall(file.read_text(encoding="utf-8")):
        if "://" not in target and not target.startswith("mailto:"):
            assert (file.parent / target).exists(), f"{file.name} names {target}"


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: str(file.relative_to(ROOT)))
def test_commands_that_are_named_exist(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    for command in re.findall(r"manage\.py ([a-z_]+)", text):
        assert command in get_commands(), f"{file.name} names manage.py {command}"
    targets = set(TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8")))
    for target in re.findall(r"`make ([a-z-]+)", text):
        assert target in targets or target.startswith("bench-"), f"{file.name} names make {target}"


def test_every_trap_is_held_by_a_test_that_exists() -> None:
    rows = (ROOT / "docs" / "traps.md").read_text(encoding="utf-8").splitlines()[7:]
    assert len(rows) > 20
    for row in rows:
        named = re.findall(r"`([\w/]+\.py)::([\w:]+)`", row)
        assert named, row
        for file, test in named:
            assert test.split("::") in _tests_of(ROOT / file), f"docs/traps.md names {file}::{test}"


def _tests_of(file: Path) -> list[list[str]]:
    """The tests of a file, those of a class with its name before theirs."""
    body = ast.parse(file.read_text(encoding="utf-8")).body
    found = [[node.name] for node in body if isinstance(node, ast.FunctionDef)]
    for node in body:
        if isinstance(node, ast.ClassDef):
            found += [[node.name, one.name] for one in node.body if isinstance(one, ast.FunctionDef)]
    return [names for names in found if names[-1].startswith("test_")]
