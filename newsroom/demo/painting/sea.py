"""Water: the harbour, the barrier, the lighthouse, rivers, and what swims."""

import math

from newsroom.demo.painting.canvas import HEIGHT, WIDTH, Canvas
from newsroom.demo.painting.inks import Inks, blend


def barrier(canvas: Canvas, inks: Inks) -> None:
    """A row of gate towers in the sea at dusk."""
    horizon = 560
    canvas.stripes(0, horizon, inks.deep, inks.pale, 9)
    canvas.sun(1130, horizon - 40, 92, inks.glow, inks.pale, 1)
    canvas.box(0, horizon, WIDTH, HEIGHT, inks.mid)
    canvas.glints((880, horizon + 6, 1380, 900), inks.glow, 34, 70)
    canvas.box(0, horizon - 18, WIDTH, horizon + 6, inks.night)
    for number in range(9):
        near = (number / 8) ** 1.9
        x = 1490 - 1370 * near
        wide, high = 11 + 96 * near, 60 + 500 * near
        foot = horizon + 16 + 250 * near
        canvas.shape(
            [
                (x - wide, foot),
                (x - wide * 0.62, foot - high),
                (x + wide * 0.62, foot - high),
                (x + wide, foot),
            ],
            inks.night,
        )
        canvas.shape(
            [
                (x + wide * 0.1, foot),
                (x + wide * 0.1, foot - high),
                (x + wide * 0.62, foot - high),
                (x + wide, foot),
            ],
            blend(inks.night, inks.deep, 0.7),
        )
        canvas.shape(
            [(x - wide * 0.85, foot - high), (x, foot - high * 1.22), (x + wide * 0.85, foot - high)],
            inks.accent,
        )
        canvas.disc(x, foot - high * 0.84, 3 + 9 * near, inks.glow)
    for row in range(6):
        top, height = 690 + row * 62 + row * row * 4, 14 + row * 6
        _swell(canvas, top - 7, height, blend(inks.soft, inks.deep, 0.25 + row / 9), row)
        _swell(canvas, top, height, blend(inks.mid, inks.night, 0.3 + row / 8), row)


def _swell(canvas: Canvas, top: float, height: float, ink: tuple[int, int, int], row: int) -> None:
    length = 190 + 46 * row
    points = [
        (x, top - height * abs(math.sin(math.pi * (x + row * 97) / length)) ** 1.4)
        for x in range(0, WIDTH + 8, 8)
    ]
    canvas.shape([*points, (WIDTH + 8, HEIGHT), (0, HEIGHT)], ink)


def lighthouse(canvas: Canvas, inks: Inks) -> None:
    """A lighthouse with its beam over a dark sea."""
    canvas.stripes(0, 700, inks.night, inks.mid, 8)
    for _ in range(70):
        canvas.disc(
            canvas.chance.uniform(0, WIDTH),
            canvas.chance.uniform(0, 420),
            canvas.chance.uniform(1, 2.6),
            inks.pale,
        )
    lamp = (520, 318)
    canvas.shape([lamp, (WIDTH, 120), (WIDTH, 430)], blend(inks.mid, inks.glow, 0.34))
    canvas.shape([lamp, (WIDTH, 190), (WIDTH, 350)], blend(inks.mid, inks.glow, 0.62))
    canvas.shape([lamp, (0, 250), (0, 330)], blend(inks.deep, inks.glow, 0.25))
    canvas.box(0, 700, WIDTH, HEIGHT, inks.deep)
    canvas.glints((640, 715, 1600, 1040), blend(inks.deep, inks.glow, 0.55), 46, 90)
    canvas.shape(
        [
            (0, 1067),
            (0, 800),
            (180, 742),
            (330, 760),
            (430, 706),
            (620, 704),
            (760, 772),
            (930, 846),
            (1090, 1067),
        ],
        inks.night,
    )
    canvas.shape([(446, 720), (484, 360), (556, 360), (594, 720)], inks.paper)
    for band in range(3):
        top, share = 430 + band * 104, 0.0
        left, right = 484 - (top - 360) * 0.1056, 556 + (top - 360) * 0.1056
        low = top + 52
        canvas.shape(
            [(left, top), (right, top), (556 + (low - 360) * 0.1056, low), (484 - (low - 360) * 0.1056, low)],
            blend(inks.accent, inks.paper, share),
        )
    canvas.shape([(540, 360), (556, 360), (594, 720), (552, 720)], blend(inks.deep, inks.soft, 0.35))
    canvas.box(470, 346, 570, 362, inks.night)
    canvas.box(490, 286, 550, 346, inks.glow)
    canvas.box(517, 286, 523, 346, inks.night)
    canvas.shape([(478, 288), (520, 236), (562, 288)], inks.night)


def deep(canvas: Canvas, inks: Inks) -> None:
    """Eels in green water with light from above."""
    canvas.stripes(0, HEIGHT, inks.soft, inks.night, 11)
    for x, lean, wide in ((420, -260, 70), (760, -40, 110), (1120, 180, 80), (1400, 330, 50)):
        canvas.shape(
            [
                (x - wide / 2, 0),
                (x + wide / 2, 0),
                (x + lean + wide * 2.1, 760),
                (x + lean - wide * 1.2, 760),
            ],
            blend(inks.soft, inks.mid, 0.45),
        )
    for number, (x, y, length, swing, thick) in enumerate(
        [
            (180, 300, 620, 44, 17),
            (700, 470, 760, 64, 27),
            (120, 660, 900, 78, 38),
            (930, 800, 560, 52, 24),
            (1000, 250, 420, 30, 11),
        ]
    ):
        _eel(canvas, inks, (x, y), length, swing, thick, number)
    for _ in range(34):
        canvas.disc(
            canvas.chance.uniform(0, WIDTH),
            canvas.chance.uniform(60, 960),
            canvas.chance.uniform(2, 7),
            blend(inks.mid, inks.pale, 0.55),
        )
    canvas.ridge(1010, 34, inks.night, 2, 14)


def _eel(
    canvas: Canvas,
    inks: Inks,
    head: tuple[float, float],
    length: float,
    swing: float,
    thick: float,
    turn: int,
) -> None:
    """A body that swings wider towards the tail."""
    ink = blend(inks.night, inks.deep, 0.25 if turn % 2 else 0.0)
    for step in range(140):
        along = step / 139
        x = head[0] + length * along
        y = head[1] + swing * (0.35 + along) * math.sin(along * 7.2 + turn)
        girth = thick * min(1.0, 0.55 + 3 * along) * (1 - along) ** 0.45 + 1
        canvas.disc(x, y, girth, ink)
    eye = head[1] + swing * 0.35 * math.sin(turn)
    canvas.disc(head[0] + thick * 0.1, eye - thick * 0.2, thick * 0.16, inks.glow)


def waves(canvas: Canvas, inks: Inks) -> None:
    """Bands of water seen from above."""
    colours = [
        inks.night,
        inks.deep,
        inks.mid,
        inks.soft,
        inks.pale,
        inks.soft,
        inks.mid,
        inks.deep,
        inks.mid,
        inks.soft,
    ]
    for number in range(19):
        base = -60 + number * 64
        points = []
        for x in range(-20, WIDTH + 20, 12):
            bend = 90 * math.sin(x / 330 + number * 0.42) + 34 * math.sin(x / 128 - number * 0.9)
            points.append((x, base + bend - x * 0.12))
        ink = colours[number % len(colours)]
        canvas.shape([*points, (WIDTH + 40, HEIGHT + 400), (-40, HEIGHT + 400)], ink)
        canvas.line([(x, y + 9) for x, y in points], blend(ink, inks.paper, 0.25), 1.6)
    canvas.oval(0, 1120, 560, 250, inks.glow)
    canvas.oval(0, 1130, 470, 210, inks.paper)
    for x, y in ((980, 390), (1030, 420), (1075, 396)):
        canvas.shape([(x - 26, y), (x, y - 8), (x + 30, y), (x, y + 8)], inks.accent)


def rowing(canvas: Canvas, inks: Inks) -> None:
    """A rowing eight on calm water with mirrored trees."""
    shore = 470
    canvas.stripes(0, shore, inks.pale, inks.glow, 6)
    canvas.disc(1220, 330, 74, inks.paper)
    canvas.box(0, shore, WIDTH, HEIGHT, inks.soft)
    trees = [(x, canvas.chance.uniform(60, 210), canvas.chance.uniform(26, 58)) for x in range(-10, 1640, 47)]
    for x, high, wide in trees:
        ink = inks.deep if high > 130 else inks.mid
        canvas.shape([(x - wide, shore), (x, shore - high), (x + wide, shore)], ink)
        canvas.shape(
            [(x - wide, shore), (x, shore + high * 0.8), (x + wide, shore)], blend(ink, inks.soft, 0.45)
        )
    canvas.box(0, shore - 8, WIDTH, shore + 5, inks.night)
    for number in range(17):
        y = shore + 22 + number * number * 2.1
        canvas.box(0, y, WIDTH, y + 2 + number * 0.35, blend(inks.soft, inks.pale, 0.5))
    boat = 742
    canvas.shape([(120, boat), (1480, boat), (1390, boat + 26), (230, boat + 26)], inks.accent)
    canvas.shape([(120, boat), (1480, boat), (1462, boat + 7), (140, boat + 7)], inks.paper)
    for seat in range(8):
        x = 340 + seat * 122
        canvas.shape([(x - 20, boat), (x - 2, boat - 70), (x + 24, boat - 66), (x + 30, boat)], inks.night)
        canvas.disc(x + 16, boat - 88, 18, inks.night)
        canvas.line([(x + 8, boat - 52), (x + 56, boat - 34)], inks.night, 11)
        end = boat + 96 if seat % 2 == 0 else boat - 10
        canvas.line([(x + 50, boat - 36), (x - 66, end)], inks.night, 5)
        canvas.oval(x - 72, end + 3, 22, 7, inks.glow if seat % 2 == 0 else inks.night)
    canvas.shape([(1330, boat), (1345, boat - 52), (1372, boat - 50), (1382, boat)], inks.deep)
    canvas.disc(1356, boat - 68, 16, inks.deep)
    canvas.glints((160, boat + 40, 1460, 880), blend(inks.soft, inks.deep, 0.6), 30, 60)
