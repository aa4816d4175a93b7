"""Where things stand in the text of a damaged feed; nothing is looked for twice."""

import re

# So far an end tag in other letters is looked for.
MAX_SEARCHED = 2_000

_BOUNDARY = re.compile(r"</?(?:item|entry)(?=[\s>])", re.IGNORECASE)


class Places:
    """Looks things up in one text, from its beginning to its end."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._found: dict[str, tuple[int, int]] = {}  # since where a word was sought, and where it stands
        self._without: dict[str, int] = {}  # end tags, and how far there is none
        self._boundary = 0  # where the next report begins or this one ends

    def next(self, word: str, at: int) -> int:
        """As ``find``, without looking through the same text again for what was not in it."""
        since, found = self._found.get(word, (0, -2))
        if found == -2 or at < since or -1 < found < at:
            since, found = at, self.text.find(word, at)
            self._found[word] = since, found
        return found

    def report_boundary(self, at: int) -> int:
        """Where the next report begins or this one ends."""
        if self._boundary < at:
            found = _BOUNDARY.search(self.text, at)
            self._boundary = found.start() if found else len(self.text)
        return self._boundary

    def past_space(self, at: int) -> int:
        """Past what is nothing but space."""
        while at < len(self.text) and self.text[at].isspace():
            at += 1
        return at

    def past_comment(self, at: int) -> int:
        """Past a comment; one that was never closed hides nothing."""
        end, report = self.next("-->", at + 4), self.report_boundary(at)
        # A comment around whole reports is meant; one that ends in a later report was left open.
        is_whole = end >= 0 and (report > end or not self.text.startswith("</", report))
        return end + 3 if is_whole else at + 4

    def last_section(self, at: int) -> int:
        """Past sections that follow one another, as where a text holds "]]>"."""
        while self.text.startswith("<![CDATA[", at) and (end := self.text.find("]]>", at)) >= 0:
            at = end + 3
        return at

    def closing(self, tag: str, at: int, limit: int) -> int:
        """Where that end tag stands, in whatever letters; -1 where there is none."""
        end = self.next(tag, at)
        if 0 <= end < limit:
            return end
        if limit <= self._without.get(tag, -1) or limit - at >= MAX_SEARCHED:
            return -1
        end = self.text[at:limit].lower().find(tag.lower())
        if end < 0:
            self._without[tag] = limit
        return end + at if end >= 0 else -1
