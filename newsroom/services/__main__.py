"""``python -m newsroom.services start|stop|status [--json]``: PostgreSQL and Valkey of one ``NEWSROOM_VAR``."""

import argparse
import json
import sys
import time

from newsroom.services import instance, premises
from newsroom.services.premises import Premises
from newsroom.services.trouble import Trouble


def _start(place: Premises, as_json: bool) -> int:
    began = time.monotonic()
    facts = instance.start(place)
    for note in place.notes:
        print(note, file=sys.stderr)
    if as_json:
        print(json.dumps(facts))
    else:
        print(f"PostgreSQL and Valkey run after {time.monotonic() - began:.1f} s; data in {place.data}.")
    return 0


def _stop(place: Premises | None, as_json: bool) -> int:
    before = instance.stop(place) if place else None
    ran = [name for name in ("postgres", "valkey") if before and getattr(before, name)]
    print(json.dumps({"stopped": ran}) if as_json else f"Stopped: {', '.join(ran) or 'nothing ran'}.")
    return 0


def _status(place: Premises | None, as_json: bool) -> int:
    found = instance.status(place) if place else None
    parts = {
        name: "external" if name in instance.external() else getattr(found, name, None)
        for name in ("postgres", "valkey")
    }
    if as_json:
        print(json.dumps({**parts, "data": str(place.data) if place else None}))
    else:
        for name, state in parts.items():
            words = (
                "does not run"
                if state is None
                else state
                if state == "external"
                else f"runs as process {state}"
            )
            print(f"{name:<9} {words}")
    return 0 if found and found.complete else 1


def main() -> int:
    """Run one command; the exit code is 0 when it did, and for ``status`` when all runs."""
    parser = argparse.ArgumentParser(prog="python -m newsroom.services", description=__doc__)
    parser.add_argument("command", choices=["start", "stop", "status"])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    try:
        if options.command == "start":
            return _start(premises.survey(), options.json)
        return {"stop": _stop, "status": _status}[options.command](premises.existing(), options.json)
    except Trouble as trouble:
        print(f"newsroom: {trouble}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
