"""Built things: cranes, skylines, rails, the ground under floodlights, halls and shelves."""

from newsroom.demo.painting.canvas import HEIGHT, WIDTH, Canvas
from newsroom.demo.painting.inks import Colour, Inks, blend


def harbour(canvas: Canvas, inks: Inks) -> None:
    """Container cranes against an evening sky."""
    quay = 800
    canvas.stripes(0, quay, inks.soft, inks.paper, 9)
    canvas.sun(520, 610, 120, inks.accent, inks.pale, 2)
    for x, size, ink in (
        (1270, 0.72, inks.mid),
        (880, 0.86, blend(inks.mid, inks.deep, 0.6)),
        (330, 1.12, inks.night),
    ):
        _crane(canvas, x, quay, size, ink)
    boxes = (inks.accent, inks.mid, inks.deep, inks.soft, inks.glow)
    for column in range(13):
        for level in range(canvas.chance.choice((1, 2, 2, 3, 4))):
            left, top = 560 + column * 84, quay - 52 - level * 54
            canvas.box(left, top, left + 78, top + 50, canvas.chance.choice(boxes))
            for rib in range(1, 6):
                canvas.box(
                    left + rib * 13, top + 8, left + rib * 13 + 2, top + 42, blend(inks.night, inks.mid, 0.5)
                )
    canvas.box(0, quay - 4, WIDTH, quay + 34, inks.night)
    canvas.box(0, quay + 34, WIDTH, HEIGHT, inks.deep)
    canvas.glints((300, quay + 50, 780, 1050), inks.accent, 30, 80)
    canvas.glints((0, quay + 50, WIDTH, 1050), inks.mid, 34, 90)


def _crane(canvas: Canvas, x: float, foot: float, size: float, ink: Colour) -> None:
    high, wide = 560 * size, 150 * size
    for leg in (x, x + wide):
        canvas.box(leg - 9 * size, foot - high, leg + 9 * size, foot, ink)
    canvas.line([(x, foot - high * 0.3), (x + wide, foot - high * 0.62)], ink, 8 * size)
    canvas.line([(x + wide, foot - high * 0.3), (x, foot - high * 0.62)], ink, 8 * size)
    canvas.box(x - 12 * size, foot - high * 0.3, x + wide + 12 * size, foot - high * 0.27, ink)
    boom = foot - high * 0.8
    canvas.box(x - 300 * size, boom - 11 * size, x + wide + 170 * size, boom + 11 * size, ink)
    top = (x + wide * 0.5, foot - high * 1.18)
    for end in (x - 290 * size, x - 90 * size, x + wide + 160 * size):
        canvas.line([top, (end, boom)], ink, 5 * size)
    canvas.line([(x, foot - high), top, (x + wide, foot - high)], ink, 11 * size)
    cable = x - 210 * size
    canvas.line([(cable, boom), (cable, boom + 130 * size)], ink, 3 * size)
    canvas.box(cable - 42 * size, boom + 130 * size, cable + 42 * size, boom + 176 * size, ink)


def skyline(canvas: Canvas, inks: Inks) -> None:
    """Lit windows and their reflection in the harbour."""
    shore = 700
    canvas.stripes(0, shore, inks.night, inks.soft, 9)
    canvas.disc(1260, 220, 62, inks.paper)
    canvas.disc(1236, 204, 56, blend(inks.night, inks.deep, 0.5))
    _houses(canvas, inks, shore, blend(inks.deep, inks.mid, 0.6), 120, 300, False)
    canvas.box(0, shore, WIDTH, HEIGHT, inks.night)
    _houses(canvas, inks, shore, inks.night, 90, 400, True)
    canvas.glints((0, shore + 20, WIDTH, 1050), blend(inks.night, inks.mid, 0.8), 40, 90)
    canvas.glints((1160, shore + 20, 1360, 1050), inks.pale, 18, 50)


def _houses(canvas: Canvas, inks: Inks, foot: float, ink: Colour, low: float, high: float, lit: bool) -> None:
    x = -20.0
    while x < WIDTH:
        wide = canvas.chance.uniform(58, 128)
        top = foot - canvas.chance.uniform(low, high)
        canvas.box(x, top, x + wide, foot, ink)
        roof = canvas.chance.random()
        if roof < 0.35:
            canvas.shape([(x, top), (x + wide / 2, top - wide * 0.55), (x + wide, top)], ink)
        elif roof < 0.5:
            canvas.line([(x + wide / 2, top), (x + wide / 2, top - 70)], ink, 5)
        if lit:
            _windows(canvas, inks, x, top, wide, foot)
        x += wide + canvas.chance.choice((0, 0, 4, 16))


def _windows(canvas: Canvas, inks: Inks, x: float, top: float, wide: float, foot: float) -> None:
    columns = int((wide - 14) // 22)
    for row in range(int((foot - top - 30) // 34)):
        for column in range(columns):
            if canvas.chance.random() < 0.42:
                left, upper = x + 12 + column * 22, top + 18 + row * 34
                canvas.box(
                    left,
                    upper,
                    left + 10,
                    upper + 16,
                    canvas.chance.choice((inks.glow, inks.glow, inks.pale, inks.accent)),
                )
                lower = foot + (foot - upper) * 0.62
                canvas.box(left - 2, lower - 4, left + 12, lower + 4, blend(inks.night, inks.glow, 0.45))


def ferry(canvas: Canvas, inks: Inks) -> None:
    """A ferry on dark water before dawn, the lights of a city behind it."""
    shore = 560
    canvas.stripes(0, shore, inks.night, inks.pale, 10)
    _houses(canvas, inks, shore, blend(inks.deep, inks.night, 0.4), 40, 150, False)
    for _ in range(90):
        canvas.disc(
            canvas.chance.uniform(0, WIDTH),
            shore - canvas.chance.uniform(8, 90),
            canvas.chance.uniform(2, 4),
            inks.glow,
        )
    canvas.box(0, shore, WIDTH, HEIGHT, inks.deep)
    canvas.glints((0, shore + 10, WIDTH, 760), inks.glow, 40, 46)
    hull = 790
    canvas.shape([(300, hull - 90), (1330, hull - 90), (1260, hull), (360, hull)], inks.paper)
    canvas.shape([(318, hull - 62), (1308, hull - 62), (1260, hull), (360, hull)], inks.accent)
    canvas.box(400, hull - 180, 1210, hull - 90, inks.paper)
    canvas.box(500, hull - 250, 1080, hull - 180, inks.pale)
    canvas.shape([(540, hull - 250), (560, hull - 310), (700, hull - 310), (720, hull - 250)], inks.paper)
    canvas.shape([(880, hull - 250), (894, hull - 370), (990, hull - 370), (1004, hull - 250)], inks.night)
    canvas.box(890, hull - 345, 994, hull - 318, inks.accent)
    for x in range(430, 1190, 52):
        canvas.box(x, hull - 154, x + 32, hull - 118, inks.glow)
    for x in range(526, 1060, 52):
        canvas.box(x, hull - 228, x + 30, hull - 202, inks.glow)
    canvas.box(575, hull - 296, 690, hull - 272, inks.glow)
    canvas.glints((330, hull + 14, 1290, 1040), inks.glow, 42, 80)
    canvas.glints((0, hull + 10, WIDTH, 1050), inks.night, 40, 110)


def rails(canvas: Canvas, inks: Inks) -> None:
    """Tram rails converging towards a low sun between houses."""
    eye, far = (800.0, 520.0), 40
    canvas.stripes(0, 540, inks.mid, inks.glow, 9)
    canvas.sun(*eye, 96, inks.paper, inks.glow, 2)
    for side in (-1, 1):
        for number in range(6, -1, -1):
            near, next_near = (number / 7) ** 1.7, ((number + 1) / 7) ** 1.7
            inner, outer = eye[0] + side * (far + 620 * near), eye[0] + side * (far + 620 * next_near + 60)
            high = 120 + 520 * next_near + canvas.chance.uniform(-30, 40) * (0.3 + near)
            ink = blend(inks.soft, inks.night, 0.25 + 0.75 * next_near)
            if number == 6:
                outer += side * 200
            canvas.box(min(inner, outer), eye[1] + 30 - high, max(inner, outer), HEIGHT, ink)
            for row in range(1, 6 if number < 6 else 1):
                upper = eye[1] + 30 - high + row * high * 0.15
                left = min(inner, outer) + abs(outer - inner) * 0.25
                canvas.box(
                    left,
                    upper,
                    left + abs(outer - inner) * 0.2,
                    upper + high * 0.07,
                    blend(ink, inks.glow, 0.55),
                )
                left += abs(outer - inner) * 0.35
                canvas.box(
                    left,
                    upper,
                    left + abs(outer - inner) * 0.2,
                    upper + high * 0.07,
                    blend(ink, inks.night, 0.5),
                )
    canvas.shape(
        [(eye[0] - 46, eye[1] + 30), (eye[0] + 46, eye[1] + 30), (1720, HEIGHT), (-120, HEIGHT)], inks.soft
    )
    canvas.shape(
        [(eye[0] - 30, eye[1] + 30), (eye[0] + 30, eye[1] + 30), (1260, HEIGHT), (340, HEIGHT)],
        blend(inks.soft, inks.deep, 0.7),
    )
    for near, next_near in ((0.02, 0.03), (0.07, 0.09), (0.16, 0.2), (0.33, 0.4), (0.62, 0.72)):
        top, low = eye[1] + 30 + 520 * near, eye[1] + 30 + 520 * next_near
        canvas.shape(
            [
                (800 - 30 - 430 * near, top),
                (800 + 30 + 430 * near, top),
                (800 + 30 + 430 * next_near, low),
                (800 - 30 - 430 * next_near, low),
            ],
            inks.deep,
        )
    for start, end in ((-16, -270), (-9, -160), (9, 160), (16, 270)):
        canvas.shape(
            [
                (800 + start - 1, 550),
                (800 + start + 1, 550),
                (800 + end + 9, HEIGHT),
                (800 + end - 9, HEIGHT),
            ],
            inks.paper,
        )
    for height in (-520, -300):
        canvas.line([(800, eye[1]), (800 + height * 0.9, 0)], inks.night, 2)
    canvas.line([(800, eye[1]), (1180, 0)], inks.night, 2)


def stadium(canvas: Canvas, inks: Inks) -> None:
    """A floodlit ground at night with a striped pitch."""
    canvas.stripes(0, 560, inks.night, inks.deep, 5)
    for x in (210, 1390):
        for spread, share in ((430, 0.14), (250, 0.26)):
            inward = 1 if x < 800 else -1
            canvas.shape(
                [(x, 150), (x + inward * (760 + spread), 640), (x + inward * (500 - spread), 640)],
                blend(inks.deep, inks.glow, share),
            )
    canvas.shape([(0, 470), (300, 430), (1300, 430), (1600, 470), (1600, 640), (0, 640)], inks.night)
    crowd = (inks.mid, inks.soft, inks.pale, inks.accent, inks.deep)
    for row in range(9):
        for _ in range(105):
            canvas.disc(canvas.chance.uniform(0, WIDTH), 462 + row * 18, 6, canvas.chance.choice(crowd))
    canvas.box(0, 616, WIDTH, 650, inks.paper)
    for x in range(0, WIDTH, 200):
        canvas.box(x + 8, 620, x + 150, 646, canvas.chance.choice((inks.accent, inks.mid, inks.glow)))
    top, low = 650, HEIGHT
    for number in range(-6, 6):
        ink = inks.mid if number % 2 else blend(inks.mid, inks.soft, 0.45)
        canvas.shape(
            [
                (800 + number * 190, top),
                (800 + (number + 1) * 190, top),
                (800 + (number + 1) * 430, low),
                (800 + number * 430, low),
            ],
            ink,
        )
    canvas.line([(0, 690), (WIDTH, 690)], inks.paper, 5)
    canvas.line([(800, 690), (800, low)], inks.paper, 6)
    canvas.ring(800, 900, 300, 96, inks.paper, 6)
    canvas.oval(800, 900, 9, 6, inks.paper)
    for x in (210, 1390):
        canvas.shape([(x - 7, 640), (x - 4, 150), (x + 4, 150), (x + 7, 640)], inks.pale)
        canvas.round_box((x - 90, 84, x + 90, 176), 6, inks.pale)
        for column in range(5):
            for row in range(2):
                canvas.disc(x - 68 + column * 34, 110 + row * 40, 13, inks.paper)
    for x, y, ink in (
        (520, 800, inks.accent),
        (700, 760, inks.accent),
        (960, 830, inks.paper),
        (1130, 770, inks.paper),
        (860, 930, inks.accent),
        (640, 960, inks.paper),
    ):
        size = (y - 560) / 300
        canvas.oval(x, y + 44 * size, 26 * size, 5 * size, inks.deep)
        canvas.round_box((x - 11 * size, y - 14 * size, x + 11 * size, y + 20 * size), 6 * size, ink)
        canvas.line([(x - 5 * size, y + 16 * size), (x - 9 * size, y + 44 * size)], inks.night, 7 * size)
        canvas.line([(x + 5 * size, y + 16 * size), (x + 11 * size, y + 42 * size)], inks.night, 7 * size)
        canvas.disc(x, y - 24 * size, 9 * size, inks.night)


def theatre(canvas: Canvas, inks: Inks) -> None:
    """The beam of a projector over rows of heads in a dark hall."""
    canvas.stripes(0, HEIGHT, inks.deep, inks.night, 5)
    beam = blend(inks.deep, inks.glow, 0.22)
    canvas.shape([(360, 150), (0, 0), (0, 1067), (360, 590)], blend(inks.night, inks.deep, 0.55))
    canvas.shape([(1240, 150), (1600, 0), (1600, 1067), (1240, 590)], blend(inks.night, inks.deep, 0.35))
    canvas.shape([(360, 590), (1240, 590), (1600, 1067), (0, 1067)], inks.night)
    canvas.shape([(1530, 60), (360, 150), (360, 590), (1240, 590)], beam)
    canvas.shape([(1530, 60), (700, 150), (800, 590), (1240, 590)], blend(beam, inks.glow, 0.2))
    canvas.disc(1530, 60, 26, inks.glow)
    canvas.box(360, 150, 1240, 590, inks.paper)
    canvas.shape([(360, 150), (1240, 150), (1240, 590)], blend(inks.paper, inks.pale, 0.6))
    canvas.disc(930, 330, 84, inks.accent)
    canvas.shape(
        [(360, 590), (360, 480), (560, 400), (760, 500), (960, 420), (1240, 540), (1240, 590)], inks.mid
    )
    canvas.shape([(360, 590), (360, 540), (640, 500), (900, 560), (1240, 575), (1240, 590)], inks.deep)
    for row in range(5):
        y, size = 650 + row * 96 + row * row * 6, 20 + row * 13
        ink = blend(inks.mid, inks.night, 0.35 + row * 0.16)
        step = size * 3.2
        x = -size + (row % 2) * step / 2
        while x < WIDTH + size:
            sway = canvas.chance.uniform(-size * 0.3, size * 0.3)
            canvas.disc(x + sway, y, size, ink)
            canvas.round_box(
                (x + sway - size * 1.45, y + size * 0.9, x + sway + size * 1.45, y + size * 5), size, ink
            )
            x += step


def archive(canvas: Canvas, inks: Inks) -> None:
    """Shelves of folders to the ceiling, a ladder, a single desk lamp."""
    canvas.box(0, 0, WIDTH, HEIGHT, inks.deep)
    folders = (inks.mid, inks.soft, inks.pale, inks.paper, inks.accent, blend(inks.deep, inks.mid, 0.5))
    for shelf in range(6):
        low = 138 + shelf * 142
        x = 8.0
        while x < WIDTH:
            wide, high = canvas.chance.uniform(14, 42), canvas.chance.uniform(76, 116)
            distance = abs(x - 1080) / 1100 + abs(low - 760) / 1500
            ink = blend(canvas.chance.choice(folders), inks.night, min(0.78, distance))
            if canvas.chance.random() < 0.9:
                canvas.box(x, low - high, x + wide, low, ink)
                canvas.box(x + 4, low - high + 16, x + wide - 4, low - high + 30, blend(ink, inks.paper, 0.4))
            x += wide + 3
        canvas.box(0, low, WIDTH, low + 15, inks.night)
    for x in (6, 400, 800, 1200, 1586):
        canvas.box(x - 8, 0, x + 8, 880, inks.night)
    canvas.box(0, 880, WIDTH, HEIGHT, blend(inks.night, inks.deep, 0.4))
    for side in (0, 104):
        canvas.line([(330 + side, 20), (210 + side, 960)], inks.glow, 11)
    for rung in range(11):
        y = 70 + rung * 80
        x = 330 - (y - 20) * 0.1277
        canvas.line([(x, y), (x + 104, y)], inks.glow, 8)
    canvas.shape([(1000, 700), (1160, 700), (1330, 900), (830, 900)], blend(inks.glow, inks.paper, 0.3))
    canvas.shape([(1030, 640), (1130, 640), (1180, 710), (980, 710)], inks.accent)
    canvas.line([(1080, 640), (1080, 610), (1230, 610), (1230, 890)], inks.night, 8)
    canvas.box(760, 896, 1430, 926, inks.night)
    canvas.box(800, 926, 826, HEIGHT, inks.night)
    canvas.box(1370, 926, 1396, HEIGHT, inks.night)
    for number in range(5):
        canvas.box(
            880 + number * 3,
            884 - number * 11,
            1020 - number * 2,
            894 - number * 11,
            inks.paper if number % 2 else inks.pale,
        )
    canvas.shape([(1090, 896), (1100, 880), (1190, 880), (1204, 896)], inks.paper)
