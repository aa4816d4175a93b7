"""The archive: what one site writes, another reads back identically; what was touched on the way is refused."""

import json
import zipfile
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path
from urllib.parse import urlsplit

import PIL.Image
import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, models

from accounts.models import User
from articles import drafting, pictures, publishing, reviewing, withdrawing
from articles.models import Article, Image, Revision, SavedText, Story
from moderation.models import Decision, Item
from newsroom.archive import importing
from newsroom.archive.contents import LEFT_OUT, TAKEN, WRITTEN_AS, model_of, tables
from newsroom.demo.emptying import empty_tables
from newsroom.demo.loading import load
from newsroom.testing import cast

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture
def media(db: None, settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def site(media, reporter, editor, publisher) -> Article:
    """A small site with a past: a correction, a withdrawal, a draft, a picture."""
    picture = pictures.store(_png(), credit="R. Sá")
    picture.alternative_text = "Fog"
    picture.save()
    article = cast.published(reporter, editor, publisher, lead_image=picture, headline='“Fog” \\ \t "and" 😀')
    article.tags.add("harbour")
    text = drafting.revise(article, by=reporter, change="correction")
    text = drafting.save_draft(
        text, by=reporter, version=text.version, body="<p>Thirty.</p>", change_note="Not forty."
    )
    reviewing.submit(text, by=reporter, version=text.version)
    reviewing.approve(text, by=editor, version=text.version)
    publishing.publish(text, by=publisher, version=text.version)
    gone = cast.published(reporter, editor, publisher)
    withdrawing.withdraw(gone, by=publisher, reason="Wrong.")
    cast.draft(reporter)
    return Article.objects.get(pk=article.pk)


def _png() -> bytes:
    held = BytesIO()
    PIL.Image.new("RGB", (640, 480), "teal").save(held, "PNG")
    return held.getvalue()


def run(command: str, *arguments: object) -> str:
    out = StringIO()
    call_command(command, *map(str, arguments), stdout=out)
    return out.getvalue()


def exported(path: Path) -> dict[str, str]:
    """Part → sha256."""
    run("export", path)
    with zipfile.ZipFile(path) as archive:
        told = json.loads(archive.read("manifest.json"))
    return {part["name"]: part["sha256"] for part in [*told["tables"], *told["media"]]}


def empty(media: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    empty_tables()
    for path in media.rglob("*.*"):
        path.unlink()


def changed(path: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """A copy of the archive with every part passed through ``change``; None leaves it out."""
    other = path.with_name("changed.zip")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(other, "w") as target:
        for name in source.namelist():
            data = change(name, source.read(name))
            if data is not None:
                target.writestr(name, data)
    return other


def in_manifest(**facts: object) -> Callable[[str, bytes], bytes]:
    def change(name: str, data: bytes) -> bytes:
        return json.dumps(json.loads(data) | facts).encode() if name == "manifest.json" else data

    return change


def rows() -> int:
    return sum(model_of(label)._default_manager.count() for label in TAKEN)


def test_it_works(site, media, tmp_path) -> None:
    first = exported(tmp_path / "one.zip")
    headline, newest = site.live.headline, Decision.objects.latest("pk").pk
    files = {path.relative_to(media): path.read_bytes() for path in media.rglob("*.*")}
    empty(media)
    told = json.loads(run("import", tmp_path / "one.zip", "--json"))
    assert told["pictures"] == len(files) == 1
    assert Article.objects.get(pk=site.pk).live.headline == headline
    assert {path.relative_to(media): path.read_bytes() for path in media.rglob("*.*")} == files
    assert "BREACH" not in run("audit", "ledger") + run("audit", "workflow")
    assert exported(tmp_path / "two.zip") == first
    # What comes afterwards counts on, and finds the guards as they were.
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    cast.published(*(User.objects.get(pk=pk) for pk in _people(site)))
    assert Decision.objects.latest("pk").pk > newest
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert "BREACH" not in run("audit", "ledger")


def _people(site: Article) -> list[int]:
    live = site.live
    made = Decision.objects.filter(kind="articles.revision", object_id=live.pk)
    return [live.changed_by_id, live.approved_by_id, made.get(name="publish").by_id]


@pytest.mark.full
def test_the_demo_comes_back_identically(media, settings, tmp_path) -> None:
    settings.DEMO, settings.DEMO_WIRE_URL = True, "http://127.0.0.1:9106/"
    load()
    first = exported(tmp_path / "one.zip")
    empty(media)
    run("import", tmp_path / "one.zip")
    assert "BREACH" not in run("audit", "ledger") + run("audit", "workflow")
    assert exported(tmp_path / "two.zip") == first


def test_no_secret_goes_along(site, tmp_path, reporter) -> None:
    run("export", tmp_path / "one.zip")
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        people = archive.read("tables/accounts_user.jsonl").decode()
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert reporter.email in people
    assert reporter.password.encode() not in everything
    assert {json.loads(line)["password"] for line in people.splitlines()} == {"!"}
    assert (tmp_path / "one.zip").stat().st_mode & 0o077 == 0


def test_every_table_is_taken_or_left_for_a_reason() -> None:
    every = {
        model._meta.label for model in apps.get_models(include_auto_created=True) if not model._meta.proxy
    }
    assert every == {*TAKEN, *LEFT_OUT}
    assert not set(TAKEN) & set(LEFT_OUT)
    words = (DOCS / "archive.md").read_text()
    assert [label for label in every if f"`{label}`" not in words] == []


def test_nothing_that_is_taken_names_what_is_left() -> None:
    columns = {label: {*WRITTEN_AS.get(label, {})} for label in TAKEN}
    kinds = {table.label: table.kinds for table in tables()}
    for label in TAKEN:
        for field in model_of(label)._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.column not in columns[label] | kinds[label]:
                assert field.related_model._meta.label in TAKEN, f"{label}.{field.name}"


@pytest.mark.parametrize(
    "part",
    ["tables/articles_revision.jsonl", "tables/moderation_decision.jsonl", "media/images"],
)
def test_a_changed_byte_is_refused(site, media, tmp_path, part) -> None:
    run("export", tmp_path / "one.zip")
    empty(media)
    touched = changed(
        tmp_path / "one.zip",
        lambda name, data: data[:-3] + bytes([data[-3] ^ 1]) + data[-2:] if name.startswith(part) else data,
    )
    with pytest.raises(CommandError, match="is not what the manifest says"):
        run("import", touched)
    assert (rows(), list(media.rglob("*.*"))) == (0, [])


def test_a_missing_part_is_refused(site, media, tmp_path) -> None:
    run("export", tmp_path / "one.zip")
    empty(media)
    touched = changed(
        tmp_path / "one.zip", lambda name, data: None if name == "tables/comments_comment.jsonl" else data
    )
    with pytest.raises(CommandError, match=r"comments_comment\.jsonl is missing"):
        run("import", touched)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"version": 2}, "this release reads version 1"),
        ({"format": "tarball"}, "no archive of Newsroom"),
        ({"schema": {"articles": "0001_initial"}}, "another release"),
        ({"tables": []}, "other tables"),
        (
            {"media": [{"name": "images/../../x.png", "rows": 1, "size": 1, "sha256": ""}]},
            "no name of a picture",
        ),
        ({"media": 3}, "not as an export writes it"),
    ],
)
def test_another_manifest_is_refused(site, media, tmp_path, facts, words) -> None:
    run("export", tmp_path / "one.zip")
    empty(media)
    with pytest.raises(CommandError, match=words):
        run("import", changed(tmp_path / "one.zip", in_manifest(**facts)))
    assert rows() == 0


def test_a_second_import_is_refused(site, media, tmp_path) -> None:
    run("export", tmp_path / "one.zip")
    before = rows()
    with pytest.raises(CommandError, match="not empty"):
        run("import", tmp_path / "one.zip")
    assert rows() == before


def test_what_the_database_refuses_changes_nothing(site, media, tmp_path) -> None:
    """A row that breaks a foreign key, with all sums right: a forged archive. Nothing of it stays."""
    run("export", tmp_path / "one.zip")
    empty(media)
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        told = json.loads(archive.read("manifest.json"))
    [part] = [part for part in told["tables"] if part["name"] == "tables/accounts_user.jsonl"]
    part.update(rows=0, size=0, sha256="e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    forged = changed(tmp_path / "one.zip", in_manifest(tables=told["tables"]))
    forged = forged.rename(tmp_path / "forged.zip")
    forged = changed(forged, lambda name, data: b"" if name == part["name"] else data)
    with pytest.raises(CommandError, match="The database refuses"):
        run("import", forged)
    assert (rows(), list(media.rglob("*.*"))) == (0, [])


def test_the_guards_are_back_afterwards(site, media, tmp_path) -> None:
    run("export", tmp_path / "one.zip")
    empty(media)
    run("import", tmp_path / "one.zip")
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'D'")
        assert cursor.fetchall() == []


def test_the_sites_role_is_told_who_may(db, monkeypatch, tmp_path, settings) -> None:
    url = urlsplit(settings.DATABASE_URL)
    site = connection.copy()
    site.settings_dict = {**site.settings_dict, "USER": url.username, "PASSWORD": url.password}
    monkeypatch.setattr(importing, "connection", site)
    with pytest.raises(CommandError, match="NEWSROOM_DATABASE_ROLE=owner"):
        run("import", tmp_path / "any.zip")
    site.close()


def test_what_is_there_is_never_overwritten(site, media, tmp_path) -> None:
    (tmp_path / "one.zip").write_text("precious")
    with pytest.raises(CommandError, match="there already"):
        run("export", tmp_path / "one.zip")
    assert (tmp_path / "one.zip").read_text() == "precious"
    run("export", tmp_path / "two.zip")
    kept = next(media.rglob("*.*"))
    empty(media)
    kept.write_bytes(b"somebody's")
    with pytest.raises(CommandError, match="there already"):
        run("import", tmp_path / "two.zip")
    assert kept.read_bytes() == b"somebody's"
    assert rows() == 0


def test_what_a_killed_import_left_is_no_obstacle(site, media, tmp_path) -> None:
    run("export", tmp_path / "one.zip")
    left = next(media.rglob("*.*"))
    data = left.read_bytes()
    empty(media)
    left.write_bytes(data)
    run("import", tmp_path / "one.zip")
    assert left.read_bytes() == data


def test_a_picture_without_its_file_is_named(site, media, tmp_path) -> None:
    next(media.rglob("*.*")).unlink()
    told = json.loads(run("export", tmp_path / "one.zip", "--json"))
    assert told["missing"] == [Image.objects.get().file.name]


def test_in_small_batches(site, media, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(importing, "BATCH_ROWS", 2)
    first = exported(tmp_path / "one.zip")
    saves, texts = SavedText.objects.count(), Revision.objects.count()
    empty(media)
    run("import", tmp_path / "one.zip")
    assert (SavedText.objects.count(), Revision.objects.count()) == (saves, texts)
    assert exported(tmp_path / "two.zip") == first


NASTY = [
    "\\",
    '"',
    "\\n",
    "a\nb\rc\td",
    "\u2028\u2029",
    "\x01\x7f",
    "e\u0301",
    "👩‍👩‍👧",
    "{},[]:",
    "null",
    "\\u0000",
    "  ",
    "%s {0}",
]


def test_whatever_was_typed_comes_back(media, tmp_path) -> None:
    for number, words in enumerate(NASTY):
        Story.objects.create(name=words, slug=f"s{number}", summary=words * 3)
        reasons = [{"rule": words, "words": {words: [1, 1.5, 1e300, -0.1, 2**60, None, True]}}]
        Item.objects.create(kind="any", object_id=2**62 + number, reasons=reasons)
    stories, items = list(Story.objects.order_by("pk").values()), list(Item.objects.order_by("pk").values())
    first = exported(tmp_path / "one.zip")
    empty(media)
    run("import", tmp_path / "one.zip")
    assert list(Story.objects.order_by("pk").values()) == stories
    assert list(Item.objects.order_by("pk").values()) == items
    assert exported(tmp_path / "two.zip") == first
