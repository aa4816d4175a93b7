"""What may wait for a person, and how it is shown: each app registers a card, the door knows none of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.apps import apps
from django.db.models import Count, Exists, OuterRef
from django.utils import timezone

from accounts.models import User
from common.copying import copy_in, fresh
from moderation.models import Decision, Item, Moderated
from moderation.workflow import Words

# One rule that spoke: its name ("rule") and what the queue says ("words"). Where they are known, "evidence" are the
# places in the text ([[start, end], …] in characters) and "otherwise" says when it would have passed.
Reason = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a person may do with a waiting object: a button and a key.

    With a ``url`` it is a link to where the thing is done (an editor), and ``decide`` is not called.
    """

    name: str
    label: Words
    key: str = ""
    needs_reason: bool = False
    kind: str = "neutral"  # primary | danger | neutral
    url: str = ""


@dataclass(frozen=True)
class Face:
    """What the queue shows of one object. ``context`` goes to the card's template."""

    title: str
    version: int
    url: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)
    actions: Sequence[Action] = ()
    onward_url: str = ""  # where the work goes on once it is decided: the draft made from a wire report
    onward_label: Words = ""
    text: str = ""  # as typed: what the places in the evidence of rules are counted in

    @property
    def wants_reason(self) -> bool:
        """Whether the form shows the field for a reason."""
        return any(action.needs_reason for action in self.actions)

    @property
    def reasoned_labels(self) -> str:
        """The actions that need a reason, listed."""
        return ", ".join(str(action.label) for action in self.actions if action.needs_reason)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One object that is to wait, why, and before whom."""

    obj: Moderated
    reasons: Sequence[Reason] = ()
    priority: int = 0
    section: str = ""
    author_id: int | None = None
    language: str = ""


class Card(Protocol):
    """How one kind of object waits."""

    kind: str  # model label in lower case, "comments.comment"
    label: Words
    template: str

    def faces(self, object_ids: Sequence[int], user: User) -> dict[int, Face]:
        """Everything the page shows of these objects, in a fixed number of queries, actions by the user's rights."""

    def decide(self, object_id: int, action: str, *, by: User, version: int, reason: str) -> Decision:
        """Call the verb. Raises moderation.errors.Refused."""


_cards: dict[str, Card] = {}


def register(card: Card) -> None:
    """Make a kind known to the queue; called from ``AppConfig.ready``."""
    _cards[card.kind] = card


def card_of(kind: str) -> Card:
    """The card of a kind. KeyError if nobody registered it."""
    return _cards[kind]


def all_cards() -> list[Card]:
    """Every kind that may wait, by name."""
    return [_cards[kind] for kind in sorted(_cards)]


_rule_labels: list[Callable[[], Mapping[str, Words]]] = []


def name_rules(labels: Callable[[], Mapping[str, Words]]) -> None:
    """Say what rules are called where one filters by them, by name; called from ``AppConfig.ready``."""
    _rule_labels.append(labels)


def rule_labels() -> dict[str, Words]:
    """What the rules are called, by name; a rule that nobody names is called by its name."""
    return {name: label for labels in _rule_labels for name, label in labels().items()}


def enqueue(
    obj: Moderated,
    *,
    reasons: Sequence[Reason] = (),
    priority: int = 0,
    section: str = "",
    author_id: int | None = None,
    language: str = "",
) -> None:
    """Let ``obj`` wait for a person, once. Call it in the transaction that made it wait."""
    waiting = Waiting(obj, reasons, priority, section, author_id, language)
    Item.objects.bulk_create([_item(waiting)], ignore_conflicts=True)


def enqueue_again(obj: Moderated, reason: Reason, *, section: str = "") -> None:
    """Let ``obj`` wait once more, for all the reasons for which it waited last, and for this one."""
    last = Item.objects.filter(kind=obj._meta.label_lower, object_id=obj.pk).order_by("-pk").first()
    known = [one for one in last.reasons if one.get("rule") != reason["rule"]] if last else []
    enqueue(
        obj,
        reasons=[reason, *known],
        priority=last.priority if last else 0,
        section=section,
        author_id=last.author_id if last else None,
        language=last.language if last else "",
    )


def join(
    obj: Moderated,
    reason: Reason,
    *,
    priority: int = 0,
    section: str = "",
    author_id: int | None = None,
    language: str = "",
) -> None:
    """Let ``obj`` wait for this reason as well: it takes the place of what the same rule said before, all others stay.

    Call it with the object's rows locked, in the transaction that made it wait.
    """
    enqueue(obj, priority=priority, section=section, author_id=author_id, language=language)
    item = Item.objects.select_for_update(of=("self",)).get(
        kind=obj._meta.label_lower, object_id=obj.pk, closed_at=None
    )
    item.reasons = [one for one in item.reasons if one.get("rule") != reason["rule"]] + [dict(reason)]
    item.priority = max(item.priority, priority)
    item.save(update_fields=["reasons", "priority"])


def say_why(
    obj: Moderated,
    reasons: Sequence[Reason],
    *,
    section: str = "",
    priority: int = 0,
    author_id: int | None = None,
    language: str = "",
) -> None:
    """Let ``obj`` wait for these reasons, whether it waits already or not."""
    waiting = Item.objects.filter(kind=obj._meta.label_lower, object_id=obj.pk, closed_at=None)
    if not waiting.update(reasons=[dict(reason) for reason in reasons], priority=priority):
        enqueue(
            obj,
            reasons=reasons,
            priority=priority,
            section=section,
            author_id=author_id,
            language=language,
        )


def enqueue_new(waiting: Sequence[Waiting]) -> None:
    """Let many objects wait that were stored in this transaction, so that none of them waits already."""
    copy_in([_item(one) for one in waiting])


def _item(waiting: Waiting) -> Item:
    return fresh(
        Item,
        kind=waiting.obj._meta.label_lower,
        object_id=waiting.obj.pk,
        reasons=[dict(reason) for reason in waiting.reasons],
        priority=waiting.priority,
        section=waiting.section,
        author_id=waiting.author_id,
        language=waiting.language,
    )


def close(obj: Moderated, decision: Decision | None) -> None:
    """The wait is over. Call it in the transaction of the decision."""
    Item.objects.filter(kind=obj._meta.label_lower, object_id=obj.pk, closed_at=None).update(
        closed_at=timezone.now(), decision=decision, lease_holder=None, lease_until=None
    )


def close_gone() -> int:
    """The wait is over for what was deleted (an erasure, a cascade); returns how many."""
    now = timezone.now()
    closed = 0
    for card in all_cards():
        there = apps.get_model(card.kind)._default_manager.filter(pk=OuterRef("object_id"))
        gone = Item.objects.filter(~Exists(there), kind=card.kind, closed_at=None)
        closed += gone.update(closed_at=now, lease_holder=None, lease_until=None)
    return closed


def counts() -> dict[str, int]:
    """How many wait, by kind; counted on the partial index, exact at every instant."""
    return dict(Item.objects.filter(closed_at=None).values_list("kind").annotate(Count("id")).order_by())
