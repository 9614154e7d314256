"""The evidence log: digests in the order in which they came, a head each day, a stamp on it."""

import json
from datetime import UTC, date, datetime

from django.db import models
from django.db.models import Q

from rules import merkle

from .append_only import AppendOnly

DIGEST = 64


class EvidenceLeaf(AppendOnly):
    """凭证记录: the leaf of something that was seen; what it was, its own row tells.

    ``number`` counts from 0 without a gap: it is the leaf's place in the tree of RFC 9162.
    """

    number = models.PositiveBigIntegerField("序号", unique=True)
    digest = models.CharField("摘要", max_length=DIGEST)
    written_at = models.DateTimeField("写入时间")

    class Meta:
        verbose_name = verbose_name_plural = "凭证记录"
        ordering = ["number"]

    def __str__(self):
        return f"{self.number} {self.digest[:12]}"


class TreeHead(AppendOnly):
    """凭证根: the root over the first ``size`` leaves, once a day; who keeps it keeps all before.

    ``peaks`` are the full subtrees (size, digest) from which the next head grows.
    """

    day = models.DateField("日期", unique=True)
    origin = models.CharField("网站", max_length=200)
    size = models.PositiveBigIntegerField("记录数")
    root = models.CharField("根摘要", max_length=DIGEST)
    peaks = models.JSONField("子树")
    made_at = models.DateTimeField("生成时间")

    class Meta:
        verbose_name = verbose_name_plural = "凭证根"
        ordering = ["-day"]
        constraints = [models.CheckConstraint(condition=Q(size__gt=0), name="treehead_not_empty")]

    def __str__(self):
        return f"{self.day} {self.root[:12]}"

    @property
    def statement(self):
        """The text that is stamped, printed and mailed; its bytes are UTF-8."""
        return (
            f"公开凭证\n网站 {self.origin}\n日期 {self.day:%Y-%m-%d}\n"
            f"记录数 {self.size}\n根摘要 {self.root}\n"
        )

    @property
    def tree(self):
        """The peaks as :func:`rules.merkle.grow` takes them."""
        return [(size, bytes.fromhex(digest)) for size, digest in self.peaks]


class HeadStamp(AppendOnly):
    """可信时间戳: the answer of a time-stamping authority (RFC 3161) over a head's statement."""

    head = models.OneToOneField(
        TreeHead, models.PROTECT, related_name="stamp", verbose_name="凭证根"
    )
    authority = models.CharField("时间戳机构", max_length=300)
    response = models.BinaryField("时间戳（DER）")
    stamped_at = models.DateTimeField("时间戳时间")
    received_at = models.DateTimeField("收到时间")

    class Meta:
        verbose_name = verbose_name_plural = "可信时间戳"
        ordering = ["-head"]

    def __str__(self):
        return f"{self.head} {self.stamped_at:%Y-%m-%d %H:%M:%S}"


def leaf_digest(data):
    """The leaf of ``data`` (bytes) in hex."""
    return merkle.leaf_hash(data).hex()


def leaf_words(facts):
    """``facts`` as a leaf covers them: JSON with sorted keys, UTF-8; moments in UTC."""
    words = {name: _in_words(value) for name, value in facts.items()}
    text = json.dumps(words, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode()


def _in_words(value):
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return f"{value}" if isinstance(value, date) else value
