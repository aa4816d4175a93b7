"""The versions of a rule, each with what it changed."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from comments.models import Rule, RuleVersion
from comments.rules.deciding import FACTS
from comments.rules.desk.fields import fields_of

MOST_SHOWN = 30  # versions, and words of one change


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that became another; of lists what was added and taken away."""

    label: str
    before: str = ""
    after: str = ""
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    more: int = 0  # words that are not shown


@dataclass(frozen=True, slots=True)
class Past:
    """One version, and its changes against the one before."""

    version: RuleVersion
    changes: list[Change]


def versions_of(rule: Rule) -> list[Past]:
    """The newest first."""
    versions = list(rule.versions.select_related("written_by", "section")[: MOST_SHOWN + 1])
    for version in versions:
        version.rule = rule
    pairs = zip(versions, [*versions[1:], None], strict=True)
    return [Past(version, changes(before, version) if before else []) for version, before in pairs][
        :MOST_SHOWN
    ]


def changes(before: RuleVersion, after: RuleVersion) -> list[Change]:
    """What a version says otherwise than the one before."""
    found = []
    labels = {name: str(field.label) for name, field in fields_of(after.kind).items()}
    for name in dict.fromkeys([*before.options, *after.options]):
        one, other = before.options.get(name), after.options.get(name)
        if one != other:
            found.append(_change(labels.get(name, name), one, other))
    for name in FACTS:
        if name not in ("kind", "options") and getattr(before, name) != getattr(after, name):
            label = str(getattr(RuleVersion._meta.get_field(name.removesuffix("_id")), "verbose_name", name))
            found.append(_change(label, _shown(before, name), _shown(after, name)))
    return found


def _change(label: str, before: Any, after: Any) -> Change:
    if isinstance(before, list) and isinstance(after, list):
        kept_before, kept_after = set(before), set(after)
        added = [word for word in after if word not in kept_before]
        removed = [word for word in before if word not in kept_after]
        more = max(0, len(added) - MOST_SHOWN) + max(0, len(removed) - MOST_SHOWN)
        return Change(label, added=tuple(added[:MOST_SHOWN]), removed=tuple(removed[:MOST_SHOWN]), more=more)
    return Change(label, _said(before), _said(after))


def _shown(version: RuleVersion, name: str) -> Any:
    if name == "effect":
        return version.get_effect_display()
    return version.section if name == "section_id" else getattr(version, name)


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "–" if value in (None, "", []) else str(value)
