"""PURE: the few shapes of drawn pictures, each written as SVG and painted by Pillow.

Lengths are in units of a surface of 900 by 600; angles in degrees, clockwise from the right, as Pillow counts.
"""

from dataclasses import dataclass
from math import cos, degrees, radians, sin

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 900, 600
FINER = 3  # painted so many times larger, then reduced: edges are smooth
STEPS = 48  # points of a painted curve
OVERLAP = 2  # units: a screen shows the ground through the joint of two arcs that only touch


@dataclass
class Rectangle:
    x: float
    y: float
    width: float
    height: float
    ink: str

    def svg(self):
        return (
            f'<rect x="{self.x:g}" y="{self.y:g}" width="{self.width:g}" '
            f'height="{self.height:g}" fill="{self.ink}"/>'
        )

    def paint(self, draw, scale):
        box = (self.x, self.y, self.x + self.width, self.y + self.height)
        draw.rectangle([round(side * scale) for side in box], fill=self.ink)


@dataclass
class Disc:
    x: float
    y: float
    radius: float
    ink: str

    def svg(self):
        return f'<circle cx="{self.x:g}" cy="{self.y:g}" r="{self.radius:g}" fill="{self.ink}"/>'

    def paint(self, draw, scale):
        draw.circle((self.x * scale, self.y * scale), self.radius * scale, fill=self.ink)


@dataclass
class Slice:
    """Part of a disc, from its centre, from one angle to a greater one."""

    x: float
    y: float
    radius: float
    start: int
    end: int
    ink: str

    def svg(self):
        (ax, ay), (bx, by) = (_on_circle(self, angle) for angle in (self.start, self.end))
        return (
            f'<path d="M{self.x:g} {self.y:g}L{ax:g} {ay:g}A{self.radius:g} {self.radius:g} 0 0 1 '
            f'{bx:g} {by:g}z" fill="{self.ink}"/>'
        )

    def paint(self, draw, scale):
        draw.pieslice(_box(self, scale), self.start, self.end, fill=self.ink)


@dataclass
class Arc:
    """A line along part of a circle; as SVG it goes a little further at both ends."""

    x: float
    y: float
    radius: float
    start: int
    end: int
    thickness: float
    ink: str

    def svg(self):
        over = degrees(OVERLAP / self.radius)
        ends = (self.start - over, self.end + over)
        (ax, ay), (bx, by) = (_on_circle(self, angle) for angle in ends)
        return (
            f'<path d="M{ax:g} {ay:g}A{self.radius:g} {self.radius:g} 0 0 1 {bx:g} {by:g}" '
            f'fill="none" stroke="{self.ink}" stroke-width="{self.thickness:g}"/>'
        )

    def paint(self, draw, scale):
        outer = _box(self, scale, self.thickness / 2)
        draw.arc(outer, self.start, self.end, fill=self.ink, width=round(self.thickness * scale))


@dataclass
class Arch:
    """A half circle that stands on two posts, as in the house's sign."""

    x: float
    top: float
    width: float
    foot: float
    ink: str

    def svg(self):
        radius = self.width / 2
        return (
            f'<path d="M{self.x:g} {self.foot:g}V{self.top + radius:g}a{radius:g} {radius:g} 0 0 1 '
            f'{self.width:g} 0V{self.foot:g}z" fill="{self.ink}"/>'
        )

    def paint(self, draw, scale):
        radius = self.width / 2
        level = self.top + radius
        Slice(self.x + radius, level, radius, 180, 360, self.ink).paint(draw, scale)
        Rectangle(self.x, level, self.width, self.foot - level, self.ink).paint(draw, scale)


@dataclass
class Thread:
    """A smooth line from left to right, from one height to another."""

    start: tuple[float, float]
    end: tuple[float, float]
    bend: float
    thickness: float
    ink: str

    @property
    def _handles(self):
        return (self.start[0] + self.bend, self.start[1]), (self.end[0] - self.bend, self.end[1])

    def svg(self):
        points = " ".join(f"{x:g} {y:g}" for x, y in (*self._handles, self.end))
        return (
            f'<path d="M{self.start[0]:g} {self.start[1]:g}C{points}" fill="none" '
            f'stroke="{self.ink}" stroke-width="{self.thickness:g}"/>'
        )

    def paint(self, draw, scale):
        corners = (self.start, *self._handles, self.end)
        line = [_on_curve(corners, step / STEPS, scale) for step in range(STEPS + 1)]
        draw.line(line, fill=self.ink, width=round(self.thickness * scale), joint="curve")


def svg_of(shapes) -> str:
    """Return the shapes as one SVG file."""
    drawn = "".join(shape.svg() for shape in shapes)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">{drawn}</svg>\n'


def painted(shapes, width: int) -> Image.Image:
    """Return the shapes painted one over the other, `width` pixels wide."""
    size = (width, width * HEIGHT // WIDTH)
    surface = Image.new("RGB", (size[0] * FINER, size[1] * FINER))
    draw = ImageDraw.Draw(surface)
    for shape in shapes:
        shape.paint(draw, FINER * width / WIDTH)
    return surface.resize(size, Image.Resampling.LANCZOS)


def _on_circle(shape, angle):
    x = shape.x + shape.radius * cos(radians(angle))
    y = shape.y + shape.radius * sin(radians(angle))
    return round(x, 2), round(y, 2)


def _box(shape, scale, more=0):
    radius = shape.radius + more
    sides = (shape.x - radius, shape.y - radius, shape.x + radius, shape.y + radius)
    return [side * scale for side in sides]


def _on_curve(corners, t, scale):
    """Return the point at t (0 to 1) of a cubic Bézier curve."""
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
    return tuple(
        scale * sum(weight * corner[axis] for weight, corner in zip(weights, corners, strict=True))
        for axis in (0, 1)
    )
