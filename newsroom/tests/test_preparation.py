"""What ``make run`` does before it starts anything, and what it leaves out the second time."""

from pathlib import Path

import pytest

from newsroom.run import preparation


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for file in ("static/a.css", "talk/apps.py", "talk/static/b.css", "var/static/a.css"):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text("as it was")
    monkeypatch.setattr(preparation, "REPOSITORY", tmp_path)
    return tmp_path


@pytest.mark.parametrize("file", ["static/a.css", "talk/static/b.css"])
def test_changed_files_are_collected_anew(checkout: Path, file: str) -> None:
    before = preparation._fingerprint()
    (checkout / file).write_text("changed, and longer")
    assert preparation._fingerprint() != before


def test_what_was_collected_is_no_source(checkout: Path) -> None:
    before = preparation._fingerprint()
    (checkout / "var/static/a.css").write_text("collected with another name inside")
    assert preparation._fingerprint() == before
