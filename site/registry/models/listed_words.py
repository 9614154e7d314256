"""词条: how a category of products or a reason of refusal is called and offered, every version."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from records.models.decided import Decided, decided_by_another


class ListedWord(Decided):
    """词条: one version of one word of a controlled list; ``code`` is what rows store.

    A code of the shipped lists may be worded anew; any other is the district's own. A version is
    never edited or deleted: the next one follows it, and a word ends on a day.
    """

    class List(models.TextChoices):
        CATEGORY = "category", "产品类别"
        REFUSAL = "refusal", "不予认定的理由"

    word_list = models.CharField("词表", max_length=10, choices=List)
    code = models.CharField(
        "代码",
        max_length=20,
        validators=[RegexValidator(r"^[a-z][a-z0-9_]+$", "代码由小写字母、数字和下划线组成")],
    )
    name = models.CharField("名称", max_length=20)
    help_text = models.CharField("说明", max_length=300, blank=True)
    position = models.PositiveSmallIntegerField("次序")
    begins_on = models.DateField("施行日期")
    ends_on = models.DateField("停用日期", null=True, blank=True)
    platform_code = models.CharField("报送时对应的类别", max_length=20, blank=True)
    basis = models.CharField("依据", max_length=200, blank=True)
    because = models.CharField("修改理由", max_length=300)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="拟稿人"
    )
    entered_at = models.DateTimeField("拟稿时间")

    class Meta:
        verbose_name = verbose_name_plural = "词条"
        ordering = ["-entered_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["word_list", "code"],
                condition=Q(decided_at__isnull=True),
                name="listedword_one_waiting",
                violation_error_message="该词条已有待批准的修改",
            ),
            models.CheckConstraint(
                condition=~Q(because="") & ~Q(name="") & ~Q(code=""),
                name="listedword_says_something",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("begins_on")),
                name="listedword_ends_after_it_begins",
                violation_error_message="停用日期应晚于施行日期",
            ),
            *decided_by_another("拟稿人"),
        ]

    def __str__(self):
        return f"{self.get_word_list_display()}“{self.name}”"
