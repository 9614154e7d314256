"""What somebody else than the web server saw of a notice, moment by moment."""

from django.db import models
from django.db.models import F, Q

from records.models import AppendOnly
from records.models.evidence import leaf_words

from .windows import Publicity

LONGEST_ADDRESS = 500


class Observation(AppendOnly):
    """公示观测: one look at a notice through its public address, and a leaf of the evidence log.

    ``words_sha256`` is the digest of the words that were read (``rules.notice_words``),
    ``facts_sha256`` of what had to be there; ``files`` lists what the notice links to
    (``[{"address", "status", "size", "sha256"}]``). A look that failed is an observation, too.
    ``sequence`` has no gap, so that none can be held back.
    """

    class Occasion(models.TextChoices):
        OPENING = "opening", "开始"
        INTERVAL = "interval", "定时"
        CHANGE = "change", "内容变化"
        CLOSING = "closing", "末分钟"

    class Outcome(models.TextChoices):
        GOOD = "good", "正常"
        WRONG_WORDS = "wrong_words", "内容不符"
        FILE_MISSING = "file_missing", "附件不能打开"
        STATUS = "status", "状态码异常"
        MOVED = "moved", "被转到其他地址"
        TOO_LARGE = "too_large", "内容超过限度"
        TIMEOUT = "timeout", "超时"
        TLS = "tls", "证书错误"
        NAME = "name", "域名不能解析"
        NO_ANSWER = "no_answer", "不能连接"
        BROKEN = "broken", "传输中断"

    publicity = models.ForeignKey(
        Publicity, models.PROTECT, related_name="observations", verbose_name="公示"
    )
    sequence = models.PositiveIntegerField("次序", help_text="本公示的第几次观测，从1起")
    occasion = models.CharField("时机", max_length=10, choices=Occasion)
    due_at = models.DateTimeField("应观测时间")
    observed_at = models.DateTimeField("观测时间")
    address = models.CharField("网址", max_length=LONGEST_ADDRESS)
    outcome = models.CharField("结果", max_length=12, choices=Outcome)
    status = models.PositiveSmallIntegerField("状态码", null=True, blank=True)
    latency_ms = models.PositiveIntegerField("用时（毫秒）")
    words_sha256 = models.CharField("文字摘要", max_length=64, blank=True)
    facts_sha256 = models.CharField("应有内容摘要", max_length=64)
    files = models.JSONField("附件", default=list, blank=True)
    archive_sha256 = models.CharField("存档摘要", max_length=64, blank=True)
    archive = models.ForeignKey(
        "files.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="网页存档（WARC）",
    )
    leaf = models.OneToOneField(
        "records.EvidenceLeaf", models.PROTECT, related_name="+", verbose_name="凭证记录"
    )

    class Meta:
        verbose_name = verbose_name_plural = "公示观测"
        ordering = ["publicity", "sequence"]
        constraints = [
            models.UniqueConstraint(
                fields=["publicity", "sequence"], name="observation_numbered_without_repeat"
            ),
            models.UniqueConstraint(
                fields=["publicity", "occasion", "due_at"], name="observation_once_per_moment"
            ),
            models.CheckConstraint(
                condition=Q(observed_at__gte=F("due_at")), name="observation_never_early"
            ),
            models.CheckConstraint(
                condition=Q(archive__isnull=True, archive_sha256="")
                | (Q(archive__isnull=False) & ~Q(archive_sha256="")),
                name="observation_archive_is_paired",
            ),
        ]

    def __str__(self):
        return f"{self.publicity.number} {self.get_occasion_display()} {self.get_outcome_display()}"

    @property
    def is_good(self):
        return self.outcome == self.Outcome.GOOD

    def words(self):
        """The row as the leaf covers it."""
        facts = {
            "notice": self.publicity.number,
            "sequence": self.sequence,
            "occasion": self.occasion,
            "due_at": self.due_at,
            "observed_at": self.observed_at,
            "address": self.address,
            "outcome": self.outcome,
            "status": self.status,
            "latency_ms": self.latency_ms,
            "words_sha256": self.words_sha256,
            "facts_sha256": self.facts_sha256,
            "files": self.files,
            "archive_sha256": self.archive_sha256,
        }
        return leaf_words(facts)
