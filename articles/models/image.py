import hashlib
import logging
import re
from functools import cache, partial

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..rules import renditions
from .files import StoreRefuses, keep
from .text_fields import CharField

logger = logging.getLogger(__name__)
FILE_NAME = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|heic|tiff?)\s*$|^(?:img|dsc|image|photo)[-_ ]?\d+$", re.I
)

REFUSALS = {
    "kind": _("Ce fichier n’est pas une image que nous lisons : envoyez un JPEG, un PNG, un WebP ou un AVIF."),
    "heavy": _("Ce fichier dépasse 20 Mo : réduisez-le avant de l’envoyer."),
    "large": _("Cette image dépasse 60 millions de points : réduisez-la avant de l’envoyer."),
    "small": _("Cette image est trop petite : 200 points de côté au moins."),
    "narrow": _("Cette image est trop étroite : son long côté dépasse douze fois l’autre. Recadrez-la avant de l’envoyer."),
    "store": _("Le serveur ne peut pas ranger d’image en ce moment. Réessayez plus tard, et prévenez qui l’entretient."),
    "broken": _("Cette image est abîmée : ouvrez-la, enregistrez-la de nouveau, puis renvoyez-la."),
}  # fmt: skip


def refuse_file_name(text):
    """Refuse a file name as the alternative text of a picture."""
    if FILE_NAME.search(text.strip()):
        raise ValidationError(
            _("C’est un nom de fichier : dites en une phrase ce que montre l’image."), code="name"
        )


class ImageQuerySet(models.QuerySet):
    def look_at(self, content):
        """Return the picture of these bytes; raise ValidationError with a sentence for the sender."""
        try:
            return renditions.opened(content)
        except renditions.Unacceptable as refused:
            raise ValidationError(REFUSALS[refused.code], code=refused.code) from refused

    def take_in(self, content, **fields):
        """Store a picture (bytes) with all its renditions; return its row.

        The same picture sent twice is one row, with the `fields` given first. Raise ValidationError as store() does.
        """
        image = self.store(content, **fields)
        named = {name: getattr(image, name) for name in ("width", "height", *fields)}
        return self.get_or_create(digest=image.digest, defaults=named)[0]

    def store(self, content, **fields):
        """Store the files of a picture (bytes); return its row, which is new and not saved if it was not there.

        Raise ValidationError as look_at() does, and if the store takes no file.
        """
        picture = self.look_at(content)
        digest = hashlib.sha256(picture.tobytes()).hexdigest()[:32]
        size = {"width": picture.width, "height": picture.height}
        image = self.filter(digest=digest).first() or self.model(digest=digest, **size, **fields)
        try:
            keep(image._path("entiere.jpg"), lambda: renditions.encoded(picture, "jpg"))
            image.render(picture)
        except StoreRefuses as error:
            logger.error("a picture was not stored: %s", error)
            raise ValidationError(REFUSALS["store"], code="store") from error
        return image


class Image(models.Model):
    """A picture, its focal point, its caption and credit. No file of it is ever rewritten.

    File names follow from its digest. `width` and `height` are those of the master, in pixels; the focal point is in
    percent from the top left.
    """

    digest = CharField(max_length=32, unique=True, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    focal_x = models.PositiveSmallIntegerField(
        _("point focal, de gauche à droite"), default=50, validators=[MaxValueValidator(100)]
    )
    focal_y = models.PositiveSmallIntegerField(
        _("point focal, de haut en bas"), default=50, validators=[MaxValueValidator(100)]
    )
    caption = CharField(_("légende"), max_length=300, blank=True)
    credit = CharField(
        _("crédit"),
        max_length=120,
        help_text=_("Qui l’a prise, et pour qui : imprimé sous l’image."),
    )
    created_at = models.DateTimeField(_("reçue le"), auto_now_add=True)

    objects = ImageQuerySet.as_manager()

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="image_focus_is_inside", condition=Q(focal_x__lte=100) & Q(focal_y__lte=100)
            )
        ]

    def __str__(self):
        return self.caption or self.credit

    # Verbs

    def render(self, picture=None):
        """Make the files for its present focal point; existing files stay."""
        picture = picture or renditions.opened(self._read("entiere.jpg"))
        focus = (self.focal_x, self.focal_y)

        def cut(ratio, width):
            return renditions.cut(picture, ratio, width, focus)

        for width in renditions.widths_for(self.width, renditions.WIDTHS):
            self._keep(f"entiere-{width}", partial(renditions.resized, picture, width))
        for width in renditions.TEASER_WIDTHS:
            self._keep(f"carte-{self._focus}-{width}", partial(cut, (3, 2), width))
        for name, ratio in renditions.SHARED.items():
            make = partial(cut, ratio, renditions.SHARED_WIDTH)
            self._keep(f"{name}-{self._focus}", make, kinds=["jpg"])

    # Addresses

    @property
    def whole(self):
        """Return the sources, width and height by which `<picture>` shows it whole."""
        widths = renditions.widths_for(self.width, renditions.WIDTHS)
        last = widths[-1]
        return self._sources(
            "entiere", widths, renditions.height_at((self.width, self.height), last)
        )

    @property
    def card(self):
        """Return the sources, width and height by which a teaser shows its 3:2 cut."""
        last = renditions.TEASER_WIDTHS[-1]
        return self._sources(f"carte-{self._focus}", renditions.TEASER_WIDTHS, last * 2 // 3)

    @property
    def shared_urls(self):
        """Return the addresses of its 16:9, 4:3 and 1:1 cuts, for search engines."""
        return [self._url(f"{name}-{self._focus}.jpg") for name in renditions.SHARED]

    def _sources(self, stem, widths, height):
        def srcset(kind):
            return ", ".join(f"{self._url(f'{stem}-{width}.{kind}')} {width}w" for width in widths)

        return {
            "sources": [("image/avif", srcset("avif")), ("image/webp", srcset("webp"))],
            "srcset": srcset("jpg"),
            "src": self._url(f"{stem}-{widths[-1]}.jpg"),
            "width": widths[-1],
            "height": height,
        }

    @property
    def _focus(self):
        return f"{self.focal_x}x{self.focal_y}"

    def _path(self, name):
        return f"images/{self.digest[:2]}/{self.digest}/{name}"

    def _url(self, name):
        return default_storage.url(self._path(name))

    def _read(self, name):
        with default_storage.open(self._path(name)) as file:
            return file.read()

    def _keep(self, stem, make, kinds=tuple(renditions.ENCODERS)):
        """Store the picture that `make()` returns as a file of each kind; it is not called if all are there."""
        picture = cache(make)
        for kind in kinds:
            keep(
                self._path(f"{stem}.{kind}"),
                lambda kind=kind: renditions.encoded(picture(), kind),
            )
