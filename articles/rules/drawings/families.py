"""PURE: the families of drawn pictures; each takes numbers and a palette and returns shapes."""

from .shapes import HEIGHT, WIDTH, Arc, Arch, Disc, Rectangle, Slice, Thread


def threads(numbers, palette):
    """Le Fil: lines from shore to shore, a knot at each end; one is lit."""
    count = numbers.between(6, 9)
    gap = 440 / (count - 1)
    lit = numbers.below(count)
    ends = numbers.shuffled(range(count))
    shapes = []
    for place in sorted(
        range(count), key=lambda place: place == lit
    ):  # the lit one over the others
        ink = palette.lit if place == lit else numbers.pick((palette.first, palette.second))
        start, end = (90, 80 + gap * place), (810, 80 + gap * ends[place])
        shapes.append(Thread(start, end, numbers.between(240, 420), 15 if place == lit else 9, ink))
        shapes += [Disc(*knot, 25 if place == lit else 17, ink) for knot in (start, end)]
    return shapes


def arcade(numbers, palette):
    """Maghreb: a row of nested arches of unequal width; one bay is lit."""
    shares = [numbers.between(10, 18) for _bay in range(numbers.between(3, 5))]
    lit = numbers.below(len(shares))
    shapes, left = [], 0
    for bay, share in enumerate(shares):
        width = WIDTH * share / sum(shares)
        top = numbers.between(50, 220)
        inks = (palette.first, palette.lit if bay == lit else palette.second, palette.ground)
        for ring, ink in enumerate(inks):
            inset = width * (8 + 13 * ring) / 100
            shapes.append(Arch(left + inset, top + inset, width - 2 * inset, HEIGHT, ink))
        left += width
    return shapes


def rings(numbers, palette):
    """Monde: six squares of quarter rings, each turned its own way; one is lit."""
    side = 300
    lit = numbers.below(6)
    shapes = []
    for square in range(6):
        left, top = square % 3 * side, square // 3 * side
        is_dark = numbers.below(3) == 0
        ground = palette.second if is_dark else palette.ground
        if is_dark:  # two squares of one colour side by side would show a seam
            shapes.append(Rectangle(left, top, side, side, ground))
        corner = numbers.below(4)  # clockwise from the top left
        x = left + side * (corner in (1, 2))
        y = top + side * (corner in (2, 3))
        inner = palette.lit if square == lit else palette.first
        for radius, ink in ((270, palette.first), (190, ground), (120, inner)):
            shapes.append(Slice(x, y, radius, 90 * corner, 90 * corner + 90, ink))
    return shapes


def viaduct(numbers, palette):
    """Europe: three storeys of arches, each with half the arches of the one above; a low sun."""
    spans = numbers.between(2, 3)
    top = numbers.between(120, 190)
    sun = Disc(numbers.between(150, 750), top, numbers.between(70, 110), palette.lit)
    shapes = [sun, Rectangle(0, top, WIDTH, HEIGHT - top, palette.first)]
    floor, dark = (HEIGHT - top) / 3, numbers.below(3)
    for storey in range(3):
        count = spans * 2 ** (2 - storey)
        width = WIDTH / count
        foot = top + floor * (storey + 1) + (HEIGHT if storey == 2 else 0)
        ink = palette.second if storey == dark else palette.ground
        for span in range(count):
            opening = min(width * 0.76, 2 * floor - 70)  # its round head leaves room for posts
            left = width * span + (width - opening) / 2
            shapes.append(Arch(left, top + floor * storey + 26, opening, foot, ink))
    return shapes


def halves(numbers, palette):
    """Économie: half discs that balance, up or down, never in the shape of a chart; one is lit."""
    across = numbers.between(3, 5)
    radius = WIDTH / across / 2
    down = int(HEIGHT / radius) + 1
    lit = numbers.below(across * (down - 1))
    shapes = []
    for place in range(across * down):
        x, level = (place % across * 2 + 1) * radius, place // across * radius
        ink = palette.lit if place == lit else numbers.pick((palette.first, palette.second))
        if numbers.below(2):
            shapes.append(Slice(x, level, radius, 0, 180, ink))
        else:
            shapes.append(Slice(x, level + radius, radius, 180, 360, ink))
    return shapes


def paths(numbers, palette):
    """Société: quarter turns that join into paths; two knots mark a meeting."""
    cell, half = 150, 75
    shapes = []
    for place in range(24):
        left, top = place % 6 * cell, place // 6 * cell
        right, bottom = left + cell, top + cell
        if numbers.below(2):
            turns = ((left, top, 0), (right, bottom, 180))
        else:
            turns = ((right, top, 90), (left, bottom, 270))
        shapes += [Arc(x, y, half, at, at + 90, 34, palette.first) for x, y, at in turns]
    for side in range(2):
        x = (side * 3 + numbers.between(1, 2)) * cell
        y = numbers.below(4) * cell + half
        shapes += [Disc(x, y, 36, palette.ground), Disc(x, y, 25, palette.lit)]
    return shapes


def shelf(numbers, palette):
    """Culture: upright forms on a shelf, some with a round head; one is lit."""
    widths = []
    while sum(widths) + 8 * len(widths) < 720:
        widths.append(numbers.between(40, 92))
    lit = numbers.below(len(widths))
    shapes, left, before = [], 70, ""
    for place, width in enumerate(widths):
        inks = [ink for ink in (palette.first, palette.second) if ink != before or numbers.below(3)]
        ink = before = palette.lit if place == lit else numbers.pick(inks)
        top = numbers.between(90, 250)
        if numbers.below(3):
            shapes.append(Rectangle(left, top, width, 520 - top, ink))
        else:
            shapes.append(Arch(left, top, width, 520, ink))
        band = numbers.between(60, 100)
        shapes.append(Rectangle(left + 9, top + band, width - 18, 7, palette.ground))
        left += width + 8
    return [*shapes, Rectangle(50, 520, 800, 9, palette.first)]


def waves(numbers, palette):
    """Every other subject: rows of waves that hide the one behind, a disc above; it is lit."""
    shapes = [
        Disc(
            numbers.between(150, 750),
            numbers.between(130, 220),
            numbers.between(70, 120),
            palette.lit,
        )
    ]
    for row in range(4):
        radius = numbers.between(60, 85) + 12 * row
        ink = (palette.first, palette.second, palette.ground)[row % 3]
        level = 300 + 85 * row
        x = -numbers.below(radius)
        while x < WIDTH + radius:
            shapes += [Disc(x, level, radius, ink)]
            x += 2 * radius - 2
        shapes.append(Rectangle(0, level, WIDTH, HEIGHT - level, ink))
    return shapes


FAMILIES = {
    family.__name__: family
    for family in (threads, arcade, rings, viaduct, halves, paths, shelf, waves)
}
BY_SUBJECT = {
    "le fil": "threads",
    "maghreb": "arcade",
    "monde": "rings",
    "europe": "viaduct",
    "économie": "halves",
    "société": "paths",
    "culture": "shelf",
}
