"""``python -m newsroom.checks lint|all [--full]``: what ``make lint``, ``make test`` and ``make test-full`` call."""

import argparse
import signal
import sys
import types

from newsroom.checks import lint, scratch, testing
from newsroom.services.trouble import Trouble


def _interrupt(number: int, frame: types.FrameType | None) -> None:
    raise KeyboardInterrupt


def main() -> int:
    """Run the checks; 0 only if all are well."""
    parser = argparse.ArgumentParser(prog="python -m newsroom.checks", description=__doc__)
    parser.add_argument("which", choices=["lint", "all"])
    parser.add_argument("--full", action="store_true", help="with the tests marked full")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        with scratch.services() as environment:
            failed = lint.run(environment)
            code = testing.run(environment, failed, full=options.full) if options.which == "all" else 0
    except Trouble as trouble:
        print(f"newsroom: {trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("newsroom: interrupted; servers and scratch folder are gone", file=sys.stderr)
        return 130
    return code or (1 if failed else 0)


if __name__ == "__main__":
    sys.exit(main())
