"""What a guide (办事指南) brings beside its words: where to apply, and what must be handed in."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from .document_details import Ordered


class Guide(models.Model):
    """A document that may lead to an application online."""

    applies_in_portal = models.BooleanField(
        "在申请门户办理",
        default=False,
        help_text="勾选的，页面上的“在线申请”通向申请门户",
    )
    apply_url = models.URLField(
        "在线申请网址", blank=True, help_text="在其他系统办理的，填写该系统的网址"
    )

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        if self.applies_in_portal and self.apply_url:
            raise ValidationError({"apply_url": "在申请门户办理的，不另填网址"})

    @property
    def apply_address(self):
        """Where 「在线申请」 leads; empty where nothing is applied for."""
        return reverse("portal:home") if self.applies_in_portal else self.apply_url

    def guide_words(self):
        """What of the guide belongs to its text; empty where it has nothing of it."""
        rows = [
            (each.name, each.requirement, each.form.file_hash if each.form else "")
            for each in self.materials.all()
        ]
        return [self.apply_url, self.applies_in_portal, rows] if rows or self.apply_address else []


class GuideMaterial(Ordered):
    """申报材料: one material that a guide asks for, with the form to fill in."""

    page = ParentalKey(
        "pages.DocumentPage",
        on_delete=models.CASCADE,
        related_name="materials",
        verbose_name="文件",
    )
    name = models.CharField("材料名称", max_length=120)
    requirement = models.CharField(
        "要求", max_length=200, blank=True, help_text="例如“原件1份，复印件2份，加盖公章”"
    )
    form = models.ForeignKey(
        "wagtaildocs.Document",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="空白表格",
    )

    panels = [FieldRowPanel([FieldPanel("name"), FieldPanel("requirement")]), FieldPanel("form")]

    class Meta(Ordered.Meta):
        verbose_name = verbose_name_plural = "申报材料"

    def __str__(self):
        return self.name
