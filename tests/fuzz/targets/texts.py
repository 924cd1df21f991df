"""Words of the search, summaries, pictures: what is read of a text or of a file."""

from io import BytesIO

from PIL import Image

from articles.rules.near_words import nearest
from articles.rules.renditions import Unacceptable, opened
from articles.rules.summary import start_of
from articles.rules.word_stems import spans_of, words_of

from ..target import lines, target, text_of, texts_of

LATE = 2.0  # seconds: pictures are unpacked by libraries of others


@target([*lines("honest.txt", 40), "L’œuvre des Sécurités", "الأسواق المغربيّة والأوروبية"])
def search_words(item):
    """Each word of a text is found in it again by its own stem."""
    text = text_of(item)
    stems = words_of(text)
    assert "" not in stems
    for start, end in spans_of(text, set(stems)):
        assert 0 <= start < end <= len(text)


@target(["port\x1eports portes port porte", "abcd\x1eabdc abc abcde"])
def near_words(item):
    word, known = texts_of(item, 2)
    counts = {each: number for number, each in enumerate(known.split(), 1)}
    found = nearest(word, counts)
    assert not found or (found in counts and found != word)


@target([*lines("honest.txt", 40), "Un. Deux ! « Trois. » Quatre…"])
def summaries(item):
    """A summary is within its length, and begins as its text does."""
    line = " ".join(text_of(item).split())
    for most in (20, 160):
        summary = start_of(line, most)
        assert len(summary) <= most
        assert line.startswith(summary.removesuffix("…"))


def _picture(kind, mode="RGB", **facts):
    file = BytesIO()
    Image.new(mode, (400, 300), 1).save(file, kind, **facts)
    return file.getvalue()


@target(
    [
        _picture("JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"), _picture("PNG"),
        _picture("GIF", "P"), _picture("WEBP"), _picture("JPEG", "CMYK"), _picture("PNG", "LA"), _picture("AVIF"),
    ],
    seconds=LATE,
)  # fmt: skip
def pictures(item):
    """A picture is opened upright and in RGB, or refused with one of our reasons."""
    try:
        picture = opened(item)
    except Unacceptable:
        return
    assert picture.mode == "RGB"
    assert not picture.info
