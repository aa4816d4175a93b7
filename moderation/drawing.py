"""Workflows as a document: one diagram and one table each, drawn from the data that the door obeys."""

from collections.abc import Iterable
from typing import Any

from moderation.workflow import Transition, Workflow

HEAD = """\
# Workflows

Drawn from the data that the door obeys, by `manage.py workflows --mermaid > docs/workflows.md`. Every passage is one
decision on record; a permission is asked for on the object, so that a role that is limited to a section speaks for that
section alone (`accounts/roles.py`).
"""


def as_markdown(workflows: Iterable[Workflow]) -> str:
    """A document with a Mermaid state diagram and a table of the transitions for each workflow."""
    return "\n".join([HEAD, *(_chapter(workflow) for workflow in workflows)])


def as_data(workflows: Iterable[Workflow]) -> list[dict[str, Any]]:
    """The same as plain lists and dictionaries, for JSON."""
    return [
        {
            "name": workflow.name,
            "model": workflow.model,
            "initial": str(workflow.initial),
            "states": {str(name): str(label) for name, label in workflow.states.items()},
            "transitions": [_facts(step) for step in workflow.transitions],
        }
        for workflow in workflows
    ]


def diagram(workflow: Workflow) -> str:
    """The Mermaid text of one workflow."""
    lines = ["stateDiagram-v2"]
    lines += [f"    {name}: {label}" for name, label in workflow.states.items()]
    lines.append(f"    [*] --> {workflow.initial}")
    for step in workflow.transitions:
        mark = " *" if step.needs_reason else ""
        lines += [f"    {source} --> {step.target}: {step.label}{mark}" for source in step.sources]
    return "\n".join(lines)


def _chapter(workflow: Workflow) -> str:
    rows = [
        f"| {step.label} | `{step.name}` | {_said(step.sources)} | `{step.target}` | `{step.permission}` |"
        f" {'needed' if step.needs_reason else ''} |"
        for step in workflow.transitions
    ]
    return "\n".join(
        [
            f"## {workflow.name.capitalize()}",
            "",
            f"`{workflow.model}`; a star marks what needs a reason.",
            "",
            "```mermaid",
            diagram(workflow),
            "```",
            "",
            "| passage | name | from | to | permission | reason |",
            "|---|---|---|---|---|---|",
            *rows,
            "",
        ]
    )


def _said(states: tuple[str, ...]) -> str:
    return ", ".join(f"`{state}`" for state in states)


def _facts(step: Transition) -> dict[str, Any]:
    return {
        "name": step.name,
        "label": str(step.label),
        "sources": [str(source) for source in step.sources],
        "target": str(step.target),
        "permission": step.permission,
        "needs_reason": step.needs_reason,
    }
