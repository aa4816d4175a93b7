"""What feeds get wrong every day and what is mended without a doubt: stray characters, lone ampersands, HTML's names."""

import re
from html.entities import html5

# What XML forbids, whatever the encoding.
ILLEGAL = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ILLEGAL_REFERENCE = re.compile(r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]));")
_DOCTYPE = re.compile(r"<!DOCTYPE(?:[^\[<>]|\[[^\]]*\])*>", re.IGNORECASE)
_AMPERSAND = re.compile(
    r"&(?:(#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|(?:amp|lt|gt|quot|apos);)|([A-Za-z]\w{1,31});)?"
)
# So far before its first element a feed may declare anything.
PROLOG = 20_000
_CDATA = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)
_FIRST_TAG = re.compile(r"<(?=\?xml|[A-Za-z])")


def repaired(text: str) -> str:
    """The text without DOCTYPE, characters that XML forbids, lone ampersands and what stands around the feed."""
    text = _ILLEGAL_REFERENCE.sub("", ILLEGAL.sub("", text))
    start = _FIRST_TAG.search(text)
    text = text[start.start() :] if start else text
    if "<!ENTITY" not in text[:PROLOG]:  # what a feed declares itself the reader knows
        text = _DOCTYPE.sub("", text[:PROLOG], count=1) + text[PROLOG:]
        last = text.rfind("]]>") + 3  # past it no section ends, however many seem to begin
        parts = [*_CDATA.split(text[:last]), text[last:]] if last > 2 else [text]
        # In a CDATA section an ampersand is one.
        parts = [
            part
            if part.startswith("<![CDATA[") and part.endswith("]]>")
            else _AMPERSAND.sub(_reference, part)
            for part in parts
        ]
        text = "".join(parts)
    end = max(text.rfind("</rss"), text.rfind("</feed"), text.rfind("</rdf:RDF"))
    return text[: text.find(">", end) + 1] if end >= 0 else text


def _reference(found: re.Match[str]) -> str:
    if found[1]:
        return found[0]
    character = html5.get(f"{found[2]};", "") if found[2] else ""
    return character if character and character not in "<>&" else f"&amp;{found[0][1:]}"
