"""The demo's ten pictures, all drawn here: nobody's photograph is borrowed."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from . import landscapes, library, railway, shores, town

CREDITS = {"fr": "Photo d’exemple", "ar": "صورة توضيحية", "en": "Example picture"}


class Picture(NamedTuple):
    """How to draw it, its caption, and what it shows in words: one sentence an article."""

    draw: Callable[[], bytes]
    caption: str
    alts: dict[str, str]


PICTURES = [
    Picture(
        landscapes.snow,
        "Les crêtes de l’Atlas après les chutes de neige.",
        {"fil-cols-neige": "Une chaîne de montagnes enneigées s’étend dans une brume bleue, sous un ciel clair."},
    ),
    Picture(
        library.gallery,
        "Dans une galerie de lecture, au bout des rayonnages.",
        {
            "cable-bibliotheques": "Deux hauts murs de livres mènent à une fenêtre cintrée d’où vient la lumière.",
            "cable-bibliotheques-en": "Two tall walls of books lead to an arched window that lets the light in.",
        },
    ),
    Picture(
        landscapes.olives,
        "An olive grove near the coast, one of the orchards that treated wastewater could irrigate.",
        {"fil-laboratoire-eau": "Rows of olive trees run over reddish soil towards blue hills."},
    ),
    Picture(
        shores.promenade,
        "La promenade du front de mer, un dimanche soir.",
        {"fil-bizerte-dimanches": "Une promenade bordée de palmiers et de lampes longe la mer au coucher du soleil."},
    ),
    Picture(
        landscapes.dunes,
        "كثبان رملية على أطراف واحة، ساعة الغروب.",
        {"fil-khettaras": "كثبان من الرمل البرتقالي تمتد حتى الأفق تحت شمس منخفضة."},
    ),
    Picture(
        railway.viaduct,
        "Un train de nuit passe sur un viaduc, à la tombée du jour.",
        {"train-de-nuit": "Un train aux fenêtres éclairées franchit un viaduc de pierre au-dessus d’une rivière."},
    ),
    Picture(
        shores.harbour,
        "Les portiques d’un port à conteneurs, au lever du jour.",
        {"conteneurs-detroit": "Des grues de port et un navire chargé de conteneurs se reflètent dans l’eau à l’aube."},
    ),
    Picture(
        town.medina,
        "سطوح المدينة العتيقة عند المساء.",
        {"apprentis-fes": "سطوح بيوت متراصة ومئذنتان عند الغسق، ونوافذ أولى مضاءة."},
    ),
    Picture(
        shores.swell,
        "Des pirogues sur la houle, au petit matin.",
        {"saint-louis-houle": "Des pirogues et leurs équipages se découpent sur une mer agitée, au soleil levant."},
    ),
    Picture(
        town.square,
        "La place de la ville, un soir de pluie.",
        {"larache-premiers-romans": "Des passants sous leurs parapluies, la nuit, devant des vitrines qui se reflètent sur le sol mouillé."},
    ),
]  # fmt: skip


def drawn() -> Iterator[tuple[Picture, bytes]]:
    """Draw the pictures, the next one while the caller works on the last; give each with its JPEG."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        yield from zip(PICTURES, pool.map(lambda picture: picture.draw(), PICTURES), strict=True)
