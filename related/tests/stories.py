"""A few reports that belong together, and some that do not."""

from accounts.models import User
from articles.models import Article
from newsroom.testing import cast

TARIFFS = (
    "<p>Negotiators from Maren and the Coastal League met for a second day over tariffs on magnets and export licences.</p>"
    "<p>The league wants licences for neodymium magnets within ten days; Maren offers thirty, said minister Concetta"
    " Iweala. Tariffs of 45 per cent remain until the talks end.</p>"
)
LICENCES = (
    "<p>Exporters in Maren wait four months for licences, a survey of the chamber of commerce says.</p>"
    "<p>Makers of neodymium magnets suffer most. Talks about tariffs have not shortened the wait, Concetta Iweala"
    " admitted. The office that stamps licences has eleven clerks.</p>"
)
MAGNETS = (
    "<p>A plant that recycles neodymium magnets opened in Brack, two hours from Maren.</p>"
    "<p>Its owners hope to live without export licences and without tariffs. Every week it takes apart nine tonnes of"
    " old motors.</p>"
)
ROWING = (
    "<p>The women’s eight of Sandhaven won the regatta by half a length after a restart in heavy rain.</p>"
    "<p>Stroke Odile Fenn broke an oar at the first attempt. Rowing clubs along the river cheered from bridges.</p>"
)
GERMAN = (
    "<p>Unterhändler aus Maren sprachen am zweiten Tag über tariffs, magnets und licences, sagte Concetta Iweala.</p>"
    "<p>Neodymium bleibt knapp.</p>"
)


class Desk:
    """Publishes through every hand with one call."""

    def __init__(self, reporter: User, editor: User, publisher: User) -> None:
        self.hands = (reporter, editor, publisher)

    def publish(self, headline: str, body: str, source: str = "The Meridian", **fields: object) -> Article:
        given = {"standfirst": "", "source": cast.source(source), **fields}
        return cast.published(*self.hands, headline=headline, body=body, **given)

    def trade(self) -> list[Article]:
        """Three reports about one matter."""
        return [
            self.publish("Tariff talks go into a second day", TARIFFS),
            self.publish("Exporters wait four months for licences", LICENCES, "Northline"),
            self.publish("A plant that takes magnets apart", MAGNETS),
        ]

    def variants(self, count: int) -> list[Article]:
        """Reports about one matter, each with enough of its own to be no copy of another."""
        return [
            self.publish(f"Licences {_own_words(at, 2)}", LICENCES + _own_words(at, 30))
            for at in range(count)
        ]


def _own_words(number: int, count: int) -> str:
    letter = "abcdefghijklmnop"[number]
    return f"<p>{' '.join(letter * 2 + other * 3 + letter for other in 'bcdfghjklmnpqrstvwxyz' * 2)[: count * 7]}.</p>"
