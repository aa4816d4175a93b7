"""What rules saw, marked where it stands: signs go into the text as typed, and come out of its HTML as marks. Pure."""

import re
from collections.abc import Sequence
from html import escape

from comments.rendering import rendered
from moderation.evidence import Span

# Private signs, which no reader types by accident; a text that has them is shown unmarked.
BEGIN, END = "\ue000", "\ue001"
_PARTS = re.compile(f"<[^>]*>|{BEGIN}|{END}|[^<{BEGIN}{END}]+")


def marked(text: str, html: str, spans: Sequence[Span]) -> str:
    """The safe HTML of the text with these places marked.

    Where a mark would change how the text is read (within a link's address, before a sign of Markdown), the text is
    shown as typed instead, marked all the same.
    """
    if not spans or BEGIN in text or END in text:
        return html
    signed = _signed(text, spans)
    shown = rendered(signed)
    if shown.replace(BEGIN, "").replace(END, "").strip() != html.strip():
        return f'<p class="as-typed">{_marks(escape(signed))}</p>'
    return _marks(shown)


def _signed(text: str, spans: Sequence[Span]) -> str:
    for begin, end in reversed(spans):
        text = f"{text[:begin]}{BEGIN}{text[begin:end]}{END}{text[end:]}"
    return text


def _marks(html: str) -> str:
    """Signs become marks that never cross a tag."""
    out: list[str] = []
    is_open = False
    for part in _PARTS.findall(html):
        if part in (BEGIN, END):
            is_open = part == BEGIN
        elif is_open and not part.startswith("<") and part.strip():
            out.append(f"<mark>{part}</mark>")
        else:
            out.append(part)
    return "".join(out)
