"""Rows that are written once (requirements §6.3)."""

from django.db import models

from rules.refusal import Refused


class FrozenQuerySet(models.QuerySet):
    """Rows that are written once; a change in bulk is refused like any other."""

    def update(self, **changes):
        raise Refused(["报送批次一经生成，不得修改"])

    def delete(self):
        raise Refused(["报送批次一经生成，不得删除"])


class Frozen(models.Model):
    """A row that is written once and never again."""

    objects = FrozenQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise Refused(["报送批次一经生成，不得修改"])
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise Refused(["报送批次一经生成，不得删除"])
