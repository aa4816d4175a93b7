"""Our ranking beside BM25 on every set of labelled reports in a folder, and what each part of the blend gives."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import django
from django.conf import settings

if not settings.configured:
    settings.configure(USE_I18N=False)
    django.setup()

from related.blend import DEFAULT, Blend
from related.offline.documents import Document, Query, documents, queries
from related.offline.evaluating import Archive, baseline, compared, ranked_by

# What is left out, or changed, to see what it gives.
ABLATIONS: dict[str, Blend] = {
    "whole blend": DEFAULT,
    "no meaning": replace(DEFAULT, meaning=0),
    "no recency": replace(DEFAULT, recency=0),
    "no tags": replace(DEFAULT, tags=0),
    "words alone": replace(DEFAULT, meaning=0, recency=0, tags=0),
    "meaning alone": replace(DEFAULT, words=0, recency=0, tags=0),
    "recency from the first day": replace(DEFAULT, story_edge=1, story_days=30, recency=0.2),
}


def measure(folder: Path | None) -> dict[str, Any]:
    """The figures of the first set; every set's table is printed to the error stream."""
    found = [_set(each) for each in _sets(folder)] if folder else []
    return found[0] if found else {}


def _sets(folder: Path) -> list[Path]:
    candidates = [folder, *sorted(each for each in folder.iterdir() if each.is_dir())]
    return [each for each in candidates if _file(each, "documents") and _file(each, "queries")]


def _file(folder: Path, name: str) -> Path | None:
    found = (folder / f"{name}.jsonl{ending}" for ending in ("", ".gz"))
    return next((path for path in found if path.exists()), None)


def _set(folder: Path) -> dict[str, Any]:
    reports, judged = _file(folder, "documents"), _file(folder, "queries")
    if reports is None or judged is None:
        return {}
    archive, asked = Archive(documents(reports)), queries(judged)
    known = [query for query in asked if query.key in archive.numbers]
    theirs = baseline(archive, known)
    print(f"\n{folder.name}: {len(known)} queries on {len(archive.documents)} reports", file=sys.stderr)
    table = {}
    for name, blend in ABLATIONS.items():
        ours = ranked_by(archive.with_blend(blend), known)
        table[name] = _figures(known, ours, theirs)
        print(f"  {name:<28}{_row(table[name])}", file=sys.stderr)
    without = Archive(_without_tags(archive.documents))
    table["given no tags"] = _figures(known, ranked_by(without, known), theirs)
    print(f"  {'given no tags':<28}{_row(table['given no tags'])}", file=sys.stderr)
    whole = table["whole blend"]
    graded, story = whole.get("graded", {}), whole.get("same_story", {})
    topic = whole.get("topic_only", {})
    return {
        "queries": len(known),
        "graded_ratio": graded.get("ratio"),
        "graded_ratio_low": graded.get("ratio_interval", [None])[0],
        "story_ratio": story.get("ratio"),
        "story_ratio_low": story.get("ratio_interval", [None])[0],
        "topic_ratio": topic.get("ratio"),
        "no_tags_graded_ratio": table["given no tags"].get("graded", {}).get("ratio"),
        "ablation": {
            name: {kind: of["ratio"] for kind, of in figures.items()} for name, figures in table.items()
        },
    }


def _figures(
    known: list[Query], ours: dict[str, list[str]], theirs: dict[str, list[str]]
) -> dict[str, dict[str, Any]]:
    kinds = dict.fromkeys(kind for query in known for kind in query.judged)
    return {
        kind: compared([query for query in known if kind in query.judged], kind, ours, theirs)["ndcg@5"]
        for kind in kinds
    }


def _row(figures: dict[str, dict[str, Any]]) -> str:
    return "  ".join(
        f"{kind} {of['ours']:.3f} × {of['ratio']:.3f} [{of['ratio_interval'][0]:.3f}, {of['ratio_interval'][1]:.3f}]"
        for kind, of in figures.items()
    )


def _without_tags(archive: Any) -> list[Document]:
    return [replace(each, profile=replace(each.profile, tags=frozenset())) for each in archive]
