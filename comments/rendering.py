"""What a reader typed becomes HTML: a small Markdown, then the one sanitiser.

Paragraphs, emphasis, quotes, lists, code and links. Headings, pictures and HTML are not understood and stay as typed, so
that a script in a comment is read, not run.
"""

from collections.abc import Sequence
from html import escape, unescape

from django.utils.html import linebreaks, strip_tags
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from common.html import sanitise_comment

DEEPEST = 20  # quotes and lists within one another
UNDERSTOOD = [
    "blockquote", "list", "fence", "code",
    "emphasis", "backticks", "link", "autolink", "newline", "escape", "entity",
]  # fmt: skip


def _code(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    """A block of code as a paragraph of it: the sanitiser knows no <pre>; the style sheet keeps the lines."""
    return f"<p><code>{escape(tokens[index].content.rstrip())}</code></p>\n"


def _reader() -> MarkdownIt:
    # A line break as typed stays one: people write comments as they write letters.
    markdown = MarkdownIt("zero", {"html": False, "breaks": True, "maxNesting": DEEPEST}).enable(UNDERSTOOD)
    for rule in ("fence", "code_block"):
        markdown.add_render_rule(rule, _code)
    return markdown


_markdown = _reader()


def rendered(text: str) -> str:
    """The safe HTML of a comment's text. What is nested too deep to be meant is shown as typed."""
    tokens = _markdown.parse(text)
    # The parser drops what stands deeper than it goes; no word of a reader may get lost.
    if any(token.level >= DEEPEST - 1 for token in tokens):
        return sanitise_comment(linebreaks(text, autoescape=True))
    return sanitise_comment(_markdown.renderer.render(tokens, _markdown.options, {}))


def words(html: str) -> str:
    """The words of rendered HTML, for mails and to see whether there are any. What was typed as a tag stays one."""
    return unescape(strip_tags(html)).strip()


def links_in(html: str) -> int:
    """How many links the rendered text has."""
    return html.count("<a ")
