"""Drawn things: curves and columns, circuits, field lines, plans, charts of the sea, scores, codes."""

import math

from newsroom.demo.painting.canvas import HEIGHT, WIDTH, Canvas, Point
from newsroom.demo.painting.inks import Inks, blend


def _grid(canvas: Canvas, inks: Inks, rows: int = 6) -> None:
    for number in range(rows + 1):
        y = 150 + number * (770 / rows)
        canvas.box(130, y, 1470, y + 2, blend(inks.paper, inks.soft, 0.45))


def columns(canvas: Canvas, inks: Inks) -> None:
    """Columns rising from left to right with a dip at the end."""
    canvas.box(0, 0, WIDTH, HEIGHT, inks.paper)
    _grid(canvas, inks)
    for number, share in enumerate((0.3, 0.38, 0.45, 0.53, 0.62, 0.76, 0.92, 0.83)):
        left, top = 170 + number * 162, 920 - 740 * share
        last = number == 7
        canvas.box(
            left, top, left + 112, 920, inks.accent if last else blend(inks.soft, inks.deep, number / 8)
        )
        canvas.box(
            left + 84,
            top,
            left + 112,
            920,
            blend(inks.accent, inks.night, 0.3) if last else blend(inks.soft, inks.night, 0.2 + number / 10),
        )
    canvas.box(130, 918, 1470, 926, inks.night)


def crossing(canvas: Canvas, inks: Inks) -> None:
    """Two lines, one rising and one falling, crossing over a grid."""
    canvas.box(0, 0, WIDTH, HEIGHT, inks.paper)
    _grid(canvas, inks)
    rising: list[Point] = []
    falling: list[Point] = []
    for step in range(121):
        x, along = 130 + step * 1340 / 120, step / 120
        bend = 1 / (1 + math.exp(-7 * (along - 0.5)))
        rising.append((x, 820 - 560 * bend + 16 * math.sin(step / 5)))
        falling.append((x, 300 + 500 * bend + 14 * math.sin(step / 7 + 1)))
    canvas.shape([*falling, (1470, 920), (130, 920)], blend(inks.paper, inks.pale, 0.55))
    canvas.shape([*rising, (1470, 920), (130, 920)], blend(inks.pale, inks.soft, 0.4))
    canvas.line(falling, inks.deep, 13)
    canvas.line(rising, inks.accent, 13)
    for points, ink in ((falling, inks.deep), (rising, inks.accent)):
        for end in (points[0], points[-1]):
            canvas.disc(*end, 20, ink)
            canvas.disc(*end, 9, inks.paper)
    canvas.box(130, 918, 1470, 926, inks.night)


def peaks(canvas: Canvas, inks: Inks) -> None:
    """A curve with sharp morning and evening peaks over coloured bands."""
    canvas.box(0, 0, WIDTH, HEIGHT, inks.night)

    def curve(scale: float, width: float) -> list[Point]:
        points = []
        for step in range(201):
            hour = step / 200 * 24
            height = 0.9 * math.exp(-(((hour - 8) / width) ** 2)) + 0.8 * math.exp(
                -(((hour - 17.5) / (width * 1.3)) ** 2)
            )
            height += 0.22 * math.exp(-(((hour - 13) / 4) ** 2))
            points.append((130 + step * 1340 / 200, 920 - scale * height))
        return points

    for number in range(5):
        ink = blend(inks.deep, inks.soft, number / 5)
        canvas.shape([*curve(800 - number * 130, 1.5 + number * 0.16), (1470, 920), (130, 920)], ink)
    canvas.line(curve(800, 1.5), inks.glow, 8)
    canvas.line(curve(270, 2.1), inks.accent, 8)
    for hour in range(0, 25, 3):
        x = 130 + hour / 24 * 1340
        canvas.box(x - 2, 920, x + 2, 950 if hour % 6 == 0 else 936, inks.pale)
    canvas.box(130, 918, 1470, 923, inks.pale)


def circuit(canvas: Canvas, inks: Inks) -> None:
    """Conductor paths glowing on a dark board."""
    canvas.stripes(0, HEIGHT, inks.night, blend(inks.night, inks.deep, 0.9), 5)
    middle = (800, 534)
    for side in range(4):
        for number in range(15):
            offset = (number - 7) * 26
            bend = 190 + abs(number - 7) * 26 + canvas.chance.randrange(0, 3) * 40
            shift = offset * canvas.chance.choice((2.1, 2.6, 3.0))
            length = canvas.chance.uniform(500, 1000)
            path = [
                (190, offset),
                (bend, offset),
                (bend + abs(shift - offset), shift),
                (bend + abs(shift - offset) + length, shift),
            ]
            turned = [_turned(middle, point, side) for point in path]
            hot = canvas.chance.random()
            ink = inks.glow if hot < 0.2 else inks.accent if hot < 0.27 else inks.mid
            canvas.line(turned, ink, 7)
            if canvas.chance.random() < 0.6:
                end = _turned(middle, (bend + abs(shift - offset) + 60 + length * 0.3, shift), side)
                canvas.disc(*end, 13, ink)
                canvas.disc(*end, 5, inks.night)
    canvas.round_box((600, 334, 1000, 734), 18, inks.soft)
    canvas.round_box((622, 356, 978, 712), 10, inks.deep)
    for row in range(7):
        for column in range(7):
            hot = canvas.chance.random()
            ink = (
                inks.glow
                if hot < 0.22
                else inks.accent
                if hot < 0.3
                else inks.mid
                if hot < 0.7
                else inks.soft
            )
            left, top = 646 + column * 45, 380 + row * 45
            canvas.box(left, top, left + 38, top + 38, ink)


def _turned(middle: tuple[float, float], point: Point, side: int) -> Point:
    along, across = point
    turns = ((along, across), (-across, along), (-along, -across), (across, -along))
    return middle[0] + turns[side][0], middle[1] + turns[side][1]


def blueprint(canvas: Canvas, inks: Inks) -> None:
    """A technical drawing in light lines on a dark ground: the section through a pier."""
    ground = blend(inks.deep, inks.mid, 0.25)
    canvas.box(0, 0, WIDTH, HEIGHT, ground)
    for x in range(0, WIDTH, 40):
        canvas.box(x, 0, x + (2 if x % 200 == 0 else 1), HEIGHT, blend(ground, inks.soft, 0.35))
    for y in range(0, HEIGHT, 40):
        canvas.box(0, y, WIDTH, y + (2 if y % 200 == 0 else 1), blend(ground, inks.soft, 0.35))
    pier = [(560, 900), (560, 330), (640, 270), (640, 180), (960, 180), (960, 270), (1040, 330), (1040, 900)]
    canvas.shape(pier, blend(ground, inks.soft, 0.3))
    for number in range(-14, 30):
        x = 560 + number * 36
        start, end = max(560, x), min(1040, x + 570)
        if start < end:
            canvas.line(
                [(start, 900 - (start - x)), (end, 900 - (end - x))], blend(ground, inks.pale, 0.32), 1.5
            )
    canvas.line([*pier, pier[0]], inks.paper, 6)
    canvas.line([(360, 900), (1240, 900)], inks.paper, 6)
    canvas.shape([(680, 900), (680, 470), (800, 390), (920, 470), (920, 900)], ground)
    canvas.line([(680, 900), (680, 470), (800, 390), (920, 470), (920, 900)], inks.paper, 4)
    canvas.ring(800, 620, 74, 74, inks.paper, 4)
    canvas.line([(690, 620), (910, 620)], inks.paper, 2)
    canvas.line([(800, 510), (800, 730)], inks.paper, 2)
    for water, step in ((470, 0), (490, 30), (512, 60)):
        for x in (*range(60 + step, 520, 130), *range(1090 + step, 1560, 130)):
            canvas.line([(x, water), (x + 60, water)], inks.soft, 4)
    for _ in range(46):
        wall = canvas.chance.choice((canvas.chance.uniform(574, 668), canvas.chance.uniform(932, 1026)))
        canvas.disc(wall, canvas.chance.uniform(345, 880), 6, inks.glow)
    for start in (586, 1000, 960):
        crack: list[Point] = [(start, 400.0)]
        for _ in range(9):
            crack.append(
                (crack[-1][0] + canvas.chance.uniform(-13, 13), crack[-1][1] + canvas.chance.uniform(10, 26))
            )
        canvas.line(crack, inks.accent, 4)
    for y, left, right in ((980, 560, 1040), (130, 640, 960)):
        canvas.line([(left, y), (right, y)], inks.paper, 2)
        for x in (left, right):
            canvas.line([(x, y - 16), (x, y + 16)], inks.paper, 3)


def rings(canvas: Canvas, inks: Inks) -> None:
    """Field lines around two bright poles."""
    canvas.box(0, 0, WIDTH, HEIGHT, inks.night)
    left, right, y = 560, 1040, 534
    for number in range(15, 0, -1):
        wide = 60 + number * 62
        high = 26 + number * 46
        ink = (
            blend(inks.deep, inks.soft, (number % 4) / 3) if number % 2 else blend(inks.night, inks.mid, 0.55)
        )
        canvas.oval(left - wide * 0.42, y, wide * 0.9, high, ink)
        canvas.oval(right + wide * 0.42, y, wide * 0.9, high, ink)
    for number in range(7, 0, -1):
        canvas.oval(800, y, 250 + number * 12, 24 + number * 30, blend(inks.mid, inks.night, number / 8))
    for number in range(1, 6):
        canvas.ring(800, y, 246, 20 + number * 38, inks.pale, 3)
    canvas.round_box((left - 60, y - 62, 800, y + 62), 16, inks.accent)
    canvas.round_box((800, y - 62, right + 60, y + 62), 16, inks.paper)
    canvas.box(770, y - 62, 800, y + 62, inks.accent)
    canvas.box(800, y - 62, 830, y + 62, inks.paper)
    for x, ink in ((left - 20, inks.glow), (right + 20, inks.glow)):
        canvas.disc(x, y, 26, ink)


def contours(canvas: Canvas, inks: Inks) -> None:
    """Contour lines of an island in sand and sea colours."""
    canvas.box(0, 0, WIDTH, HEIGHT, inks.mid)
    levels = 15
    tops = ((690, 560, 1.0), (980, 470, 0.72))
    for number in range(levels):
        share = number / (levels - 1)
        if number < 5:
            ink = blend(inks.mid, inks.soft, (number + 1) / 6)
        else:
            ink = (
                blend(inks.paper, inks.glow, (number - 5) / 9)
                if number % 2
                else blend(inks.pale, inks.glow, (number - 5) / 9)
            )
        for x, y, size in tops:
            if (radius := (560 - 560 * share) * size) < 24:
                continue
            outline = []
            for step in range(90):
                angle = step * math.tau / 90
                wobble = (
                    1
                    + 0.13 * math.sin(3 * angle + x)
                    + 0.08 * math.sin(5 * angle + y + share * 2)
                    + 0.04 * math.sin(11 * angle)
                )
                outline.append(
                    (
                        x + 1.18 * radius * wobble * math.cos(angle),
                        y + 0.72 * radius * wobble * math.sin(angle),
                    )
                )
            canvas.shape(outline, ink)
            canvas.line([*outline, outline[0]], blend(ink, inks.deep, 0.5), 2 if number != 5 else 5)
    for x in range(100, WIDTH, 280):
        canvas.box(x, 0, x + 1, HEIGHT, inks.deep)
    for y in range(60, HEIGHT, 237):
        canvas.box(0, y, WIDTH, y + 1, inks.deep)
    x, y = 1370, 860
    for number in range(16):
        angle = number * math.tau / 16
        reach = 118 if number % 4 == 0 else 74 if number % 2 == 0 else 44
        side = 0.2
        canvas.shape(
            [
                (x + reach * math.cos(angle), y + reach * math.sin(angle)),
                (x + 20 * math.cos(angle + side * 4), y + 20 * math.sin(angle + side * 4)),
                (x + 20 * math.cos(angle - side * 4), y + 20 * math.sin(angle - side * 4)),
            ],
            inks.accent if number % 4 == 0 else inks.night,
        )
    canvas.disc(x, y, 15, inks.paper)
    for number in range(26):
        along = number / 25
        if number % 2 == 0:
            canvas.disc(90 + 560 * along, 960 - 250 * along - 60 * math.sin(along * 3), 7, inks.accent)


def score(canvas: Canvas, inks: Inks) -> None:
    """Staves with notes that turn into birds."""
    canvas.box(0, 0, WIDTH, HEIGHT, inks.paper)
    canvas.sun(1190, 300, 150, inks.accent, inks.paper, 1)
    for number in range(5):
        for staff, base in enumerate((330, 760)):
            points = []
            for x in range(0, WIDTH + 20, 20):
                lift = 120 * (x / WIDTH) ** 2.2 * (1 if staff == 0 else 0.8)
                points.append(
                    (float(x), base + number * 34 - lift * (1 - number * 0.12) + 10 * math.sin(x / 190))
                )
            canvas.line(points, inks.mid, 3)
    for staff, base in enumerate((330, 760)):
        for number in range(9):
            x = 110 + number * 124 + staff * 40
            y = base + canvas.chance.choice((0, 17, 34, 51, 68, 85, 102)) - 100 * (x / WIDTH) ** 2.2
            if number < 5:
                canvas.oval(x, y, 25, 18, inks.night)
                canvas.line([(x + 22, y - 4), (x + 22, y - 118)], inks.night, 6)
                if number % 2:
                    canvas.shape(
                        [(x + 20, y - 118), (x + 62, y - 80), (x + 60, y - 46), (x + 20, y - 88)], inks.night
                    )
            else:
                _gull(
                    canvas,
                    x + (number - 5) * 50,
                    y - 30 - (number - 5) * 34,
                    44 + (number - 5) * 13,
                    inks.night,
                )
    for x, y, size in ((1420, 190, 60), (1300, 120, 44), (1500, 330, 40)):
        _gull(canvas, x, y, size, inks.deep)


def _gull(canvas: Canvas, x: float, y: float, size: float, ink: tuple[int, int, int]) -> None:
    for side in (-1, 1):
        canvas.shape(
            [
                (x, y),
                (x + side * size * 0.5, y - size * 0.62),
                (x + side * size * 1.35, y - size * 0.34),
                (x + side * size * 0.58, y - size * 0.36),
                (x + side * size * 0.12, y + size * 0.2),
            ],
            ink,
        )
    canvas.oval(x, y + size * 0.04, size * 0.16, size * 0.2, ink)


def grid(canvas: Canvas, inks: Inks) -> None:
    """A mosaic of squares like a machine-readable code."""
    canvas.box(0, 0, WIDTH, HEIGHT, inks.paper)
    side = 66.7
    for column in range(24):
        for row in range(16):
            hot = canvas.chance.random()
            left, top = column * side, row * side
            if hot < 0.42:
                ink = canvas.chance.choice((inks.night, inks.night, inks.deep, inks.mid))
                canvas.box(left, top, left + side, top + side, ink)
            elif hot < 0.47:
                canvas.box(left, top, left + side, top + side, inks.accent)
            elif hot < 0.54:
                canvas.box(left, top, left + side, top + side, inks.pale)
    for column, row in ((1, 1), (18, 1), (1, 10)):
        left, top = column * side, row * side
        for inset, ink in ((-1, inks.paper), (0, inks.night), (1, inks.paper), (1.9, inks.accent)):
            canvas.box(
                left + inset * side,
                top + inset * side,
                left + (5 - inset) * side,
                top + (5 - inset) * side,
                ink,
            )


def machine(canvas: Canvas, inks: Inks) -> None:
    """Interlocking gears and rotors."""
    canvas.stripes(0, HEIGHT, inks.night, inks.deep, 4)
    wheels = [
        (420, 420, 300, 24, inks.accent, 0.0),
        (960, 610, 266, 21, inks.mid, 0.11),
        (1390, 330, 240, 19, inks.accent, 0.05),
        (700, 1010, 190, 15, inks.soft, 0.1),
        (1420, 960, 250, 20, inks.soft, 0.02),
        (90, 980, 230, 18, inks.mid, 0.0),
        (900, 130, 170, 13, inks.soft, 0.13),
    ]
    for x, y, radius, teeth, ink, turn in wheels:
        outline = []
        for tooth in range(teeth):
            for share, reach in ((-0.3, 0.9), (-0.18, 1.0), (0.18, 1.0), (0.3, 0.9)):
                angle = turn + (tooth + share) * math.tau / teeth
                outline.append((x + radius * reach * math.cos(angle), y + radius * reach * math.sin(angle)))
        canvas.shape([(a + 12, b + 14) for a, b in outline], inks.night)
        canvas.shape(outline, ink)
        canvas.disc(x, y, radius * 0.74, blend(ink, inks.night, 0.28))
        for spoke in range(6):
            angle = turn + spoke * math.tau / 6
            canvas.disc(
                x + radius * 0.5 * math.cos(angle),
                y + radius * 0.5 * math.sin(angle),
                radius * 0.16,
                inks.night,
            )
        canvas.disc(x, y, radius * 0.26, blend(ink, inks.paper, 0.45))
        canvas.disc(x, y, radius * 0.12, inks.night)
