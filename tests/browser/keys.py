"""Somebody without a pointer: every press is counted, and every stop must show where it is and lead on."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Page, expect

CIRCLE = 250  # stops in one page: whoever has not arrived by then goes round in circles
# What an element is called here: classes come and go with the focus.
NAME = """element => element.outerHTML.replace(/ (class|style)="[^"]*"/g, "").slice(0, 200)"""
# What is told of the element that the keys go to now: whether it looks otherwise than when it was left, and whether it comes after
# the one before, and whether something
# lies over it. What is hidden from sight shows through its label, what stands in a frame of its own through that.
STOP = """
() => {
  const looks = (element) => [element, element.parentElement, element.parentElement?.parentElement, ...(element.labels ?? [])]
    .filter(Boolean)
    .map((one) => getComputedStyle(one))
    .map((style) => [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow, style.borderColor, style.backgroundColor, style.clipPath].join())
    .join(";");
  const now = document.activeElement;
  const before = window.stoppedAt;
  const told = { unseen: "", backwards: "", covered: "" };
  const name = (element) => element.outerHTML.slice(0, 160);
  if (before?.element.isConnected && before.element !== now) {
    if (before.looks === looks(before.element)) told.unseen = name(before.element);
    const follows = before.element.compareDocumentPosition(now) & Node.DOCUMENT_POSITION_FOLLOWING;
    if (now !== document.body && !follows) told.backwards = name(now);
  }
  const box = now.getBoundingClientRect();
  const above = document.elementFromPoint(box.x + Math.min(box.width / 2, 40), box.y + Math.min(box.height / 2, 40));
  const isSmall = box.height < innerHeight / 2 && box.width > 1;
  if (isSmall && now !== document.body && !now.contains(above) && !above?.contains(now)) told.covered = `${name(now)} by ${above ? name(above) : "the edge"}`;
  if (before?.element !== now) window.stoppedAt = now === document.body ? null : { element: now, looks: looks(now) };
  return told;
}
"""


class Keys:
    """A keyboard and nothing else. ``presses`` is how often a key went down; ``unseen`` is where no focus showed, or where something lay over it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.presses = 0
        self.unseen: set[str] = set()
        page.emulate_media(reduced_motion="reduce")

    def press(self, key: str, times: int = 1) -> None:
        """A key or a chord, so many times."""
        for _ in range(times):
            self.page.keyboard.press(key)
        self.presses += times

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)
        self.presses += len(words)

    def at(self, place: Locator) -> bool:
        """Whether the keys go to it now."""
        return bool(place.evaluate("element => element === document.activeElement"))

    def to(self, place: Locator, key: str = "Tab") -> "Keys":
        """Tab until there. AssertionError where the keys never come, or where the way leads backwards within the page."""
        expect(place).to_be_visible()
        turns = 0
        for _ in range(CIRCLE):
            if self.at(place):
                return self
            self.press(key)
            told = self.page.evaluate(STOP)
            self.unseen |= {told["unseen"], told["covered"]} - {""}
            turns += bool(told["backwards"]) and key == "Tab"
            assert turns <= 1, f"{self.page.url}: from the end the keys went to {told['backwards']}, and back"
        raise AssertionError(f"{self.page.url}: {CIRCLE} stops, and the keys never came to {place}")

    def circle(self) -> list[str]:
        """Every stop of the page, from the first to where it begins anew: what is announced first of each."""
        stops: list[str] = []
        for _ in range(CIRCLE):
            self.press("Tab")
            told = self.page.evaluate(STOP)
            self.unseen |= {told["unseen"], told["covered"]} - {""}
            stop = str(self.page.evaluate(f"({NAME})(document.activeElement)"))
            if stops and (stop == stops[0] or stop.startswith("<body")):
                return stops
            stops.append(stop)
        raise AssertionError(f"{self.page.url}: {CIRCLE} stops and no end; the last is {stops[-1]}")

    def fill(self, place: Locator, words: str) -> None:
        self.to(place)
        self.type(words)

    def enter(self, place: Locator) -> None:
        self.to(place)
        self.press("Enter")

    @contextmanager
    def next_page(self) -> Iterator[None]:
        """What is pressed within leads to another page, or to this one anew."""
        with self.page.expect_navigation():
            yield
