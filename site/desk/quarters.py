"""Closing a quarter in the Wagtail admin: its figures first, then the act (§2.11)."""

from django.core.exceptions import PermissionDenied
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from doors.acts import ButtonAct
from ledger import figures
from ledger.models import PeriodClose, SalesRecord
from ledger.services import close_quarter, quarter_to_close
from registry.permissions import organisations
from registry.roles import Permission
from rules.amounts import yuan
from rules.vocabulary import CHANNELS, label


def _in_yuan(totals):
    """The sums of ``totals`` as people read them; counts stay as they are."""
    return {
        name: yuan(value) if name.endswith("_fen") and name != "six_entry_fen" else value
        for name, value in totals.items()
    }


class CloseQuarter(ButtonAct, WagtailAdminTemplateMixin, TemplateView):
    """The next quarter that is not closed, with what it would be closed with."""

    template_name = "ledger/close_quarter.html"
    http_method_names = ["get", "post"]
    page_title = "季度关账"
    header_icon = "lock"
    breadcrumbs_items = [
        {"url": reverse_lazy("wagtailadmin_home"), "label": "首页"},
        {"url": "", "label": "季度关账"},
    ]

    def dispatch(self, request, *args, **kwargs):
        if not organisations(request.user, Permission.CLOSE_QUARTERS):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        return self.breadcrumbs_items

    @cached_property
    def at(self):
        return timezone.now()

    @cached_property
    def quarter(self):
        return quarter_to_close(self.at)

    def get_context_data(self, **kwargs):
        sales = SalesRecord.objects.filter(booked_quarter=self.quarter or "")
        return super().get_context_data(
            quarter=self.quarter,
            totals=_in_yuan(figures.totals(sales)),
            channels=[
                (label(CHANNELS, word), fen, yuan(fen))
                for word, fen in figures.by_channel(sales).items()
            ],
            flagged=sum(figures.flagged(sales).values()),
            closed=PeriodClose.objects.select_related("frozen_by"),
            **kwargs,
        )

    def act(self):
        quarter = self.request.POST.get("quarter", "")
        return close_quarter(quarter, by=self.request.user, at=self.at)

    def message(self, close):
        return f"已关账：{close}，此后登记的该季度记录计入下一季度。"

    def back(self):
        return ("close_quarter",)
