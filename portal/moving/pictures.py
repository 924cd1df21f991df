"""Bring the pictures of a site that moves in, from a copy of its files.

Only the one at the head of each article.
"""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.db import transaction

from articles.intake.written_fields import shortened
from articles.models import Article, Image
from articles.models.image import refuse_file_name
from articles.rules.body import clean_body, plain_text

from .report import name_of

UPLOADS = "/wp-content/uploads/"


class NoPicture(Exception):
    """The reason why an article stays without its picture, in English, for the operator."""


class Pictures:
    """Notes files and the articles that show them, while posts go by; joins them at the end.

    An export may name a file before or after the post that shows it.
    """

    def __init__(self, folder: Path):
        self.folder = folder.resolve()
        self.files, self.leads = {}, {}

    def note(self, post, article=None):
        """Remember a file (an attachment), or that an article has one at its head."""
        if post.kind == "attachment" and post.file_url:
            self.files[post.number] = (post.file_url, post.alt, post.excerpt or post.title)
        elif article and post.thumbnail and not article.lead_image_id:
            self.leads[article.pk] = (post, post.thumbnail)

    def bring(self, report, credit):
        """Give each article its picture; report those that cannot be shown, and why; the others come."""
        for pk, (post, number) in self.leads.items():
            try:
                with transaction.atomic():
                    self._bring(pk, number, credit)
                report.done["pictures"] += 1
            except (NoPicture, OSError) as error:
                report.drop(post, f"picture: {error}")
            except ValidationError as error:
                report.drop(post, f"picture: {error.code}: {' '.join(error.messages)}")
            except Exception as error:
                report.fail(f"the picture of {name_of(post)}", error)

    def _bring(self, pk, number, credit):
        if number not in self.files:
            raise NoPicture(f"the export does not name its file ({number})")
        address, alt, caption = self.files[number]
        caption = shortened(plain_text(clean_body(caption)), 300)
        alt = shortened(alt or caption, 200)
        if not alt:
            raise NoPicture("nothing says what it shows")
        refuse_file_name(alt)
        image = Image.objects.take_in(
            self._file(address).read_bytes(), caption=caption, credit=credit
        )
        Article.objects.filter(pk=pk, lead_image=None).update(lead_image=image, lead_image_alt=alt)

    def _file(self, address):
        """Return the file of an address: by its path below the uploads, else by its name.

        Never one outside the folder.
        """
        path = unquote(urlsplit(address).path)
        below = path.partition(UPLOADS)[2] or path.lstrip("/")
        for name in (below, path.rpartition("/")[2]):
            found = (self.folder / name).resolve()
            if name and found.is_relative_to(self.folder) and found.is_file():
                return found
        raise NoPicture("its file is not there")
