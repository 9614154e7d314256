"""What a program may do in a person's name: the token that it shows, and what it did with it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .secrets import EndingSecret, SecretQuerySet


class ApiToken(EndingSecret):
    """接口令牌: lets a program of one person act with that person's rights, until a day.

    ``start`` is the first characters of its secret, by which the person knows it again.
    """

    class Scope(models.TextChoices):
        """What a token is for; never more than its person may do."""

        DOCUMENTS = "documents", "起草文件和公告并送审"
        LEDGERS = "ledgers", "登记本单位台账"
        SALES = "sales", "登记本单位的产品销售"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="tokens", verbose_name="用户"
    )
    name = models.CharField("用途", max_length=60)
    scopes = models.JSONField("办理范围", default=list)
    start = models.CharField("令牌开头", max_length=12, editable=False)

    objects = SecretQuerySet.as_manager()

    class Meta(EndingSecret.Meta):
        verbose_name = verbose_name_plural = "接口令牌"
        constraints = [
            *EndingSecret.Meta.constraints,
            models.CheckConstraint(condition=~Q(name=""), name="apitoken_has_a_purpose"),
        ]

    def __str__(self):
        return f"{self.name}（{self.start}…）"

    @property
    def scope_titles(self):
        return [self.Scope(scope).label for scope in self.scopes]


class ApiCall(models.Model):
    """接口办理: one act done with a token, under the key by which its sender may repeat it.

    The same key with the same words is answered from here and does nothing twice.
    """

    token = models.ForeignKey(
        ApiToken, models.PROTECT, related_name="calls", verbose_name="接口令牌"
    )
    key = models.CharField("幂等键", max_length=64)
    act = models.CharField("办理事项", max_length=120)
    digest = models.CharField("请求摘要", max_length=64)
    status = models.PositiveSmallIntegerField("答复状态", default=0)
    answer = models.JSONField("答复", default=dict)
    at = models.DateTimeField("时间", db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "接口办理"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["token", "key"], name="apicall_once_per_key")
        ]

    def __str__(self):
        return f"{self.act} {self.key}"
