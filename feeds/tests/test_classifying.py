"""What a newer version is: told from the words alone, and never a typing error where it says something else."""

from dataclasses import replace

import pytest

from feeds.models import ItemVersion
from feeds.versions.classifying import classify
from feeds.versions.wording import Wording

Change = ItemVersion.Change
HEAD = "Ferry finds the harbour"
MORE = "The captain thanked the crew, and the harbour master opened the gate for everybody on the quay."
LONG = " ".join([MORE] * 5)


def text(words: str, headline: str = HEAD, language: str = "en", **fields: object) -> Wording:
    return Wording(headline, body=f"<p>{words} {MORE}</p>", language=language, **fields)  # type: ignore[arg-type]


def test_it_works() -> None:
    before = text("The ferry has recieved permission to leave.")
    assert classify(before, text("The ferry has received permission to leave."))[0] == Change.TYPO
    assert classify(before, text("The ferry has sunk."))[0] == Change.SUBSTANTIVE


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The committe met in the town hall.", "The committee met in the town hall."),
        ("It will definately leave tomorrow.", "It will definitely leave tomorrow."),
        ("He said taht it left wtih the tide.", "He said that it left with the tide."),
        ("Teh ferry left with the tide.", "The ferry left with the tide."),
        ("The the ferry left with the tide.", "The ferry left with the tide."),
        ("The ferry left inthe rain.", "The ferry left in the rain."),
        ("The ferry left , and it rained.", "The ferry left, and it rained."),
        ("He waited, of course in vain.", "He waited, of course, in vain."),
        ("It is a well known ferry.", "It is a well-known ferry."),
        ("The goverment has sent a ferry.", "The government has sent a ferry."),
        ("the ferry left with the tide.", "The ferry left with the tide."),
        ("The ferry left…", "The ferry left."),
        ('The "old" ferry left with the goverment.', "The “old” ferry left with the government."),
        ("The ferry’s engine stoped on its way.", "The ferry's engine stopped on its way."),
    ],
)
def test_typing_errors_in_english(before: str, after: str) -> None:
    assert classify(text(before), text(after))[0] == Change.TYPO


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Die Regirung hat entschieden.", "Die Regierung hat entschieden."),
        ("Sie haben am Hafen gewrtet und gegessen.", "Sie haben am Hafen gewartet und gegessen."),
        ("Die die Leitung kam an.", "Die Leitung kam an."),
        ("Er sagte dass es regnet.", "Er sagte, dass es regnet."),
        ("Es gab viel verhandlungen am Kai.", "Es gab viel Verhandlungen am Kai."),
    ],
)
def test_typing_errors_in_german(before: str, after: str) -> None:
    assert classify(text(before, language="de"), text(after, language="de"))[0] == Change.TYPO


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("It cost 15 euros.", "It cost 1.5 euros."),
        ("It cost 1,500 euros.", "It cost 1.500 euros."),
        ("It was -2 degrees.", "It was 2 degrees."),
        ("It grew by 5 percent.", "It grew by 5% percent."),
        ("Five people drowned.", "Nine people drowned."),
        ("The tow ferries left.", "The two ferries left."),
        ("It left on Monday.", "It left on Sunday."),
        ("It left in June.", "It left in July."),
        ("It is now legal to sail.", "It is not legal to sail."),
        ("The move is legal.", "The move is illegal."),
        ("He is likely to come.", "He is unlikely to come."),
        ("It is an incompetent crew.", "It is an in competent crew."),
        ("They can leave.", "They cannot leave."),
        ("They would leave.", "They wouldn't leave."),
        ("Mr Smith said it was late.", "Mr Smyth said it was late."),
        ("Smith said it was late.", "Smyth said it was late."),
        ("They sailed to Iran with the tide.", "They sailed to Iraq with the tide."),
        ("It told us to leave.", "It told US to leave."),
        ("They sold the turkey.", "They sold the Turkey."),
        ('He said: "We are redy to leave."', 'He said: "We are ready to leave."'),
        ('He said: "We are ready" to leave.', 'He said: "We are ready to leave."'),
        ("Police shot the man.", "Police shut the man."),
        ("He came form the harbour.", "He came from the harbour."),
        ("The worker left.", "The workers left."),
        ("His ferry left.", "Her ferry left."),
        ("The ferry left the quay.", "The ferry left the old quay."),
        ("The ferry has left.", "The ferry had left."),
        ("Has the ferry left.", "Has the ferry left?"),
        ("It costs £5.", "It costs €5."),
        ("Reserved seats are cheap.", "Reversed seats are cheap."),
        ("He has resigned after all.", "He has re-signed after all."),
        ("The men were injured there.", "The men were insured there."),
        ("They spoke of warming seas.", "They spoke of warning seas."),
        ("They heard shooting at night.", "They heard shouting at night."),
        ("He has a contact there.", "He has a contract there."),
        ("It is a matter of morality.", "It is a matter of mortality."),
        ("They met the princes there.", "They met the princess there."),
        ("The guests were uniformed.", "The guests were uninformed."),
        ("The attacker fled.", "The attacked fled."),
        ("Exports rose by far.", "Imports rose by far."),
        ("Sales rose by 3 mln.", "Sales rose by 3 bln."),
    ],
)
def test_what_says_something_else_is_never_a_typing_error(before: str, after: str) -> None:
    assert classify(text(before), text(after))[0] == Change.SUBSTANTIVE


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Herr Meier kam an.", "Herr Meyer kam an."),
        ("Das ist kein Verlust.", "Das ist ein Verlust."),
        ("Er wurde gewählt.", "Er würde gewählt."),
        ("Die Fähigkeit fehlt.", "Die Unfähigkeit fehlt."),
        ("Er hat gefordert.", "Er hat gefördert."),
        ("Sie haben es beschlossen.", "Sie haben es beschossen."),
        ("Sie bleiben am Kai.", "Sie blieben am Kai."),
        ("Er hat abgelehnt.", "Er hat angelehnt."),
        ("Sie kamen im Juni.", "Sie kamen im Juli."),
        ("Zwei Menschen starben.", "Drei Menschen starben."),
        ("Er ist nie gekommen.", "Er ist nicht gekommen."),
        ("Er sagte: „Wir gehn jetzt.“", "Er sagte: „Wir gehen jetzt.“"),
        ("Es waren 3,5 Millionen.", "Es waren 3,5 Milliarden."),
        ("Sie reisten nach Hamburg.", "Sie reisten nach Homburg."),
    ],
)
def test_nor_is_it_in_german(before: str, after: str) -> None:
    assert classify(text(before, language="de"), text(after, language="de"))[0] == Change.SUBSTANTIVE


def test_many_typing_errors_are_an_edit() -> None:
    wrong = "recieved beleived acheived percieved concieved decieved releived retreived greived breif cheif"
    right = "received believed achieved perceived conceived deceived relieved retrieved grieved brief chief"
    assert classify(text(wrong), text(right))[0] == Change.SUBSTANTIVE


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        (HEAD, "Ferry in the harbour at last", Change.HEADLINE),
        ("Ferry finds the harbor gaet", "Ferry finds the harbor gate", Change.TYPO),
        ("Ferry with 15 finds harbour", "Ferry with 16 finds harbour", Change.HEADLINE),
    ],
)
def test_headlines(before: str, after: str, change: str) -> None:
    assert classify(text("It left.", before), text("It left.", after))[0] == change


@pytest.mark.parametrize(
    "newer",
    [
        {"status": "canceled"},
        {"said": "kill"},
        {
            "headline": "Ferry finds the harbour",
            "body": "<p>This story has been withdrawn. Do not use it.</p>",
        },
        {"body": "<p>Die Meldung wird zurückgezogen. Bitte nicht verwenden.</p>"},
    ],
)
def test_kills(newer: dict[str, str]) -> None:
    before = text(LONG)
    assert classify(before, replace(before, **newer))[0] == Change.KILL  # type: ignore[arg-type]


def test_a_short_report_about_a_withdrawal_is_no_kill() -> None:
    before = Wording(HEAD, body="<p>The party has withdrawn its bill.</p>")
    assert classify(before, replace(before, body="<p>The party has withdrawn both of its bills.</p>"))[0] == (
        Change.SUBSTANTIVE
    )
    long = text(LONG)
    assert (
        classify(long, replace(long, body=f"{long.body}<p>The bill was withdrawn.</p>"))[0]
        == Change.SUBSTANTIVE
    )


@pytest.mark.parametrize(
    "newer",
    [
        {"said": "correction"},
        {"note": "CORRECTS the spelling in paragraph 3"},
        {"note": "Berichtigung im zweiten Absatz: Vorname richtig"},
        {"body": "<p>It left.</p><p>Correction: an earlier version misstated the day.</p>"},
        {"body": "<p>It left.</p><p>In einer früheren Fassung war der Tag falsch angegeben.</p>"},
    ],
)
def test_corrections(newer: dict[str, str]) -> None:
    before = text("It left.")
    assert classify(before, replace(before, **newer))[0] == Change.CORRECTION  # type: ignore[arg-type]


def test_a_correction_of_letters_is_still_a_correction() -> None:
    before = text("The committe met.")
    after = text("The committee met.", note="Corrects spelling")
    assert classify(before, after)[0] == Change.CORRECTION


@pytest.mark.parametrize(
    ("newer", "change"),
    [
        ({"terms": {"embargo": "2026-03-10T10:00:00+00:00"}}, Change.SUBSTANTIVE),
        ({"terms": {"restrictions": "no-archive"}}, Change.SUBSTANTIVE),
        ({"beside": {"credit": "Other"}}, Change.SUBSTANTIVE),
        ({"beside": {"picture": "https://p.example/2.jpg"}}, Change.SUBSTANTIVE),
        ({"status": "withheld"}, Change.SUBSTANTIVE),
        ({"body": f"<div>It left. {MORE}</div>"}, Change.TYPO),
        ({"body": f'<p><a href="https://x.example/">It</a> left. {MORE}</p>'}, Change.SUBSTANTIVE),
        ({"body": f"<p><del>It left.</del> {MORE}</p>"}, Change.SUBSTANTIVE),
    ],
)
def test_what_stands_beside_the_words(newer: dict[str, object], change: str) -> None:
    before = text("It left.")
    found, why = classify(before, replace(before, **newer))  # type: ignore[arg-type]
    assert (found, bool(why)) == (change, True)


def test_what_was_withdrawn_and_comes_again_is_substance() -> None:
    before = text("It left.", status="canceled")
    assert classify(before, replace(before, status="usable"))[0] == Change.SUBSTANTIVE
