"""收文分组: organisations that documents are addressed to together, as 「各镇」「区直各单位」."""

from django.db import models
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel

from doors.text_forms import PlainText

from .named_rows import NamedOrganisationsField


class RecipientGroupForm(PlainText, WagtailAdminModelForm):
    """Members are named one a line, with a search."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        stock = self.fields["members"]
        self.fields["members"] = NamedOrganisationsField(
            stock.queryset, label=stock.label, required=True
        )


class RecipientGroup(models.Model):
    """收文分组: expanded to its members of that day when a document is sent (R02)."""

    name = models.CharField(
        "分组名称", max_length=40, unique=True, help_text="例如“各镇”“区直各相关单位”"
    )
    members = models.ManyToManyField(
        "registry.Organisation", related_name="+", verbose_name="成员单位"
    )

    panels = [FieldPanel("name"), FieldPanel("members")]
    base_form_class = RecipientGroupForm

    class Meta:
        verbose_name = verbose_name_plural = "收文分组"
        ordering = ["name"]

    def __str__(self):
        return self.name
