"""``make bench-polling``: what adaptive polling misses and saves over a month, and what hostile servers cost the others.

A part is a module of this package with ``measure() -> dict``. Each runs in a process of its own (``--part month`` runs
one alone), with settings that know no database: a part that needs one starts its own.
"""

import argparse
import importlib
import json
import sys

from django.conf import settings

from bench.parts import run_all

PARTS: dict[str, tuple[str, ...]] = {
    "month": ("missed_share", "request_share"),
    "healthy": ("healthy_delay",),
}


def main() -> int:
    """Measure, and print one JSON object last."""
    parser = argparse.ArgumentParser(prog="python -m bench.polling", description=__doc__.splitlines()[0])
    parser.add_argument("--part", choices=PARTS, help="only this part, in this process")
    options = parser.parse_args()
    if options.part:
        settings.configure(USE_I18N=False)
        print(json.dumps(importlib.import_module(f"bench.polling.{options.part}").measure()))
        return 0
    run_all("bench.polling", PARTS)
    return 0


if __name__ == "__main__":
    sys.exit(main())
