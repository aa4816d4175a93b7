"""People, as shapes: delegates at a table, profiles in hoods."""

from newsroom.demo.painting.canvas import HEIGHT, Canvas
from newsroom.demo.painting.inks import Colour, Inks, blend


def assembly(canvas: Canvas, inks: Inks) -> None:
    """A long table under hanging lamps, delegates in silhouette on both sides."""
    canvas.stripes(0, HEIGHT, inks.deep, inks.mid, 5)
    for number in range(5):
        left = 90 + number * 300
        canvas.box(left, 110, left + 220, 560, inks.night)
        canvas.oval(left + 110, 110, 110, 80, inks.night)
        canvas.stripes_in((left + 14, 120, left + 206, 548), blend(inks.night, inks.deep, 0.9), inks.soft, 5)
        canvas.box(left + 104, 60, left + 116, 548, inks.night)
        canvas.box(left, 330, left + 220, 340, inks.night)
    for number in range(5):
        x = 200 + number * 300
        canvas.shape(
            [(x - 50, 300), (x + 50, 300), (x + 250, 720), (x - 250, 720)], blend(inks.mid, inks.glow, 0.3)
        )
    for number in range(9):
        _sitter(canvas, 130 + number * 168, 640, 1.0, blend(inks.night, inks.deep, 0.45))
    canvas.shape([(120, 690), (1480, 690), (1720, 900), (-120, 900)], inks.glow)
    canvas.shape([(180, 705), (1420, 705), (1480, 760), (120, 760)], blend(inks.glow, inks.paper, 0.6))
    for number in range(12):
        x, y = 190 + number * 108, 790 + (number % 3) * 22
        canvas.shape([(x, y), (x + 62, y - 4), (x + 70, y + 24), (x - 4, y + 28)], inks.paper)
    canvas.shape(
        [(-120, 900), (1720, 900), (1720, HEIGHT), (-120, HEIGHT)], blend(inks.night, inks.deep, 0.5)
    )
    for number in range(6):
        _sitter(canvas, 110 + number * 276, 930, 1.75, inks.night)
    for number in range(5):
        x = 200 + number * 300
        canvas.line([(x, 0), (x, 240)], inks.night, 5)
        canvas.shape([(x - 22, 236), (x + 22, 236), (x + 84, 304), (x - 84, 304)], inks.accent)
        canvas.oval(x, 304, 58, 12, inks.paper)


def _sitter(canvas: Canvas, x: float, y: float, size: float, ink: Colour) -> None:
    lean = canvas.chance.uniform(-10, 10) * size
    canvas.disc(x + lean, y - 62 * size, 30 * size, ink)
    canvas.box(x + lean - 10 * size, y - 44 * size, x + lean + 10 * size, y - 10 * size, ink)
    canvas.round_box((x - 62 * size, y - 26 * size, x + 62 * size, y + 140 * size), 40 * size, ink)


def portraits(canvas: Canvas, inks: Inks) -> None:
    """Four profiles in hoods, in duotone colours."""
    fields = (
        (inks.mid, inks.paper, inks.soft),
        (inks.accent, inks.paper, inks.night),
        (inks.glow, inks.deep, inks.paper),
        (inks.deep, inks.pale, inks.mid),
    )
    for number, (ground, hood, face) in enumerate(fields):
        left, facing = number * 400, 1 if number % 2 == 0 else -1
        canvas.box(left, 0, left + 400, HEIGHT, ground)
        middle = left + 200

        def at(x: float, y: float, middle: float = middle, facing: int = facing) -> tuple[float, float]:
            return middle + facing * x, y

        canvas.shape(
            [at(-190, 1067), at(-170, 860), at(-96, 790), at(80, 790), at(160, 870), at(186, 1067)], hood
        )
        canvas.oval(middle - facing * 20, 520, 168, 236, hood)
        canvas.shape([at(-150, 600), at(-110, 830), at(96, 830), at(110, 640)], hood)
        canvas.shape(
            [
                at(40, 370),
                at(108, 380),
                at(124, 450),
                at(118, 490),
                at(160, 570),
                at(126, 590),
                at(130, 622),
                at(116, 636),
                at(122, 660),
                at(104, 706),
                at(44, 722),
                at(2, 640),
                at(-6, 470),
            ],
            face,
        )
        canvas.shape([at(30, 440), at(122, 440), at(126, 500), at(26, 508)], blend(hood, ground, 0.35))
        canvas.shape([at(52, 452), at(80, 450), at(64, 498), at(40, 500)], face)
        canvas.shape(
            [at(40, 590), at(128, 592), at(128, 690), at(96, 716), at(40, 724)], blend(face, hood, 0.24)
        )
        canvas.line([at(-60, 560), at(46, 600)], blend(hood, ground, 0.4), 6)
    for number in range(1, 4):
        canvas.box(number * 400 - 4, 0, number * 400 + 4, HEIGHT, inks.paper)
