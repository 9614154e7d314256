"""That something was written which the public may read: one row for each transaction that did."""

import secrets

from django.db import models


def new_token():
    """Small enough for the sum of many to fit a column, large enough never to meet another."""
    return secrets.randbits(40)


class PublicWrite(models.Model):
    """公开内容写入标记: lands with what was written, or not at all."""

    token = models.BigIntegerField("标记", default=new_token)

    class Meta:
        verbose_name = verbose_name_plural = "公开内容写入标记"

    def __str__(self):
        return str(self.token)
