"""That somebody may be under a measure is a column of their account; ``manage.py recount`` proves it."""

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from comments.models import Measure
from common.recounting import Difference


class MeasureFlags:
    """People under a measure of whom their account does not know it: pages would not ask about them."""

    name = "measures"

    def differences(self) -> list[Difference]:
        """The flag may stay when a measure has run out; it must never be missing."""
        return [Difference(f"person {pk}", 0, 1) for pk in self._missing().values_list("pk", flat=True)]

    def mend(self) -> list[Difference]:
        """Set it."""
        found = self.differences()
        self._missing().update(has_measures=True)
        return found

    def _missing(self) -> QuerySet[User]:
        held = Measure.objects.felt().filter(person=OuterRef("pk"), state=Measure.State.IN_FORCE)
        return User.objects.filter(Exists(held), has_measures=False).order_by("pk")
