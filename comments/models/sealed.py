from django.db import models

from ..rules.digests import new_salt, seal


class Sealed(models.Model):
    """A person's own words, vouched for by a salted digest that outlives them."""

    salt = models.CharField(max_length=32, default=new_salt, editable=False)
    seal = models.CharField(max_length=64, editable=False)

    class Meta:
        abstract = True

    def sealed_texts(self) -> tuple[str, ...]:
        """Return the words the seal stands for: each model says which."""
        return ()

    def set_seal(self):
        self.seal = seal(self.salt, *self.sealed_texts())

    @property
    def may_be_erased(self) -> bool:
        """Whether these words went with a person's: their comment says so."""
        return self.comment.state == "erased"

    @property
    def is_intact(self):
        """Whether the words are those that were sealed, or went as they may."""
        if self.may_be_erased and not self.salt:
            return not "".join(self.sealed_texts())
        return self.seal == seal(self.salt, *self.sealed_texts())
