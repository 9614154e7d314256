"""Which row of the search index is which page, and when the page came out.

Only the database writes it, by the triggers of ``pages/search/order.py``.
"""

from django.db import models


class IndexedPage(models.Model):
    """检索次序: a narrow row beside each row of the index, which itself holds whole texts."""

    entry = models.BigIntegerField("索引行", primary_key=True)
    page = models.BigIntegerField("页面", db_index=True)
    kind = models.IntegerField("页面类型")
    shown_at = models.DateTimeField("公开时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "检索次序"
        indexes = [
            models.Index(fields=["shown_at", "page", "entry", "kind"], name="indexed_newest"),
        ]

    def __str__(self):
        return f"{self.entry}：{self.page}"
