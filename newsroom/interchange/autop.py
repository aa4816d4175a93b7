"""WordPress keeps texts of its classic editor without paragraphs, and marks with comments and shortcodes. Pure."""

import re

_COMMENT = re.compile(r"<!--.*?-->", re.S)  # Gutenberg's blocks
_CAPTION = re.compile(
    r"\[caption[^\]]*\]\s*(<a\b[^>]*>\s*<img[^>]*>\s*</a>|<img[^>]*>)(.*?)\[/caption\]", re.S
)
_SHORTCODE = re.compile(r"\[/?(?:caption|gallery|embed|audio|video|playlist|wp_caption)\b[^\]]*\]")
_BLOCK = re.compile(
    r"<(?:p|h[1-6]|ul|ol|dl|blockquote|figure|pre|table|div|hr|section|article|iframe)\b", re.IGNORECASE
)
_PARAGRAPH = re.compile(r"<p\b", re.IGNORECASE)
_GAP = re.compile(r"\n\s*\n")


def paragraphs(words: str) -> str:
    """The text as HTML: blank lines part paragraphs, single ends of lines break them, where it has none of its own."""
    html = _COMMENT.sub("", words.replace("\r\n", "\n"))
    html = _CAPTION.sub(r"\n\n<figure>\1<figcaption>\2</figcaption></figure>\n\n", html)
    html = _SHORTCODE.sub("", html).strip()
    if _PARAGRAPH.search(html):
        return html
    made = (part.strip() for part in _GAP.split(html))
    return "\n".join(
        part if _BLOCK.match(part) else "<p>{}</p>".format(part.replace("\n", "<br>"))
        for part in made
        if part
    )
