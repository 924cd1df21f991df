from django.conf import settings
from django.db import models
from django.utils.crypto import salted_hmac

LONGEST_NAME = 60


class AnsweredByNewsroom(models.Model):
    """The newsroom's reply to a comment: a comment like others, under the site's name and a badge.

    It waits until another colleague has read it; the same charter judges it.
    """

    class Meta:
        abstract = True

    @property
    def is_of_newsroom(self):
        return self.newsroom_by_id is not None

    def answer_as_newsroom(self, text, *, by, at=None):
        """Write a reply in the newsroom's name; return (the reply, whether it is new), as submit() does.

        `by` is told to colleagues, never to readers. The same words pressed twice are one reply.
        """
        about = f"{self.pk} {by.pk} {text}"
        return type(self).objects.submit(
            article=self.article,
            parent=self,
            name=settings.SITE_NAME[:LONGEST_NAME],
            text=text,
            language=self.language,
            newsroom_by=by,
            submission_key=salted_hmac("comments.newsroom", about, algorithm="sha256").hexdigest(),
            at=at,
        )
