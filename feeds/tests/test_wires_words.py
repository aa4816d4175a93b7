"""What a wire says of its own copy in words alone, in several languages; and the same words as news."""

import pytest

from feeds.parsing.reports import IncomingReport
from feeds.parsing.wires.wire_words import says


def test_it_works() -> None:
    assert says(IncomingReport(title="KILL: Night ferry runs again")) == "kill"
    assert says(IncomingReport(title="Night ferry runs again")) == ""
    assert says(IncomingReport(title="Night ferry runs again", status="canceled")) == "kill"


@pytest.mark.parametrize(
    "headline",
    [
        "KILL - Night ferry",
        "MANDATORY KILL: Night ferry",
        "***KILL*** Night ferry",
        "BC-KILL: ferry",
        "KILL",
        "Night ferry (KILL)",
        "Night ferry [WITHDRAWN]",
        "WITHDRAWN: Night ferry runs again",
        "RETRACTION: Night ferry",
        "STORY ELIMINATION: Night ferry",
        "ATTENTION EDITORS - KILL: Night ferry",
        "Zurückgezogen: Nachtfähre fährt",
        "Achtung - Meldung zurückgezogen: Nachtfähre",
        "ANNULATION: le ferry",
        "ANULADA: el ferry",
        "INGETROKKEN: nachtveer",
    ],
)
def test_killed(headline: str) -> None:
    assert says(IncomingReport(title=headline)) == "kill"


@pytest.mark.parametrize(
    "headline",
    [
        "CORRECTION: Night ferry",
        "Correction: Ferry-Storm story",
        "CORRECTED-Night ferry runs",
        "Night ferry runs (corrects hour in paragraph 1)",
        "dpa-Korrektur: Nachtfähre",
        "BERICHTIGUNG: Nachtfähre",
        "RECTIFICATIF: le ferry",
        "CORRECCIÓN: el ferry",
        "RETTIFICA - il traghetto",
    ],
)
def test_corrected(headline: str) -> None:
    assert says(IncomingReport(title=headline)) == "correction"


@pytest.mark.parametrize(
    "headline",
    [
        "UPDATE 2-Night ferry runs",
        "UPDATE: Night ferry",
        "BC-Ferry, 1st Ld-Writethru",
        "1st Ld-Writethru: Ferry",
        "REFILE-Night ferry runs",
        "Night ferry runs (UPDATED)",
        "Aktualisiert: Nachtfähre",
        "2. Neufassung: Nachtfähre",
        "MISE À JOUR: le ferry",
    ],
)
def test_renewed(headline: str) -> None:
    assert says(IncomingReport(title=headline)) == "update"


@pytest.mark.parametrize(
    "headline",
    [
        "Court orders kill switch for trains",
        "Kill switch ordered for trains",
        "Police kill two in harbour raid",
        "KILL BILL RETURNS TO CINEMAS",
        "Markets in correction: what comes next",
        "House of Correction reopens as museum",
        "Correction officers strike",
        "Troops withdrawn from the border",
        "Retired captain: the storm was worse",
        "Updates on the storm will follow",
        "Lead found in drinking water",
        "Adds up: how the fare is made",
        "Streichung der Linie verärgert Pendler",
        "Zusammenfassung des Berichts liegt vor",
        "Ferry cancelled, passengers wait",
    ],
)
def test_the_same_words_as_news(headline: str) -> None:
    assert says(IncomingReport(title=headline)) == ""


@pytest.mark.parametrize(
    ("report", "said"),
    [
        (
            IncomingReport(
                title="ADVISORY: Night ferry", summary="The story has been withdrawn by the desk."
            ),
            "kill",
        ),
        (IncomingReport(title="Hinweis: Nachtfähre", summary="Die Meldung wird zurückgezogen."), "kill"),
        (IncomingReport(title="ADVISORY: tonight’s plans", summary="We will cover the ferry."), ""),
        (IncomingReport(title="Night ferry", summary="The story has been withdrawn."), ""),
        (IncomingReport(title="Night ferry", note="Corrects hour in paragraph 1"), "correction"),
        (IncomingReport(title="Night ferry", note="Eds: adds quotes"), "update"),
        (IncomingReport(title="Night ferry", note="Do not use the earlier version; kill all."), "kill"),
    ],
)
def test_notes_and_advisories_speak_in_sentences(report: IncomingReport, said: str) -> None:
    assert says(report) == said
