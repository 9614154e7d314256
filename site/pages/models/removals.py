"""The local announcement that an entry was removed, made by the flow that removed it (R71)."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from registry.names import get_names
from rules.periods import local_day

from ..catalogue.public_text import masked
from .gated import Gated
from .hands import ByFlow
from .visibility import PageManager, PageQuerySet, standing


class RemovalQuerySet(PageQuerySet):
    def visible(self, at):
        """From the moment of the removal on."""
        return self.filter(standing(), go_live_at__lte=at)

    def newest(self):
        return self.order_by("-go_live_at", "-pk")

    def with_facts(self):
        return self.select_related(
            "event__certificate__applicant",
            "event__certificate__ruleset__office",
            "event__product_version",
        )


class RemovalPage(ByFlow, Gated, Page):
    """清理公告: what was removed, on which decision, from when; its facts are the event's."""

    event = models.OneToOneField(
        "catalog.CertificateEvent",
        models.PROTECT,
        related_name="removal_page",
        verbose_name="清理事件",
    )
    ruled_on = models.DateField("省级决定日期")

    objects = PageManager.from_queryset(RemovalQuerySet)()

    parent_page_types = ["pages.NoticeIndexPage"]
    is_creatable = False
    content_panels = [
        FieldPanel("title", read_only=True),
        FieldPanel("event", read_only=True),
        FieldPanel("ruled_on", read_only=True),
    ]
    search_fields = [*Page.search_fields, index.SearchField("searched_text")]

    class Meta:
        verbose_name = verbose_name_plural = "清理公告"

    @property
    def searched_text(self):
        """What search finds it by: the entry, its holder, the decision."""
        certificate = self.event.certificate
        parts = [certificate.number, certificate.applicant.name, self.event.basis_doc_no]
        return masked("；".join(parts))

    @property
    def issuing_unit(self):
        """The office as its documents sign it."""
        return self.event.certificate.ruleset.office.official_name

    def get_context(self, request, *args, **kwargs):
        certificate = self.event.certificate
        return {
            **super().get_context(request, *args, **kwargs),
            "event": self.event,
            "certificate": certificate,
            "product_name": masked(self.event.product_version.name),
            "holder_name": masked(certificate.applicant.name),
            "ruleset": certificate.ruleset,
            "removed_on": local_day(self.event.effective_at),
            "publication": certificate.publication("removal"),
        }


def removal_title(event):
    """关于将……清理出……目录的公告."""
    names, product = get_names(), masked(event.product_version.name)
    return f"关于将“{product}”清理出《{names.district}{names.product}目录》的公告"
