"""The audit trail: append-only rows without foreign keys, so it never stands in the data's way."""

import json
from datetime import UTC
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

from rules.periods import SHANGHAI


def seal_mac(number, digest):
    """HMAC-SHA256 in hex over a seal's number and its digest, which covers the seal before it."""
    return _hmac("records.audit.seal", f"{number}|{digest}")


def moment(at):
    """``at`` as the check codes read it: in UTC, cut to milliseconds.

    JSON as Django writes it keeps no more, so a trail that was copied that way stays true.
    """
    return at.astimezone(UTC).isoformat(timespec="milliseconds")


def _hmac(salt, words):
    key = settings.AUDIT_KEY
    return salted_hmac(salt, words, secret=key, algorithm="sha256").hexdigest()


class AuditSeal(models.Model):
    """审计封存: a link of the hash chain over some audit rows; each names the one before it.

    The newest one of a day is a leaf of the evidence log: whoever keeps a stamped head can tell
    that the trail before it was not made anew.
    """

    number = models.PositiveBigIntegerField("封存序号", unique=True)
    sealed_at = models.DateTimeField("封存时间")
    rows = models.PositiveIntegerField("记录数")
    total = models.PositiveBigIntegerField("累计记录数")
    previous = models.CharField("上一封存摘要", max_length=64, blank=True)
    digest = models.CharField("封存摘要", max_length=64, unique=True)
    mac = models.CharField("校验码", max_length=64, blank=True, editable=False)
    leaf = models.OneToOneField(
        "records.EvidenceLeaf",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="凭证记录",
    )

    class Meta:
        verbose_name = verbose_name_plural = "审计封存"
        ordering = ["-number"]

    def __str__(self):
        return f"第{self.number}号 {self.digest[:12]}"

    def save(self, *args, **kwargs):
        self.mac = self.expected_mac()
        super().save(*args, **kwargs)

    def words(self):
        """The seal as its leaf covers it; UTF-8."""
        return (
            f"审计封存\n序号 {self.number}\n累计记录数 {self.total}\n封存摘要 {self.digest}\n"
        ).encode()

    def expected_mac(self):
        """HMAC under ``settings.AUDIT_KEY``: who has no key cannot forge the chain anew."""
        return seal_mac(self.number, self.digest)


class AuditEvent(models.Model):
    """审计记录: who did what to which thing, when and why; written in the act's transaction.

    ``uid`` is random and covered by the check code: a genuine row copied into the trail again
    either repeats it or is no longer genuine.
    """

    #: Nothing of Wagtail's is referred to; two queries less for every act.
    wagtail_reference_index_ignore = True

    uid = models.UUIDField("唯一标识", default=uuid4, unique=True, editable=False)
    at = models.DateTimeField("业务时间", db_index=True)
    recorded_at = models.DateTimeField("记录时间", default=timezone.now, editable=False)
    actor_id = models.BigIntegerField("用户编号", null=True, blank=True)
    actor = models.CharField("用户", max_length=150)
    action = models.CharField("动作", max_length=60)
    subject_type = models.CharField("对象类型", max_length=60)
    subject_id = models.CharField("对象编号", max_length=60)
    subject = models.CharField("对象", max_length=200)
    because = models.CharField("理由", max_length=500, blank=True)
    data = models.JSONField("摘要", default=dict, blank=True)
    mac = models.CharField("校验码", max_length=64, blank=True, editable=False)
    seal = models.ForeignKey(
        AuditSeal,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="events",
        verbose_name="封存",
    )

    class Meta:
        verbose_name = verbose_name_plural = "审计记录"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"]),
            # the newest of one act, person or kind, without all of its rows being sorted
            models.Index(fields=["action", "at"], name="audit_action_at"),
            models.Index(fields=["actor_id", "at"], name="audit_actor_at"),
            models.Index(fields=["subject_type", "at"], name="audit_kind_at"),
        ]

    def __str__(self):
        return f"{self.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M} {self.actor} {self.subject}"

    def save(self, *args, **kwargs):
        """Append only: a row once written is never written again."""
        if self.pk is not None:
            raise ValueError("审计记录不可修改")
        self.mac = self.expected_mac()
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise ValueError("审计记录不可删除")

    def expected_mac(self):
        """HMAC-SHA256 over the row's words under ``settings.AUDIT_KEY``, in hex.

        Who can write to the database but has no key can neither change a row nor add one.
        """
        columns = [
            str(self.uid),
            moment(self.at),
            moment(self.recorded_at),
            self.actor_id,
            self.actor,
            self.action,
            self.subject_type,
            self.subject_id,
            self.subject,
            self.because,
            self.data,
        ]
        words = json.dumps(columns, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return _hmac("records.audit", words)
