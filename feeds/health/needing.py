"""Which feeds need somebody, first to last: in SQL, so that a list can be sorted and filtered by it."""

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from feeds.alerting.wording import ORDER
from feeds.models import Feed

# Alarms that nobody has seen come first; then what fails or is quiet, what was never read, what is well, what rests.
_STANDS = Q(health=Feed.Health.FAILING) | Q(alerts__has_any_keys=list(ORDER))


def unseen(name: str) -> Q:
    """The alarm stands, and nobody has taken note of it."""
    return Q(alerts__has_key=name) & ~Q(alerts__contains={"seen": [name]})


def any_unseen() -> Q:
    """Some alarm stands that nobody has taken note of."""
    found = Q(pk__in=[])
    for name in ORDER:
        found |= unseen(name)
    return found


NEED = Case(
    When(any_unseen(), then=Value(0)),
    When(health=Feed.Health.FAILING, then=Value(1)),
    When(_STANDS, then=Value(2)),
    When(health=Feed.Health.NEW, then=Value(3)),
    When(health=Feed.Health.MUTED, then=Value(5)),
    default=Value(4),
    output_field=IntegerField(),
)


def by_need(feeds: QuerySet[Feed]) -> QuerySet[Feed]:
    """The most pressing first."""
    return feeds.order_by(NEED, "source__name", "title", "pk")
