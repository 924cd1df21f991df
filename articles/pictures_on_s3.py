"""Pictures in a bucket (S3) instead of a folder, served by the portal's own address.

Readers' browsers ask nobody else: the policy of our pages lets pictures come from here alone, and no other host learns
who reads. A proxy in front keeps them for ever, as their names follow from their content.
"""

import errno
from contextlib import contextmanager
from urllib.parse import quote

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from storages.backends.s3 import S3Storage


class PicturesOnS3(S3Storage):
    """Raise OSError if the bucket does not answer or refuses, as a folder does."""

    def get_default_settings(self):
        patience = Config(connect_timeout=2, read_timeout=10, retries={"max_attempts": 2})
        return {**super().get_default_settings(), "client_config": patience}

    def url(self, name, *_arguments, **_options):
        return f"{settings.MEDIA_URL}{quote(name)}"

    def exists(self, name):
        with as_a_disk():
            return super().exists(name)

    def _save(self, name, content):
        with as_a_disk():
            return super()._save(name, content)

    def _open(self, name, mode="rb"):
        with as_a_disk():
            file = super()._open(name, mode)
            file.read(0)  # asks the bucket now, not when half the answer is sent
            return file

    def listdir(self, path):
        with as_a_disk():
            return super().listdir(path)


@contextmanager
def as_a_disk():
    try:
        yield
    except FileNotFoundError as error:
        raise FileNotFoundError(errno.ENOENT, str(error)) from error
    except (BotoCoreError, ClientError) as error:
        raise OSError(f"the bucket of the pictures refuses: {error}") from error
