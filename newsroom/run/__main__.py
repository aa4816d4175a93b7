"""``python -m newsroom.run``: what ``make run`` calls once the environment stands."""

import asyncio
import sys

if sys.version_info < (3, 12):  # noqa: UP036 — an older one must get words, not a stack trace
    sys.exit(
        f"newsroom: this is Python {sys.version.split()[0]}, at least 3.12 is needed: run `make run` instead."
    )

try:
    from newsroom.run import plan
    from newsroom.run.journal import Journal
    from newsroom.run.supervisor import Supervisor, only_one
    from newsroom.services import premises
    from newsroom.services.trouble import Trouble
except ModuleNotFoundError as missing:
    sys.exit(
        f"newsroom: the package {missing.name} is not installed: run `make run` to set up the environment."
    )


async def _run(wanted: plan.Plan) -> None:
    await Supervisor(wanted, Journal()).run()


def main() -> int:
    """Run until asked to stop; 0 after an orderly end, 1 where it could not begin."""
    try:
        place = premises.survey()
        wanted = plan.draw(place)
        with only_one(place, wanted.port):
            asyncio.run(_run(wanted))
    except Trouble as trouble:
        print(f"newsroom: {trouble}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
