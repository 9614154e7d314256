"""What everyone who writes to the office is given: a number to name it by and a code to read it."""

import hmac
import secrets

from django.db import models

from files.vault import SealedTextField

#: No letter or digit that is mistaken for another when it is read out by phone.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 8


def new_code():
    """A query code: about 39 bits, readable by phone."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


class Receipted(models.Model):
    """Something that was received, under a number that alone opens nothing."""

    number = models.CharField("受理编号", max_length=20, unique=True)
    query_code = SealedTextField("查询码", default=new_code, editable=False)

    class Meta:
        abstract = True

    def answers_to(self, code):
        """Whether ``code``, as somebody typed it, is this one's query code."""
        typed = "".join(code.split()).replace("-", "").upper()
        return hmac.compare_digest(typed.encode(), self.query_code.encode())
