"""``python -m newsroom.checks.catalogues``: every text of the interface stands in every language.

The compiled catalogues are part of the repository, so that a fresh checkout needs no gettext; they must say what their
sources say. Where xgettext is installed, the texts are also collected anew, so that a forgotten one is found.
"""

import gettext
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from newsroom.checks.entries import Entry, read
from newsroom.services.premises import REPOSITORY

SHOWN = 20


def _name(entry: Entry) -> str:
    return repr(entry.text if len(entry.text) < 70 else entry.text[:67] + "…")


def _incomplete(entries: list[Entry]) -> Iterator[str]:
    for entry in entries:
        if not all(entry.translations):
            yield f"not translated: {_name(entry)}"
        elif entry.is_fuzzy:
            yield f"guessed, not translated (fuzzy): {_name(entry)}"


def _not_compiled(file: Path, entries: list[Entry]) -> Iterator[str]:
    compiled = file.with_suffix(".mo")
    if not compiled.exists():
        yield "not compiled: make messages"
        return
    with compiled.open("rb") as stream:
        known = gettext.GNUTranslations(stream)._catalog  # type: ignore[attr-defined]  # its only way to list
    for entry in entries:
        keys = [(entry.key, form) for form in range(len(entry.translations))] if entry.plural else [entry.key]
        if any(known.get(key) != words for key, words in zip(keys, entry.translations, strict=True)):
            yield f"compiled from an older source (make messages): {_name(entry)}"
            return


def _forgotten(language: str, file: Path, entries: list[Entry]) -> Iterator[str]:
    """Texts of the sources that the catalogue does not know."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--", "*.py", "*.html", "*.txt", "*.js", "*.xml"],
            cwd=REPOSITORY,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split("\0")
        for name in listed:
            source = REPOSITORY / name
            if name and source.is_file() and "/tests/" not in name and not name.startswith("tests/"):
                (copy / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, copy / name)
        (copy / "locale").mkdir()
        domain = ["--domain", file.stem]
        command = [sys.executable, "-m", "django", "makemessages", "--locale", language, *domain]
        made = subprocess.run(command, cwd=copy, capture_output=True, text=True)
        collected = copy / "locale" / language / "LC_MESSAGES" / file.name
        if made.returncode or not collected.exists():
            yield f"the texts could not be collected: {(made.stderr or made.stdout).strip()[-300:]}"
            return
        known = {entry.key for entry in entries}
        for entry in read(collected):
            if entry.key not in known:
                yield f"missing (make messages): {_name(entry)}"


def faults(file: Path) -> list[str]:
    """What is not well with one catalogue."""
    entries = read(file)
    found = [*_incomplete(entries), *_not_compiled(file, entries)]
    if shutil.which("xgettext") and shutil.which("git") and (REPOSITORY / ".git").exists():
        found += _forgotten(file.parents[1].name, file, entries)
    else:
        print("notice: gettext is not installed: forgotten texts are not looked for")
    return found


def main() -> int:
    """Check every catalogue; 1 if one is not well."""
    files = sorted((REPOSITORY / "locale").glob("*/LC_MESSAGES/*.po"))
    if not files:
        print("notice: there is no catalogue yet (locale/)")
    ill = False
    for file in files:
        found = faults(file)
        ill = ill or bool(found)
        for line in found[:SHOWN]:
            print(f"{file.relative_to(REPOSITORY)}: {line}")
        if len(found) > SHOWN:
            print(f"{file.relative_to(REPOSITORY)}: and {len(found) - SHOWN} more")
    return 1 if ill else 0


if __name__ == "__main__":
    sys.exit(main())
