"""Measuring the ranking on labelled reports in files, by its command; no database is asked."""

import gzip
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from common.words import stems_of
from related.offline.measures import ndcg, precision, ratio, reciprocal_rank
from related.offline.stemming import stems

TOPICS = {
    "tariffs": "Negotiators of the coastal league discussed tariffs on neodymium magnets and export licences again",
    "rowing": "The regatta eight rowed through heavy rain past the bridges and an oar broke near the weir",
    "harvest": "Farmers expect a wheat harvest far below average after drought withered seedlings in the valley",
}
CAST = ("Maren", "Brack", "Sandhaven", "Odile", "Concetta", "Ilka", "Fenn", "Iweala", "Storm", "Hollis")


def report(number: int, topic: str, day: str) -> dict[str, object]:
    own = " ".join(f"{CAST[(number + step) % len(CAST)]}{number * 7 + step}x" for step in range(12))
    return {
        "id": number,
        "title": f"{topic.title()} {CAST[number % 10]}",
        "body": f"{TOPICS[topic]}. {own}.",
        "published": f"{day}T10:{number % 60:02}:00Z",
        "tags": [topic],
    }


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    """Sixty reports of three matters over two months, and three judged queries; the last report is the newest."""
    rows = [
        report(number, list(TOPICS)[number % 3], f"2026-0{1 + number // 40}-{1 + number % 28:02}")
        for number in range(60)
    ]
    rows.sort(key=lambda row: str(row["published"]))
    documents = tmp_path / "documents.jsonl.gz"
    with gzip.open(documents, "wt") as out:
        out.writelines(json.dumps(row) + "\n" for row in rows)
    queries = tmp_path / "queries.jsonl"
    with queries.open("w") as out:
        for row in rows[-3:]:
            same = [other["id"] for other in rows[:-3] if other["tags"] == row["tags"]]
            judged = {"id": row["id"], "graded": {str(each): 2 for each in same}, "same_story": same[:5]}
            out.write(json.dumps({**judged, "near_copies": same[-1:]}) + "\n")
    return str(documents), str(queries)


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("related", *arguments, stdout=out)
    return out.getvalue()


def test_it_works(files: tuple[str, str]) -> None:
    documents, queries = files
    found = json.loads(said("evaluate", "--documents", documents, "--queries", queries, "--json"))
    assert (found["queries"], found["unknown"], found["documents"]) == (3, 0, 60)
    graded = found["graded"]["ndcg@5"]
    assert graded["ours"] > 0.9
    assert graded["bm25"] > 0.9
    low, high = graded["ratio_interval"]
    assert low <= graded["ratio"] <= high
    assert {"ndcg@5", "p@5", "mrr"} < set(found["same_story"])
    table = said("evaluate", "--documents", documents, "--queries", queries)
    assert "graded ndcg@5" in table


def test_only_older_reports_and_no_copies_are_ranked(files: tuple[str, str]) -> None:
    documents, queries = files
    with gzip.open(documents, "rt") as lines:
        times = {row["id"]: row["published"] for row in map(json.loads, lines)}
    asked = {row["id"]: row for row in map(json.loads, Path(queries).read_text().splitlines())}
    ids = [str(each) for each in asked]
    found = json.loads(said("rank", "--documents", documents, "--ids", *ids, "--queries", queries, "--json"))
    assert list(found) == ids
    for key, ranked in found.items():
        assert ranked
        assert all(times[each] < times[int(key)] for each in ranked)
        assert not set(ranked) & set(asked[int(key)]["near_copies"])
        assert int(key) not in ranked


def test_what_is_published_later_changes_nothing(files: tuple[str, str], tmp_path: Path) -> None:
    documents, queries = files
    key = str(json.loads(Path(queries).read_text().splitlines()[0])["id"])
    before = said("rank", "--documents", documents, "--ids", key, "--json")
    with gzip.open(documents, "rt") as lines:
        rows = list(map(json.loads, lines))
    later = [{**row, "id": f"later-{row['id']}", "published": "2026-12-01T00:00:00Z"} for row in rows]
    longer = tmp_path / "longer.jsonl"
    longer.write_text("".join(json.dumps(row) + "\n" for row in rows + later))
    assert said("rank", "--documents", str(longer), "--ids", key, "--json") == before


def test_a_weight_can_be_changed(files: tuple[str, str]) -> None:
    documents, queries = files
    common = ("evaluate", "--documents", documents, "--queries", queries, "--json")
    assert json.loads(said(*common, "--set", "meaning=0"))["weights"]["meaning"] == 0
    with pytest.raises(CommandError, match="no weight named"):
        said(*common, "--set", "wisdom=1")
    with pytest.raises(CommandError, match="a number"):
        said(*common, "--set", "meaning=much")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "line 1: no JSON"),
        ("[]", "no JSON object"),
        ('{"id": 1}', "no report"),
        ('{"id": 1, "published": "soon"}', "no report"),
    ],
)
def test_bad_files_are_told_with_their_line(
    files: tuple[str, str], tmp_path: Path, text: str, words: str
) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text(text + "\n")
    with pytest.raises(CommandError, match=words):
        said("evaluate", "--documents", str(bad), "--queries", files[1])
    with pytest.raises(CommandError, match="cannot be read"):
        said("evaluate", "--documents", str(tmp_path / "none.jsonl"), "--queries", files[1])


def test_odd_reports_are_ranked_without_error(tmp_path: Path) -> None:
    odd = [
        {"id": "empty", "title": "", "body": "", "published": "2026-01-01"},
        {"id": "null", "title": None, "body": None, "published": "2026-01-02", "tags": None},
        {"id": "word", "title": "Rain", "body": "Rain", "published": "2026-01-03"},
        {"id": "stop", "title": "The of and", "body": "It was the", "published": "2026-01-04"},
        {
            "id": "unknown",
            "title": "Kuća",
            "body": "kuća selo more",
            "published": "2026-01-05",
            "language": "xx",
        },
        {"id": "long", "title": "Rain", "body": "rain wind " * 100_000, "published": "2026-01-06"},
    ]
    documents = tmp_path / "odd.jsonl"
    documents.write_text("".join(json.dumps(row) + "\n" for row in odd))
    ids = [str(row["id"]) for row in odd]
    found = json.loads(said("rank", "--documents", str(documents), "--ids", *ids, "--json"))
    assert list(found) == ids


def test_the_measures() -> None:
    judged = {"a": 2.0, "b": 1.0}
    assert ndcg(["a", "b"], judged) == 1
    assert 0 < ndcg(["b", "x", "a"], judged) < 1
    assert ndcg(["x"], judged) == ndcg([], {}) == 0
    assert precision(["a", "x", "b", "x", "x", "b"], judged) == 0.4
    assert reciprocal_rank(["x", "b"], judged) == 0.5
    assert reciprocal_rank(["x"], judged) == 0


def test_a_ratio_of_the_same_is_one() -> None:
    import numpy as np

    same = np.array([0.2, 0.4, 0.9])
    assert ratio(same, same) == (1, 1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "fr-CA", "xx"])
def test_words_have_the_stems_that_the_database_gives(language: str) -> None:
    text = "The negotiators were discussing exports of houses les négociateurs parlent des maisons et des aimants"
    assert stems(text.split(), language) == stems_of(text.split(), language)
