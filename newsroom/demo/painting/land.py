"""Land: hills and orchards, mountains, the pass, runners on a dyke."""

import math
from itertools import pairwise

from newsroom.demo.painting.canvas import HEIGHT, WIDTH, Canvas
from newsroom.demo.painting.inks import Colour, Inks, blend


def hills(canvas: Canvas, inks: Inks) -> None:
    """Rows of fruit trees on rolling hills in the morning mist."""
    canvas.stripes(0, 620, inks.glow, inks.paper, 7)
    canvas.sun(1140, 290, 88, inks.paper, inks.glow, 1)
    for number, (base, high) in enumerate(((470, 70), (560, 60))):
        canvas.ridge(base, high, blend(inks.paper, inks.mid, 0.3 + 0.2 * number), 1.2)
    layers = ((650, 40, 16, inks.soft), (760, 46, 26, inks.mid), (890, 50, 40, inks.deep))
    for base, high, size, ink in layers:
        _orchard(canvas, base, high, size, ink, inks)


def _orchard(canvas: Canvas, base: float, high: float, size: float, ink: Colour, inks: Inks) -> None:
    phase = base / 90

    def ground(x: float) -> float:
        return base - high * math.sin(x / 380 + phase)

    canvas.shape(
        [*((x, ground(x)) for x in range(0, WIDTH + 20, 20)), (WIDTH, HEIGHT), (0, HEIGHT)],
        blend(ink, inks.pale, 0.25),
    )
    for row in range(4):
        shift = row * size * 1.5
        canvas.line(
            [(x, ground(x) + shift + size) for x in range(0, WIDTH + 20, 40)], blend(ink, inks.night, 0.2), 2
        )
        x = (row % 2) * size * 1.4 - size
        while x < WIDTH + size:
            y = ground(x) + shift
            canvas.box(x - size * 0.09, y, x + size * 0.09, y + size, inks.night)
            crown = blend(ink, inks.night, 0.25)
            canvas.disc(x, y - size * 0.2, size * 0.78, crown)
            canvas.disc(x - size * 0.2, y - size * 0.4, size * 0.4, blend(crown, inks.pale, 0.28))
            if canvas.chance.random() < 0.3:
                canvas.disc(x + size * 0.25, y - size * 0.1, size * 0.13, inks.accent)
            x += size * 2.8


def mountains(canvas: Canvas, inks: Inks) -> None:
    """Layers of mountains with a winding tower in front."""
    canvas.stripes(0, 700, inks.soft, inks.paper, 9)
    canvas.sun(420, 330, 80, inks.paper, inks.pale, 2)
    for number in range(4):
        ink = blend(inks.pale, inks.mid, 0.25 + 0.25 * number)
        canvas.ridge(470 + number * 110, 95 - number * 10, ink, 1.6 + number * 0.4, 26)
    canvas.ridge(920, 26, inks.night, 1.1, 6)
    x, foot = 1130, 930
    for lean, wide in ((-120, 15), (120, 15), (-44, 9), (44, 9)):
        canvas.line([(x + lean, foot), (x + lean * 0.34, foot - 520)], inks.night, wide)
    for number in range(5):
        y = foot - 40 - number * 100
        half, upper = 120 - (120 * 0.66) * (foot - y) / 520, 120 - (120 * 0.66) * (foot - y + 100) / 520
        canvas.line([(x - half, y), (x + half, y)], inks.night, 8)
        canvas.line([(x - half, y), (x + upper, y - 100)], inks.night, 5)
    canvas.box(x - 66, foot - 540, x + 66, foot - 516, inks.night)
    for side in (-30, 34):
        canvas.ring(x + side, foot - 566, 46, 46, inks.night, 9)
        for spoke in range(6):
            angle = spoke * math.pi / 3
            canvas.line(
                [
                    (x + side, foot - 566),
                    (x + side + 44 * math.cos(angle), foot - 566 + 44 * math.sin(angle)),
                ],
                inks.night,
                3,
            )
    canvas.line([(x - 74, foot - 580), (700, 860)], inks.night, 4)
    canvas.box(560, 800, 830, 960, inks.night)
    canvas.shape([(540, 802), (695, 730), (850, 802)], inks.night)
    for left in (596, 670, 744):
        canvas.box(left, 850, left + 40, 890, inks.glow)
    canvas.box(x - 24, foot - 500, x + 24, foot - 470, inks.accent)


def road(canvas: Canvas, inks: Inks) -> None:
    """A road winding up to a pass between snowy slopes."""
    canvas.stripes(0, 480, inks.mid, inks.pale, 6)
    canvas.shape([(-40, 560), (420, 110), (560, 250), (760, 420), (860, 520)], inks.paper)
    canvas.shape([(420, 110), (560, 250), (760, 420), (860, 520), (560, 520), (470, 300)], inks.pale)
    canvas.shape([(760, 520), (1160, 60), (1330, 230), (1680, 560)], inks.paper)
    canvas.shape([(1160, 60), (1330, 230), (1680, 560), (1260, 560), (1220, 260)], inks.pale)
    canvas.shape(
        [(0, 500), (340, 430), (800, 486), (1240, 420), (1600, 500), (1600, HEIGHT), (0, HEIGHT)], inks.soft
    )
    canvas.shape([(0, 640), (500, 560), (1000, 640), (1600, 560), (1600, HEIGHT), (0, HEIGHT)], inks.mid)
    canvas.shape([(0, 860), (700, 760), (1600, 880), (1600, HEIGHT), (0, HEIGHT)], inks.deep)
    bends = [
        (800, 478, 5),
        (900, 508, 8),
        (1010, 540, 12),
        (900, 576, 17),
        (640, 610, 23),
        (470, 652, 31),
        (640, 706, 42),
        (1010, 752, 56),
        (1210, 812, 72),
        (1060, 896, 96),
        (700, 990, 130),
        (520, 1090, 170),
    ]
    for ink, extra in ((inks.paper, 1.0), (inks.night, 0.86)):
        for (x, y, wide), (next_x, next_y, next_wide) in pairwise(bends):
            for step in range(24):
                share = step / 24
                ease = share * share * (3 - 2 * share)
                girth = (wide + (next_wide - wide) * share) * extra / 2
                canvas.oval(
                    x + (next_x - x) * ease, y + (next_y - y) * share, girth * 1.25, girth * 0.55, ink
                )
    riders = ((1196, 806, 0.8), (1112, 856, 1.0), (960, 906, 1.3))
    for x, y, size in riders:
        for side in (-26, 26):
            canvas.ring(x + side * size, y, 19 * size, 19 * size, inks.paper, 4 * size)
        canvas.line(
            [
                (x - 26 * size, y),
                (x - 6 * size, y - 30 * size),
                (x + 18 * size, y - 30 * size),
                (x + 26 * size, y),
            ],
            inks.glow,
            4 * size,
        )
        canvas.line(
            [(x - 4 * size, y - 4 * size), (x - 8 * size, y - 42 * size), (x + 14 * size, y - 66 * size)],
            inks.accent,
            15 * size,
        )
        canvas.line([(x + 12 * size, y - 62 * size), (x + 24 * size, y - 36 * size)], inks.accent, 8 * size)
        canvas.disc(x + 22 * size, y - 80 * size, 11 * size, inks.glow)


def runners(canvas: Canvas, inks: Inks) -> None:
    """Silhouettes of runners in a row against a striped sunset."""
    for number in range(14):
        share = number / 13
        ink = blend(inks.deep, inks.glow, share) if number % 2 == 0 else blend(inks.mid, inks.accent, share)
        canvas.box(0, number * 58, WIDTH, number * 58 + 60, ink)
    canvas.sun(800, 600, 215, inks.paper, inks.glow, 1)
    canvas.box(0, 800, WIDTH, HEIGHT, inks.night)
    canvas.box(0, 800, WIDTH, 812, inks.pale)
    for number in range(7):
        size = canvas.chance.uniform(0.92, 1.12)
        _runner(canvas, 170 + number * 214, 800, size, number, inks.night)
    for number in range(14):
        canvas.round_box((40 + number * 120, 925, 110 + number * 120, 935), 5, inks.mid)


def _runner(canvas: Canvas, x: float, foot: float, size: float, phase: int, ink: Colour) -> None:
    swing = (1.0, 0.55, 0.85)[phase % 3] * (1 if phase % 2 else -1)
    hip, neck = (x, foot - 150 * size), (x + 34 * size, foot - 258 * size)
    canvas.line([hip, neck], ink, 44 * size)
    canvas.disc(*hip, 22 * size, ink)
    canvas.disc(*neck, 23 * size, ink)
    canvas.disc(neck[0] + 20 * size, neck[1] - 46 * size, 25 * size, ink)
    for side in (1, -1):
        reach = side * swing
        knee = (hip[0] + (46 * reach + 14) * size, hip[1] + 66 * size)
        end = (
            knee[0] + (30 if reach > 0 else -74) * size * abs(swing),
            foot - (2 if reach > 0 else 46) * size,
        )
        canvas.line([hip, knee, end], ink, 27 * size)
        canvas.disc(*knee, 13 * size, ink)
        canvas.line([end, (end[0] + 26 * size, end[1] - (0 if reach > 0 else 16) * size)], ink, 17 * size)
        elbow = (neck[0] - (54 * reach) * size, neck[1] + 52 * size)
        hand = (elbow[0] + (44 if reach < 0 else 10) * size, elbow[1] + (-34 if reach < 0 else 40) * size)
        canvas.line([neck, elbow, hand], ink, 17 * size)
        canvas.disc(*hand, 9 * size, ink)
