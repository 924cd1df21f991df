"""Drawn pictures: the same words make the same picture everywhere, and neighbours never look alike."""

import hashlib
import re
import xml.etree.ElementTree as ET

import pytest

from articles.rules import drawings
from articles.rules.drawings.families import FAMILIES
from articles.rules.drawings.palettes import PALETTES

pytestmark = pytest.mark.once
SHAPES = {"rect", "circle", "path", "svg"}


def test_the_same_words_make_the_same_file_on_every_machine():
    name = drawings.name_of("Maghreb", "Une médersa rouvre ses portes")
    assert name == "arcade-4-f1570250dc1d77ba"
    digest = hashlib.sha256(drawings.svg(name).encode()).hexdigest()
    assert digest[:16] == "79d9fbbae5d3529e"


def test_another_headline_makes_another_picture():
    drawn = {drawings.svg(drawings.name_of("Europe", f"Titre {number}")) for number in range(300)}
    assert len(drawn) == 300


def test_a_known_subject_has_its_family_and_every_other_one_of_its_own():
    assert drawings.name_of("Culture", "Un titre").startswith("shelf-")
    assert drawings.name_of("CULTURE", "Un titre").startswith("shelf-")
    families = {drawings.name_of(f"Sujet {n}", "Un titre").split("-")[0] for n in range(60)}
    assert families == set(FAMILIES)


def test_a_picture_shares_no_ground_with_its_neighbours_while_one_is_free():
    near = []
    for number in range(100):
        name = drawings.name_of("Monde", f"Titre {number}", near)
        ground = name.split("-")[1]
        assert ground not in [other.split("-")[1] for other in near]
        near = [name, *near][: len(PALETTES) - 1]


def test_with_more_neighbours_than_grounds_the_nearest_still_differ():
    near = [f"rings-{number % len(PALETTES)}-{number:016x}" for number in range(30)]
    drawn = drawings.name_of("Monde", "Un titre", near)
    assert drawn.split("-")[1] not in {name.split("-")[1] for name in near[: len(PALETTES) - 1]}


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("palette", range(len(PALETTES)))
@pytest.mark.slow
def test_a_picture_holds_shapes_alone_and_is_light(family, palette):
    for number in range(5):
        svg = drawings.svg(f"{family}-{palette}-{number:016x}")
        root = ET.fromstring(svg)
        assert {element.tag.rpartition("}")[2] for element in root.iter()} <= SHAPES
        assert "style" not in svg
        assert "href" not in svg
        assert len(svg) < 6000


def test_the_pieces_of_a_path_overlap_so_that_no_joint_is_seen():
    arcs = re.findall(r'd="M([\d.-]+) ([\d.-]+)A', drawings.svg(f"paths-1-{7:016x}"))
    assert len(arcs) == 48
    for x, y in arcs:
        assert (float(x) % 75, float(y) % 75) != (0, 0), "it begins beyond its cell's edge"


def test_the_lit_thread_lies_over_the_others():
    for number in range(20):
        svg = drawings.svg(drawings.name_of("Le Fil", f"Titre {number}"))
        (lit,) = set(re.findall(r'stroke="([^"]+)" stroke-width="15"', svg))
        assert re.findall(r'stroke="([^"]+)"', svg)[-1] == lit


@pytest.mark.slow
def test_every_shape_is_painted_in_its_own_colour():
    for family in FAMILIES:
        picture = drawings.raster(f"{family}-0-{7:016x}", 900)
        svg = drawings.svg(f"{family}-0-{7:016x}")
        painted = {"#" + bytes(pixel).hex(): count for count, pixel in picture.getcolors(900 * 600)}
        assert set(re.findall(r'(?:fill|stroke)="(#\w+)"', svg)) <= set(painted)
    threads = drawings.raster(drawings.name_of("Le Fil", "Deux rives"), 900)
    (ground,) = {threads.getpixel((450, 10)), threads.getpixel((450, 590))}
    middle = [threads.getpixel((450, y)) for y in range(600)]
    assert sum(ink != ground for ink in middle) > 40, "the lines run from shore to shore"


@pytest.mark.slow
def test_the_painted_picture_shows_what_the_file_shows():
    """The middle of its ground, and of its lit element, in both."""
    name = drawings.name_of("Société", "Deux rives")
    picture = drawings.raster(name, 900)
    assert picture.size == (900, 600)
    colours = {"#" + bytes(pixel).hex() for _count, pixel in picture.getcolors(900 * 600)}
    inks = set(PALETTES[int(name.split("-")[1])]) & set(drawings.svg(name).split('"'))
    assert inks <= colours
    assert len(inks) >= 3


@pytest.mark.parametrize(
    "name", ["", "arcade", "arcade-3-zz", "nothing-1-0123456789abcdef", "../x"]
)
def test_what_names_no_picture_is_refused(name):
    assert not drawings.is_name(name)
    with pytest.raises(ValueError, match="names no picture"):
        drawings.svg(name)
