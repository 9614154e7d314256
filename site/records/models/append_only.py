"""Rows that are written once: Python refuses to change them, and so does the database."""

from django.db import models

REFUSAL = "凭证只能追加，不能修改或者删除"


class AppendOnly(models.Model):
    """A row that nobody changes or deletes; ``records.append_only`` tells the database, too."""

    #: Nothing of Wagtail's is referred to.
    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if self.pk is not None:
            raise ValueError(REFUSAL)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise ValueError(REFUSAL)
