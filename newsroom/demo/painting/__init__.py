"""The demo's pictures: posters drawn by code in a section's inks, the same at every run."""

from collections.abc import Callable

from newsroom.demo.painting import city, diagrams, land, people, sea
from newsroom.demo.painting.canvas import Canvas
from newsroom.demo.painting.inks import INKS, Inks

Painter = Callable[[Canvas, Inks], None]

_PAINTERS: tuple[Painter, ...] = (
    *(city.archive, city.ferry, city.harbour, city.rails, city.skyline, city.stadium, city.theatre),
    *(diagrams.blueprint, diagrams.circuit, diagrams.columns, diagrams.contours, diagrams.crossing),
    *(diagrams.grid, diagrams.machine, diagrams.peaks, diagrams.rings, diagrams.score),
    *(land.hills, land.mountains, land.road, land.runners),
    *(people.assembly, people.portraits),
    *(sea.barrier, sea.deep, sea.lighthouse, sea.rowing, sea.waves),
)
PAINTERS: dict[str, Painter] = {painter.__name__: painter for painter in _PAINTERS}


def paint(painter: str, section: str) -> bytes:
    """The picture that ``painter`` draws in the inks of ``section``, as JPEG. KeyError for a name nobody paints by."""
    inks = INKS[section]
    canvas = Canvas(inks.night, f"{painter} {section}")
    PAINTERS[painter](canvas, inks)
    return canvas.finished()
