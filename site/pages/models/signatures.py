"""What a key has signed of certificates, so that one thing is signed once (R20)."""

from django.db import models

from records.models import AppendOnly


class CertificateSignature(AppendOnly):
    """证书签名: a signature over a certificate's statement, or over one list of all certificates.

    SM2 signs the same words differently each time: whoever looks again, or in another process,
    is handed what was signed first. ``value`` is Base64 for addresses of 64 bytes (of SM2 r ‖ s).
    """

    digest = models.CharField("签名内容的摘要", max_length=64)
    key_id = models.CharField("密钥", max_length=8)
    algorithm = models.CharField("算法", max_length=20)
    value = models.CharField("签名", max_length=100)
    words = models.TextField("签名的声明", blank=True)
    certificate = models.ForeignKey(
        "catalog.Certificate",
        models.PROTECT,
        null=True,
        related_name="signatures",
        verbose_name="证书",
    )
    version = models.ForeignKey(
        "catalog.ProductVersion",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="产品版本",
    )
    written_at = models.DateTimeField("写入时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "证书签名"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["digest", "key_id"], name="signature_once_per_key"),
        ]

    def __str__(self):
        return f"{self.key_id} {self.digest[:12]}"
