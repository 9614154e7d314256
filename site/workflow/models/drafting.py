"""What helps a reviewer to write: drafts of opinions, templates of words, saved filters."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from files.models import FileHolder

from .decisions import OPINIONS, Opinion


class OpinionDraft(models.Model):
    """意见草稿: what one person has typed about one item at one step; gone once it is signed."""

    item = models.ForeignKey(
        "applications.Item", models.CASCADE, related_name="drafts", verbose_name="申请产品"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="起草人"
    )
    step = models.CharField("环节", max_length=10, choices=OPINIONS)
    values = models.JSONField("内容", default=dict)
    saved_at = models.DateTimeField("保存时间")

    class Meta:
        verbose_name = verbose_name_plural = "意见草稿"
        constraints = [
            models.UniqueConstraint(
                fields=["item", "person", "step"], name="opiniondraft_one_per_person_and_step"
            )
        ]

    def __str__(self):
        return f"{self.item} {self.get_step_display()}草稿"


class OpinionDraftFile(FileHolder):
    """草稿附件: a file handed in for an opinion that is not signed yet.

    Without a draft it is thrown away: by its writer, or because the opinion was signed and holds
    the file itself. The clock destroys what nothing holds any more.
    """

    draft = models.ForeignKey(
        OpinionDraft,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="files",
        verbose_name="草稿",
    )
    thrown_at = models.DateTimeField("弃用时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "草稿附件"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "file"], name="opiniondraftfile_once"),
            models.CheckConstraint(
                condition=Q(draft__isnull=True) | Q(thrown_at__isnull=True),
                name="opiniondraftfile_in_use_or_thrown",
            ),
        ]

    def __str__(self):
        return self.name


class OpinionTemplate(models.Model):
    """意见模板: words for one step and one result, to be adapted before they are signed."""

    step = models.CharField("环节", max_length=10, choices=OPINIONS)
    result = models.CharField("结论", max_length=8, choices=Opinion.Result)
    title = models.CharField("名称", max_length=40)
    text = models.TextField("意见文字", max_length=4000)
    demands = models.TextField(
        "补正事项", max_length=2000, blank=True, help_text="每行一项；只用于退回补正"
    )
    is_active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "意见模板"
        ordering = ["step", "result", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["step", "result", "title"], name="opiniontemplate_titled_once"
            )
        ]

    def __str__(self):
        return f"{self.get_step_display()}·{self.get_result_display()}：{self.title}"


class SavedFilter(models.Model):
    """常用筛选: a view of the inbox that one person has named."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="本人"
    )
    name = models.CharField("名称", max_length=20)
    query = models.CharField("条件", max_length=500)

    class Meta:
        verbose_name = verbose_name_plural = "常用筛选"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "name"], name="savedfilter_named_once")
        ]

    def __str__(self):
        return self.name
