"""``manage.py pictures``: what is missing, damaged or left over is found; nothing else is removed."""

import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command

from articles import picture_files, pictures, rendering
from articles.tests.test_renditions import files, photograph

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def age(paths: list[Path]) -> None:
    for path in paths:
        os.utime(path, (1, 1))


def test_it_works() -> None:
    pictures.store(photograph())
    rendering.make_due()
    age(files())
    assert picture_files.check() == []


def test_what_is_wrong_is_said_and_left_over_is_removed(settings: Any, editor: Any) -> None:
    lost, damaged, moved = (pictures.store(photograph((size, 300))) for size in (300, 310, 320))
    rendering.make_due()
    Path(lost.file.path).unlink()
    Path(damaged.file.path).write_bytes(b"something else")
    pictures.describe(moved, by=editor, focal_x=10)
    rendering.make_due()
    young = Path(settings.MEDIA_ROOT) / "images" / "young.jpg"
    half = Path(default_storage.path(f"renditions/2026/11/x/.640.avif.{os.getpid()}"))
    half.parent.mkdir(parents=True)
    half.write_bytes(b"half")
    age(files())
    young.write_bytes(b"being stored")

    written = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("pictures", "check", "--json", "--remove", stdout=written)
    assert ended.value.code == 1
    found = json.loads(written.getvalue())
    rows = {(one["what"], one["picture"]) for one in found if one["picture"]}
    assert rows == {("missing", lost.pk), ("damaged", damaged.pk)}
    gone = [one["file"] for one in found if one["what"] == "left_over"]
    assert gone
    assert all("-50-50-" in name or name.endswith(str(os.getpid())) for name in gone)
    assert not half.exists()
    assert young.exists()
    assert picture_files.left_over() == []


def test_widths_are_made_anew() -> None:
    pictures.store(photograph())
    rendering.make_due()
    call_command("pictures", "renditions", stdout=io.StringIO())
    assert rendering.make_due() == 1
