"""Photos of products: what a product looks like, with words for those who cannot see it."""

from django.db import models


class ProductPhoto(models.Model):
    """产品照片: one picture of a product, re-encoded on the way in; the first one leads."""

    product = models.ForeignKey(
        "catalog.Product", models.PROTECT, related_name="photos", verbose_name="产品"
    )
    image = models.ForeignKey(
        "wagtailimages.Image", models.PROTECT, related_name="+", verbose_name="图片"
    )
    alt_text = models.CharField("替代文字", max_length=80, help_text="用一句话说明图中是什么")
    position = models.PositiveSmallIntegerField("次序")

    class Meta:
        verbose_name = verbose_name_plural = "产品照片"
        ordering = ["product", "position", "pk"]

    def __str__(self):
        return f"{self.product} 照片{self.pk}"
