from django.db import models

from ..rules.digests import new_salt, seal


class Sealed(models.Model):
    """A row with a person's own text: the salted digest that vouches for it outlives it."""

    salt = models.CharField(max_length=32, default=new_salt, editable=False)
    seal = models.CharField(max_length=64, editable=False)

    class Meta:
        abstract = True

    def sealed_texts(self) -> tuple[str, ...]:
        """Return the texts that the seal covers."""
        return ()

    def set_seal(self):
        self.seal = seal(self.salt, *self.sealed_texts())

    went_at_its_term = False  # log/audit.py sets it, by the link that says so

    @property
    def may_be_erased(self) -> bool:
        """Return whether an erased text is no fault: its comment was erased."""
        return self.comment.state == "erased"

    @property
    def is_intact(self):
        """Return whether the texts match the seal, or were erased lawfully."""
        if (self.may_be_erased or self.went_at_its_term) and not self.salt:
            return not "".join(self.sealed_texts())
        return self.seal == seal(self.salt, *self.sealed_texts())
