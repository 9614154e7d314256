"""Drawn pictures of fictional products: a few calm shapes per category, marked 示例图."""

import hashlib
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

SIZE = (960, 720)
#: Ground and table, by category; the shapes bring their own colours.
GROUNDS = {
    "grain_oil": ("#f4ecd8", "#e2d2a8"),
    "fruit": ("#fdf0dc", "#f6d9ae"),
    "vegetable": ("#e9f2e1", "#c9dfb6"),
    "livestock": ("#f8e8e0", "#e9c8b8"),
    "egg": ("#f7f0e6", "#e4d3bb"),
    "aquatic": ("#e3eff4", "#bdd8e3"),
    "bee": ("#fdf3d3", "#f4dc92"),
    "dried": ("#efe7df", "#d3c0ad"),
    "snack": ("#f9ecdd", "#ecd0ac"),
    "condiment": ("#f6e5e0", "#e3bdb2"),
    "tea_drink": ("#e8f0e6", "#c3d8c2"),
    "handicraft": ("#f1ece2", "#d8ccb4"),
    "flower": ("#f8e9f0", "#ecc6d9"),
    "other": ("#ecefee", "#cdd6d3"),
}
#: The three characters as strokes on a square of 100, so that no font is needed.
MARK = (
    ((20, 18), (80, 18)), ((8, 40), (92, 40)), ((50, 40), (50, 90), (38, 84)),
    ((30, 56), (14, 80)), ((70, 56), (86, 80)),
), (
    ((24, 10), (8, 48)), ((17, 32), (17, 92)), ((34, 18), (66, 18)), ((48, 18), (34, 54)),
    ((42, 36), (62, 36), (50, 68), (34, 90)), ((40, 50), (52, 62)), ((74, 22), (74, 64)),
    ((90, 10), (90, 90), (80, 84)),
), (
    ((12, 12), (12, 90), (88, 90), (88, 12), (12, 12)), ((44, 22), (26, 46)),
    ((40, 32), (66, 32), (50, 52), (26, 64)), ((36, 38), (54, 52), (76, 62)),
    ((44, 64), (58, 69)), ((38, 76), (62, 83)),
)  # fmt: skip


def draw(category, name):
    """A JPEG of a fictional product; the same bytes for the same category and name."""
    chance = Random(hashlib.sha256(name.encode()).digest())
    ground, table = GROUNDS.get(category, GROUNDS["other"])
    picture = Image.new("RGB", SIZE, ground)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((-160, 470, 1120, 1100), fill=table)
    SHAPES.get(category, _boxes)(pen, _Hue(chance, name))
    _mark(pen)
    written = BytesIO()
    picture.save(written, "JPEG", quality=86)
    return written.getvalue()


class _Hue:
    """Chooses by the product's name where it tells the colour, else by chance."""

    WORDS = {"橙": 0, "柚": 1, "草莓": 2, "火龙果": 2, "葡萄": 3, "猕猴桃": 4}

    def __init__(self, chance, name):
        self.own_hue = next((hue for word, hue in self.WORDS.items() if word in name), None)
        self.randint, self._choice = chance.randint, chance.choice

    def choice(self, colours):
        return (
            self._choice(colours) if self.own_hue is None else colours[self.own_hue % len(colours)]
        )


def _mark(pen):
    """示例图 in the corner: nobody may take these for photographs."""
    pen.rounded_rectangle((750, 28, 932, 94), 8, fill="#ffffff")
    for place, strokes in enumerate(MARK):
        for stroke in strokes:
            points = [(766 + place * 52 + x * 0.46, 38 + y * 0.46) for x, y in stroke]
            pen.line(points, fill="#52606d", width=4, joint="curve")


def _disc(pen, x, y, radius, colour, height=None):
    pen.ellipse((x - radius, y - (height or radius), x + radius, y + (height or radius)), colour)


def _fruits(pen, chance):
    skin, shade = chance.choice(
        [("#ee8f2d", "#d97818"), ("#e9a83a", "#cf8d20"), ("#d9583f", "#bf432b"),
         ("#8e4b86", "#763a6f"), ("#a8bf4d", "#8fa637")]
    )  # fmt: skip
    for x, y in ((330, 470), (630, 470), (480, 520), (405, 340), (560, 345)):
        _disc(pen, x, y, 112, shade)
        _disc(pen, x - 6, y - 8, 104, skin)
        pen.ellipse((x + 2, y - 108, x + 74, y - 74), fill="#5c8a3a")
        pen.line((x, y - 92, x - 4, y - 118), fill="#6b5130", width=8)


def _leaves(pen, chance):
    green = chance.choice(["#5d9440", "#79a84b", "#4b8556"])
    for x, lean in ((330, -60), (480, 0), (630, 60)):
        for side in (-1, 1):
            tip = x + lean + side * 90
            pen.polygon([(x, 560), (tip, 330), (x + lean, 250), (x + lean // 2, 420)], fill=green)
        pen.rounded_rectangle((x - 34, 500, x + 34, 610), 26, fill="#f6f3e4")
        pen.line((x + lean, 260, x, 560), fill="#3f6f2f", width=6)


def _bottles(pen, chance):
    glass = chance.choice(["#c89a2c", "#a9752a", "#8c5a2b", "#d5ad3f"])
    for x in (300, 480, 660):
        pen.rounded_rectangle((x - 70, 320, x + 70, 600), 26, fill=glass)
        pen.rectangle((x - 26, 220, x + 26, 330), fill=glass)
        pen.rounded_rectangle((x - 32, 190, x + 32, 236), 8, fill="#5a4632")
        pen.rectangle((x - 70, 410, x + 70, 520), fill="#fbf7ec")
        pen.line((x - 40, 446, x + 40, 446), fill=glass, width=10)
        pen.line((x - 40, 480, x + 16, 480), fill="#b9b3a4", width=8)


def _jars(pen, chance):
    inside = chance.choice(["#e5a21f", "#b4452f", "#d98a2b", "#9c3b2c"])
    for x in (340, 620):
        pen.rounded_rectangle((x - 120, 310, x + 120, 610), 40, fill="#ffffff")
        pen.rounded_rectangle((x - 108, 350, x + 108, 598), 32, fill=inside)
        pen.rounded_rectangle((x - 104, 262, x + 104, 322), 12, fill="#7a5b36")
        pen.rounded_rectangle((x - 76, 430, x + 76, 530), 8, fill="#fbf7ec")
        pen.line((x - 46, 466, x + 46, 466), fill=inside, width=10)
        pen.line((x - 46, 498, x + 20, 498), fill="#b9b3a4", width=8)


def _eggs(pen, chance):
    shell = chance.choice(["#e6bd94", "#f0dcc4", "#cfe0dc"])
    for x, y in ((300, 470), (480, 480), (660, 470), (390, 350), (570, 350)):
        _disc(pen, x, y, 84, shell, 106)
        _disc(pen, x - 24, y - 38, 22, "#ffffff", 30)
    pen.rounded_rectangle((190, 540, 770, 620), 30, fill="#b99a70")


def _fish(pen, chance):
    scale = chance.choice(["#5f8fa8", "#7a8f98", "#4f7f8c"])
    for y in (360, 510):
        pen.polygon([(700, y), (800, y - 74), (800, y + 74)], fill=scale)
        _disc(pen, 470, y, 260, scale, 78)
        _disc(pen, 470, y + 26, 220, "#dfe9ec", 40)
        _disc(pen, 282, y - 18, 16, "#ffffff")
        _disc(pen, 280, y - 18, 8, "#22303a")
        pen.arc((330, y - 60, 410, y + 60), 300, 60, fill="#dfe9ec", width=6)


def _sacks(pen, chance):
    cloth, band = chance.choice([("#d9bf8f", "#8a6a35"), ("#c9a77a", "#7b4f2c")])
    for x in (330, 630):
        pen.rounded_rectangle((x - 130, 300, x + 130, 610), 60, fill=cloth)
        pen.polygon([(x - 60, 310), (x - 96, 210), (x + 96, 210), (x + 60, 310)], fill=cloth)
        pen.rounded_rectangle((x - 72, 286, x + 72, 316), 12, fill=band)
        pen.rounded_rectangle((x - 74, 400, x + 74, 520), 10, fill="#fbf7ec")
        for _ in range(14):
            _disc(pen, x + chance.randint(-52, 52), chance.randint(430, 496), 9, band)


def _hams(pen, chance):
    meat = chance.choice(["#a9503e", "#b8644a", "#8f4334"])
    for x in (330, 620):
        pen.line((x - 10, 200, x - 10, 320), fill="#8a6a35", width=10)
        pen.polygon([(x - 60, 300), (x + 50, 290), (x + 120, 520), (x - 130, 520)], fill=meat)
        _disc(pen, x - 5, 515, 126, meat, 96)
        _disc(pen, x - 5, 540, 78, "#f0d9c8", 50)
        _disc(pen, x - 5, 540, 22, "#fbf7ec", 16)


def _cups(pen, chance):
    tea = chance.choice(["#9db26a", "#b98a4a", "#87a37a"])
    for x in (320, 640):
        pen.ellipse((x + 70, 380, x + 190, 510), outline="#f7f5ee", width=24)
        pen.pieslice((x - 130, 180, x + 130, 600), 0, 180, fill="#f7f5ee")
        _disc(pen, x, 390, 130, "#e3dfd2", 44)
        _disc(pen, x, 392, 112, tea, 34)
        pen.ellipse((x - 150, 570, x + 150, 626), fill="#d9d3c2")
    pen.polygon([(440, 200), (480, 130), (530, 200), (485, 240)], fill="#6f9a5a")


def _baskets(pen, chance):
    reed = chance.choice(["#c39a5f", "#b08a52"])
    pen.arc((260, 150, 700, 650), 180, 360, fill=reed, width=26)
    pen.polygon([(210, 390), (750, 390), (670, 620), (290, 620)], fill=reed)
    for step in range(1, 5):
        pen.line((210 + step * 18, 390 + step * 46, 750 - step * 18, 390 + step * 46),
                 fill="#8d6a38", width=8)  # fmt: skip
    for x in range(270, 720, 60):
        pen.line((x, 392, 480 + (x - 480) * 0.72, 618), fill="#dcbc85", width=8)


def _flowers(pen, chance):
    petal = chance.choice(["#d4618f", "#b75aa0", "#e08bb0"])
    for x, y in ((330, 320), (480, 250), (630, 320)):
        pen.line((x, y, 480 + (x - 480) * 0.3, 520), fill="#5c8a4a", width=12)
        for dx, dy in ((0, -52), (50, -16), (32, 42), (-32, 42), (-50, -16)):
            _disc(pen, x + dx, y + dy, 44, petal)
        _disc(pen, x, y, 30, "#f3d36b")
    pen.polygon([(370, 500), (590, 500), (560, 640), (400, 640)], fill="#b06b4a")
    pen.rectangle((356, 480, 604, 520), fill="#c07c58")


def _boxes(pen, chance):
    card = chance.choice(["#c99f6b", "#b98d5c"])
    for x, y, size in ((260, 400, 210), (500, 400, 210), (390, 240, 160)):
        pen.rounded_rectangle((x, y, x + size, y + size), 10, fill=card)
        pen.rectangle((x + size // 2 - 16, y, x + size // 2 + 16, y + size), fill="#e7d3b2")
        pen.rectangle((x + 20, y + size - 60, x + size // 2 - 30, y + size - 24), fill="#fbf7ec")


SHAPES = {
    "grain_oil": _bottles,
    "fruit": _fruits,
    "vegetable": _leaves,
    "livestock": _hams,
    "egg": _eggs,
    "aquatic": _fish,
    "bee": _jars,
    "dried": _sacks,
    "snack": _boxes,
    "condiment": _jars,
    "tea_drink": _cups,
    "handicraft": _baskets,
    "flower": _flowers,
}
