"""The list of the corpus's cases that are not mapped or not equal, each with the reason: ``corpus_cases.md``."""

import collections
from pathlib import Path
from typing import Any

from bench.feeds.corpus import outcome
from bench.feeds.expectations import cases

LISTED = Path(__file__).with_name("corpus_cases.md")
DIFFERENCES = {
    "encoding/bozo_linenoise.xml": "bytes of no encoding at all; we read those that are UTF-8 as such",
    "entities/lang.xml": "on purpose: the character that HTML has named so since version 5",
    "entities/rang.xml": "on purpose: the character that HTML has named so since version 5",
    "wellformed/base/http_entry_id_base_content_location.xml": "on purpose: an identity is kept as it is written, so "
    "that a feed that moves does not bring everything anew",
    "wellformed/base/http_entry_id_base_docuri.xml": "on purpose: an identity is kept as it is written",
    "wellformed/psc/atomsimplechapterexternal.xml": "chapters of a recording in a file of their own, which our reports do not hold",
    "wellformed/sanitize/item_content_encoded_script_nested_cdata.xml": "on purpose: the marks of a section within a "
    "section are no copy",
}
KINDS = {
    "_crazy": "on purpose: code in an unclosed comment and the title of a page inside the text are not shown",
    "_iframe": "on purpose: what stands in a frame is for browsers without frames and goes with it",
}


def measure(folder: Path | None) -> dict[str, Any]:
    """Write the list."""
    if folder is None:
        return {}
    found = [outcome(case) for case in cases(folder / "feedparser" / "tests")]
    unmapped: dict[str, list[str]] = collections.defaultdict(list)
    for one in found:
        if not one.mapped:
            unmapped[one.reason].append(one.name)
    mapped = [one for one in found if one.mapped]
    different = [one.name for one in mapped if not one.equal]
    lines = [
        "# feedparser's corpus against our reports",
        "",
        "Written by `python -m bench.feeds FOLDER --part listing`; what each expectation means to us stands in `mapping.py`.",
        "The names are those of the corpus (feedparser, BSD-2-Clause), which is no part of this repository.",
        "",
        f"Of {len(found)} cases {len(mapped)} are mapped and {len(mapped) - len(different)} of them agree.",
        "A case is mapped if anything that it expects is something that a report or a feed of ours holds, and agrees if",
        "all of that is equal. Cases in `sanitize/` are compared after both texts passed our sanitiser; without them",
        f"{len([one for one in mapped if not one.sanitises])} are mapped.",
        "",
        "## Where we differ",
        "",
        *(f"- `{name}`: {DIFFERENCES.get(name, _kind(name))}" for name in different),
        "",
        "## What is not mapped",
        *(
            line
            for reason, names in sorted(unmapped.items(), key=lambda pair: (-len(pair[1]), pair[0]))
            for line in (
                "",
                f"### {reason[0].upper()}{reason[1:]} ({len(names)})",
                "",
                *(f"- `{name}`" for name in names),
            )
        ),
        "",
    ]
    LISTED.write_text("\n".join(lines))
    return {"mapped": len(mapped), "different": len(different), "unmapped": len(found) - len(mapped)}


def _kind(name: str) -> str:
    return next((why for part, why in KINDS.items() if part in name), "a difference without an excuse")
