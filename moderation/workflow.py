"""Workflows as data: named graphs of states and transitions. Each app declares its own in its ``workflow.py``."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Transition:
    """One passage: from any of ``sources`` to ``target``, for who holds ``permission`` (on the object)."""

    name: str
    sources: tuple[str, ...]
    target: str
    permission: str
    label: Words
    needs_reason: bool = False
    # Refuses who must not take it, whatever their role, by raising NotAllowed: called with the object and the actor.
    guard: Callable[[Any, Any], None] | None = None


@dataclass(frozen=True)
class Workflow:
    """The graph of one model. ``model`` is its label, ``articles.Revision``."""

    name: str
    model: str
    initial: str
    states: dict[str, Words]
    transitions: tuple[Transition, ...]
    _by_name: dict[str, Transition] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for step in self.transitions:
            unknown = {*step.sources, step.target} - self.states.keys()
            if unknown:
                raise ValueError(
                    f"{self.name}.{step.name} names unknown states: {', '.join(sorted(unknown))}"
                )
        object.__setattr__(self, "_by_name", {step.name: step for step in self.transitions})

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def __getitem__(self, name: str) -> Transition:
        return self._by_name[name]

    def leaving(self, state: str) -> tuple[Transition, ...]:
        """The transitions that may be taken from ``state``."""
        return tuple(step for step in self.transitions if state in step.sources)


_workflows: dict[str, Workflow] = {}


def register(workflow: Workflow) -> Workflow:
    """Make a workflow known; called from ``AppConfig.ready``. Twice the same is once."""
    known = _workflows.setdefault(workflow.model.lower(), workflow)
    if known != workflow:
        raise ValueError(f"{workflow.model} has two workflows.")
    return workflow


def all_workflows() -> list[Workflow]:
    """Every registered workflow, by name."""
    return sorted(_workflows.values(), key=lambda workflow: workflow.name)


def workflow_of(model_label: str) -> Workflow:
    """The workflow of ``articles.Revision`` and the like, in any case. KeyError if there is none."""
    return _workflows[model_label.lower()]


def find_workflow(model_label: str) -> Workflow | None:
    """The same, or None: some kinds have acts and no states (an article's withdrawal)."""
    return _workflows.get(model_label.lower())
