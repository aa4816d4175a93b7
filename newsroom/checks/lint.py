"""What is checked without running the site: style, types, imports, templates, migrations, deployment, catalogues."""

import sys
from collections.abc import Iterator

from newsroom.checks.steps import Step, manage, say, tool
from newsroom.checks.steps import run as run_step
from newsroom.services.premises import REPOSITORY

OURS = [
    *("accounts", "articles", "assist", "comments", "feeds"),
    *("moderation", "notifications", "reader", "related"),
]
# The settings of a site that runs for real. The key signs nothing.
PRODUCTION = {
    "NEWSROOM_SITE_URL": "https://news.example",
    "NEWSROOM_DEMO": "0",
    "NEWSROOM_DEBUG": "0",
    "SECRET_KEY": "the key of a site that only passes its deployment check 0123456789",
}


def _templates() -> list[str]:
    return sorted(str(path.relative_to(REPOSITORY)) for path in REPOSITORY.glob("templates/**/*.html"))


def steps() -> Iterator[Step]:
    """The steps, those that fail most often first."""
    yield Step("ruff format", (tool("ruff"), "format", "--check", "--quiet", "."))
    yield Step("ruff check", (tool("ruff"), "check", "--quiet", "."))
    yield Step("djade", (tool("djade"), "--check", "--target-version", "6.1", *_templates()))
    yield Step("import contracts", (tool("lint-imports"),))
    yield Step("mypy", (tool("mypy"), "."))
    yield Step("migrations apply", manage("migrate", "--verbosity", "0"))
    yield Step("migrations complete", manage("makemigrations", "--check", "--dry-run"))
    # The first migration of an app makes its tables: there is nobody whom its locks could hold up.
    yield Step(
        "migrations safe",
        manage(
            *("lintmigrations", "--no-cache", "--ignore-initial-migrations", "--sql-analyser", "postgresql"),
            *("--quiet", "ok", "ignore", "warning", "--include-apps", *OURS),
        ),
    )
    yield Step("deployment check", manage("check", "--deploy", "--fail-level", "WARNING"), PRODUCTION)
    yield Step("catalogues", (sys.executable, "-m", "newsroom.checks.catalogues"))


def run(environment: dict[str, str]) -> list[str]:
    """Run every step, also after one has failed; the names of those that failed."""
    failed = [step.name for step in steps() if not run_step(step, environment)]
    say("lint", f"NOT WELL: {', '.join(failed)}" if failed else "all well")
    return failed
