"""The queue of buyers' entries that wait for the sale that they tell of (A30)."""

from django.core.paginator import Paginator

from ledger.services.reconciling import queue
from registry.roles import Permission

from .access import DeskView
from .unit_report_lines import WORDS

PER_PAGE = 30


class Queue(DeskView):
    """Oldest first; an entry's own page offers the likeliest sales."""

    permission = Permission.RECONCILE_SALES
    template_name = "desk/reconciling.html"
    page_title = "采购对账"
    header_icon = "link"

    def get_context_data(self, **kwargs):
        page = Paginator(queue(), PER_PAGE).get_page(self.request.GET.get("p"))
        lines = [(WORDS[each.kind], each) for each in page]
        return super().get_context_data(page=page, lines=lines, **kwargs)
