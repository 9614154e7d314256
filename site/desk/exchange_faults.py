"""报送问题 at the desk: which record, whose, why, and what is done about it."""

from django import forms
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from doors.text_forms import TextForm
from exchange.models import ExchangeFault
from exchange.services.set_aside import close, send_again
from registry.roles import Permission

from .access import DeskButton, DeskForm, DeskView, may

PER_PAGE = 50


def faults():
    """Faults with the entry and the unit that each is about."""
    return ExchangeFault.objects.select_related(
        "stream",
        "batch",
        "closed_by",
        "platform_file__uploaded_by",
        "batch__delivery__prepared_by",
        "entry__applicant",
        "event__certificate__applicant",
        "sale__certificate__applicant",
    ).order_by("-pk")


class Faults(DeskView):
    """Open ones first; ``?all=1`` shows those that are over, too."""

    permission = Permission.READ_BATCHES
    template_name = "desk/exchange_faults.html"
    page_title = "报送问题"
    header_icon = "warning"

    def get_context_data(self, **kwargs):
        shows_all = bool(self.request.GET.get("all"))
        rows = faults() if shows_all else faults().open()
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(page=page, shows_all=shows_all, **kwargs)


class OfFault:
    @cached_property
    def fault(self):
        return get_object_or_404(faults(), pk=self.kwargs["pk"])

    @property
    def subject(self):
        return self.fault

    def page_of_act(self):
        return reverse("desk:exchange_fault", args=[self.kwargs["pk"]])

    def onward(self, result):
        return (self.page_of_act(),)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            fault=self.fault, certificate=self.fault.certificate, **kwargs
        )


class Fault(OfFault, DeskView):
    """One fault with the entry, the unit and its item, and what may be done."""

    permission = Permission.READ_BATCHES
    template_name = "desk/exchange_fault.html"
    page_title = "报送问题"
    header_icon = "warning"

    def get_context_data(self, **kwargs):
        is_mine = may(self.request.user, Permission.PREPARE_BATCHES)
        is_open = self.fault.state == ExchangeFault.State.OPEN
        kind = self.fault.kind
        return super().get_context_data(
            may_close=is_mine and is_open and kind != ExchangeFault.Kind.DELIVERY,
            person=self.fault.responsible,
            may_send=is_mine and is_open and kind == ExchangeFault.Kind.REFUSED,
            **kwargs,
        )


class Again(OfFault, DeskButton):
    permission = Permission.PREPARE_BATCHES
    success_message = "将随下一批次再次报送"

    def act(self):
        return send_again(self.fault, **self.who)


class CloseForm(TextForm):
    because = forms.CharField(label="处理结果", max_length=300, widget=forms.Textarea({"rows": 3}))


class Close(OfFault, DeskForm):
    """A record that goes no more, or a difference that was looked into."""

    permission = Permission.PREPARE_BATCHES
    template_name = "desk/exchange_form.html"
    page_title = "办结报送问题"
    form_class = CloseForm
    success_message = "已办结"
    explanation = (
        "记录不再报送、或者差异已经核实的，写明处理结果后办结。能更正的，请更正后再次报送。"
    )

    def act(self, form):
        return close(self.fault, because=form.cleaned_data["because"], **self.who)
