"""收文分组: organisations that documents are addressed to together, as 「各镇」「区直各单位」."""

from django.core.exceptions import PermissionDenied
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

    def reasons_against_deleting(self):
        """To whom a document is sent is a fact of it: its groups stay as long as it does."""
        from .documents import DocumentPage  # which names groups

        rows = DocumentPage.objects.filter(delivered_groups=self)
        return [
            f"分组“{self}”：有{count}份文件分送给它，不能删除" for count in (len(rows),) if count
        ]


def guard_group(sender, instance, **_):
    """Refuse to delete a group that a document names, by whatever road."""
    if reasons := instance.reasons_against_deleting():
        raise PermissionDenied("；".join(reasons))
