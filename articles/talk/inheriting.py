"""What holds in a section, the site's rules included, is a column of it: written when either changes, proved by recount."""

from articles.models import Section
from articles.models.talk_defaults import held, site_talk
from common.recounting import Difference


def pass_on() -> None:
    """Write into every section what holds there now."""
    site = site_talk()
    for section in Section.objects.all():
        Section.objects.filter(pk=section.pk).update(talk=held(site, section))


class TalkRules:
    """Sections whose column is not what their rules and the site's come to."""

    name = "talk"

    def differences(self) -> list[Difference]:
        """Each wrong one."""
        site = site_talk()
        return [
            Difference(f"section {section.slug}", 0, 1)
            for section in Section.objects.order_by("pk")
            if section.talk != held(site, section)
        ]

    def mend(self) -> list[Difference]:
        """Write them all anew."""
        found = self.differences()
        pass_on()
        return found
