"""A poster's canvas: flat shapes in few inks, drawn at twice the size so that edges come out smooth, then grained."""

import io
import math
from collections.abc import Iterable, Sequence
from functools import cache
from random import Random

from PIL import Image, ImageChops, ImageDraw

from newsroom.demo.painting.inks import Colour, blend

WIDTH, HEIGHT = 1600, 1067
SCALE = 2
QUALITY = 93  # whoever keeps the picture encodes it once more
GRAIN = 26  # how far the paper's grain lightens and darkens the ink, out of 255

Point = tuple[float, float]


class Canvas:
    """Draws in the coordinates of the finished picture: 1600 wide, 1067 high, the origin at the top left."""

    def __init__(self, ground: Colour, seed: str) -> None:
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), ground)
        self.pen = ImageDraw.Draw(self.image)
        self.chance = Random(seed)

    def shape(self, points: Iterable[Point], ink: Colour) -> None:
        self.pen.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=ink)

    def box(self, left: float, top: float, right: float, bottom: float, ink: Colour) -> None:
        if right >= left and bottom >= top:
            self.pen.rectangle((left * SCALE, top * SCALE, right * SCALE, bottom * SCALE), fill=ink)

    def round_box(self, box: tuple[float, float, float, float], radius: float, ink: Colour) -> None:
        self.pen.rounded_rectangle([side * SCALE for side in box], radius * SCALE, fill=ink)

    def disc(self, x: float, y: float, radius: float, ink: Colour) -> None:
        self.oval(x, y, radius, radius, ink)

    def oval(self, x: float, y: float, wide: float, high: float, ink: Colour) -> None:
        box = ((x - wide) * SCALE, (y - high) * SCALE, (x + wide) * SCALE, (y + high) * SCALE)
        self.pen.ellipse(box, fill=ink)

    def ring(self, x: float, y: float, wide: float, high: float, ink: Colour, width: float) -> None:
        box = ((x - wide) * SCALE, (y - high) * SCALE, (x + wide) * SCALE, (y + high) * SCALE)
        self.pen.ellipse(box, outline=ink, width=max(1, round(width * SCALE)))

    def line(self, points: Sequence[Point], ink: Colour, width: float) -> None:
        thick = max(1, round(width * SCALE))
        self.pen.line([(x * SCALE, y * SCALE) for x, y in points], fill=ink, width=thick, joint="curve")

    def stripes(self, top: float, bottom: float, upper: Colour, lower: Colour, count: int) -> None:
        """A gradient over the whole width; see ``stripes_in``."""
        self.stripes_in((0, top, WIDTH, bottom), upper, lower, count)

    def stripes_in(
        self, area: tuple[float, float, float, float], upper: Colour, lower: Colour, count: int
    ) -> None:
        """A gradient as a printer makes it from few inks: bands, each thinner than the one above."""
        left, top, right, bottom = area
        for number in range(count):
            start = top + (bottom - top) * (1 - (1 - number / count) ** 1.6)
            self.box(left, start, right, bottom, blend(upper, lower, number / max(1, count - 1)))

    def sun(self, x: float, y: float, radius: float, ink: Colour, ground: Colour, halos: int = 2) -> None:
        """A disc with halos that fade into the ground."""
        for halo in range(halos, 0, -1):
            self.disc(x, y, radius * (1 + 0.45 * halo), blend(ground, ink, 0.42 / halo))
        self.disc(x, y, radius, ink)

    def ridge(self, base: float, height: float, ink: Colour, peaks: float, jag: float = 0.0) -> None:
        """A line of hills across the picture, filled down to its lower edge; ``jag`` makes rock of them."""
        waves = [
            (self.chance.uniform(0.6, 1.6) * peaks, self.chance.uniform(0, math.tau), weight)
            for weight in (0.55, 0.3, 0.15)
        ]
        points = []
        for step in range(161):
            along = step / 160
            rise = sum(weight * math.sin(math.tau * speed * along + phase) for speed, phase, weight in waves)
            points.append((along * WIDTH, base - height * rise - self.chance.uniform(0, jag)))
        self.shape([*points, (WIDTH, HEIGHT), (0, HEIGHT)], ink)

    def glints(self, area: tuple[float, float, float, float], ink: Colour, count: int, length: float) -> None:
        """Short level strokes, as light lies on water: longer and further apart towards the viewer."""
        left, top, right, bottom = area
        for number in range(count):
            near = ((number + self.chance.random()) / count) ** 1.5
            y = top + (bottom - top) * near
            x = self.chance.uniform(left, right)
            half = length * (0.25 + near) * self.chance.uniform(0.5, 1.0)
            thick = 1.2 + 3.2 * near
            self.round_box((x - half, y - thick, x + half, y + thick), thick, ink)

    def finished(self) -> bytes:
        """The print: reduced, grained, as JPEG."""
        small = self.image.reduce(SCALE)
        out = io.BytesIO()
        ImageChops.soft_light(small, _grain()).save(out, "JPEG", quality=QUALITY)
        return out.getvalue()


@cache
def _grain() -> Image.Image:
    """Paper: one tile of seeded noise, laid side by side."""
    side = 400
    dice = Random("paper")
    tile = Image.frombytes(
        "L", (side, side), bytes(128 + (value * GRAIN >> 7) - GRAIN for value in dice.randbytes(side * side))
    )
    sheet = Image.new("L", (WIDTH, HEIGHT))
    for x in range(0, WIDTH, side):
        for y in range(0, HEIGHT, side):
            sheet.paste(tile, (x, y))
    return Image.merge("RGB", (sheet, sheet, sheet))
