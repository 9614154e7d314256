"""Products as the district knows them, and each version of their facts that was certified."""

from django.db import models

from rules.identity import product_identity

from .facts import ProductFacts, facts_in_range


class Product(models.Model):
    """产品: one product of one applicant; its identity across renewals (R04)."""

    applicant = models.ForeignKey(
        "registry.Applicant", models.PROTECT, related_name="products", verbose_name="申请单位"
    )
    name = models.CharField("产品名称", max_length=60)
    sales_spec = models.CharField("规格", max_length=60)
    identity = models.CharField("识别名", max_length=400, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "产品"
        constraints = [
            models.UniqueConstraint(
                fields=["applicant", "identity"], name="product_once_per_applicant"
            )
        ]

    def __str__(self):
        return f"{self.name}（{self.sales_spec}）"

    def save(self, *args, **kwargs):
        self.identity = product_identity(self.name, self.sales_spec)
        super().save(*args, **kwargs)


class ProductVersion(ProductFacts):
    """产品版本: the facts of a product as they were certified or adjusted; never edited."""

    product = models.ForeignKey(
        Product, models.PROTECT, related_name="versions", verbose_name="产品"
    )
    number = models.PositiveSmallIntegerField("版本号")
    recorded_at = models.DateTimeField("记录时间")

    class Meta:
        verbose_name = verbose_name_plural = "产品版本"
        constraints = [
            models.UniqueConstraint(fields=["product", "number"], name="productversion_numbered"),
            *facts_in_range("productversion"),
        ]

    def __str__(self):
        return f"{self.product} v{self.number}"
