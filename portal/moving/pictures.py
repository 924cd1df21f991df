"""Bring the pictures of a site that moves in, from a copy of its files.

Only the one at the head of each article.
"""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError

from articles.models import Article, Image
from articles.models.image import refuse_file_name
from articles.rules.body import clean_body, plain_text

UPLOADS = "/wp-content/uploads/"


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
        """Give each article its picture; report the pictures that cannot be shown."""
        for pk, (post, number) in self.leads.items():
            try:
                self._bring(pk, *self.files[number], credit)
                report.done["pictures"] += 1
            except KeyError:
                report.drop(post, f"picture {number}, which the export does not name")
            except (OSError, ValidationError) as error:
                report.drop(post, f"picture: {getattr(error, 'code', None) or error}")

    def _bring(self, pk, address, alt, caption, credit):
        caption = " ".join(plain_text(clean_body(caption)).split())[:300]
        alt = " ".join((alt or caption).split())[:200]
        if not alt:
            raise OSError("nothing says what it shows")
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
        raise OSError("its file is not there")
