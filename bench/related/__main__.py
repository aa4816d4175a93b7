"""``make bench-related CORPORA=folder [ARTICLES=100000]``: quality on labelled reports, cost in a large archive.

The corpora are no part of the product. Their folder is the argument, or ``CORPORA`` in the environment, or the first
``data/related`` in a folder beside the repository; it holds ``documents.jsonl`` and ``queries.jsonl`` (``.gz`` too), or folders that
do. Without it the keys of the quality are null, and that is said.
"""

import argparse
import importlib
import json
import os
import sys
from pathlib import Path

from bench.parts import REPOSITORY, run_all

PARTS: dict[str, tuple[str, ...]] = {
    "quality": ("queries", "graded_ratio", "graded_ratio_low", "story_ratio", "story_ratio_low"),
    "scale": ("rank_articles", "rank_p95_ms", "publish_to_links_s"),
}


def corpora(named: str | None) -> Path | None:
    """The folder of the corpora; None, said aloud, if there is none."""
    wanted = named or os.environ.get("CORPORA", "")
    found = [Path(wanted)] if wanted else sorted(REPOSITORY.parent.glob("*/data/related"))
    for folder in found:
        if folder.is_dir():
            print(f"Corpora: {folder}", file=sys.stderr)
            return folder.resolve()
    where = f"at {wanted}" if wanted else "beside the repository"
    print(f"There are no corpora {where}: the quality is left out.", file=sys.stderr)
    return None


def main() -> int:
    """Measure, and print one JSON object last."""
    parser = argparse.ArgumentParser(prog="python -m bench.related", description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", help="the folder of the corpora")
    parser.add_argument("--part", choices=list(PARTS), help="only this part, in this process")
    options = parser.parse_args()
    if options.part:
        folder = Path(options.folder) if options.folder else None
        print(json.dumps(importlib.import_module(f"bench.related.{options.part}").measure(folder)))
        return 0
    folder = corpora(options.folder)
    run_all("bench.related", PARTS, *([str(folder)] if folder else []))
    return 0


if __name__ == "__main__":
    sys.exit(main())
