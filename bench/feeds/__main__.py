"""``make bench-feeds CORPORA=folder``: the corpora, damaged feeds, the cost of reading, the way into the queue.

The corpora are no part of the product. Their folder is the argument, or ``CORPORA`` in the environment, or the first
``data/feeds`` in a folder beside the repository. Without it the parts that need it say so and their keys are null.

A part is a module of this package with ``measure(folder: Path | None) -> dict``. Each runs in a process of its own
(``--part corpus`` runs one alone), with settings that know no database: a part that needs one starts its own.
"""

import argparse
import importlib
import json
import os
import sys
from pathlib import Path

from django.conf import settings

from bench.parts import REPOSITORY, run_all

PARTS: dict[str, tuple[str, ...]] = {
    "corpus": ("corpus_cases", "corpus_equal", "illformed_exceptions"),
    "mutated": ("mutated_kept",),
    "cost": ("real_feeds_cost", "fast_share", "tolerant_cost"),
    "queue": ("items", "queue_share"),
}
# Measures nothing: writes down how the corpus is mapped.
APART = ("listing",)


def corpora(named: str | None) -> Path | None:
    """The folder of the corpora; None, said aloud, if there is none."""
    wanted = named or os.environ.get("CORPORA", "")
    found = [Path(wanted)] if wanted else sorted(REPOSITORY.parent.glob("*/data/feeds"))
    for folder in found:
        if folder.is_dir():
            print(f"Corpora: {folder}", file=sys.stderr)
            return folder.resolve()
    print(
        f"There are no corpora {f'at {wanted}' if wanted else 'beside the repository'}: "
        "what needs them is left out. Name their folder: make bench-feeds CORPORA=folder",
        file=sys.stderr,
    )
    return None


def main() -> int:
    """Measure, and print one JSON object last."""
    parser = argparse.ArgumentParser(prog="python -m bench.feeds", description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", help="the folder of the corpora")
    parser.add_argument("--part", choices=[*PARTS, *APART], help="only this part, in this process")
    options = parser.parse_args()
    if options.part:
        settings.configure(USE_I18N=False)
        folder = Path(options.folder) if options.folder else None
        print(json.dumps(importlib.import_module(f"bench.feeds.{options.part}").measure(folder)))
        return 0
    folder = corpora(options.folder)
    run_all("bench.feeds", PARTS, *([str(folder)] if folder else []))
    return 0


if __name__ == "__main__":
    sys.exit(main())
