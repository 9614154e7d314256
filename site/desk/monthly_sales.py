"""月度销售: which units have told of a month, and which have said nothing (R46)."""

from django.core.paginator import Paginator
from django.utils.functional import cached_property

from applications.models import Application
from ledger import monthly
from registry.roles import Permission
from rules.periods import local_day

from .access import DeskView, may, typed

PER_PAGE = 50
MONTHS = 12
#: The word of a tab → its title and what of the units it shows.
TABS = (
    ("silent", "未报", {"sold": 0, "has_none": False}),
    ("sold", "已登记销售", {"sold__gt": 0}),
    ("none", "申报无销售", {"sold": 0, "has_none": True}),
)


class MonthlySales(DeskView):
    """Those of the officer's own scope; the last month first, who said nothing first."""

    template_name = "desk/monthly_sales.html"
    page_title = "月度销售"
    header_icon = "calendar"

    def is_allowed(self):
        return may(self.request.user, Permission.READ_REGISTERS, Permission.SEE_STATION_PAPERS)

    @cached_property
    def months(self):
        months = [monthly.month_before(local_day(self.at))]
        while len(months) < MONTHS:
            months.append(monthly.month_before(months[-1]))
        return months

    @cached_property
    def month(self):
        chosen = typed(self.request.GET, "month", 7)
        return next((each for each in self.months if f"{each:%Y-%m}" == chosen), self.months[0])

    @cached_property
    def tab(self):
        tab = typed(self.request.GET, "tab", 8)
        return tab if tab in [name for name, _, _ in TABS] else TABS[0][0]

    def units(self):
        """The units of the month whose papers the officer may see."""
        papers = Application.objects.scope(self.request.user)
        units = monthly.units_of(self.month).filter(pk__in=papers.values("applicant"))
        return units.select_related("production_township").order_by("name", "pk")

    def get_context_data(self, **kwargs):
        units, today = self.units(), local_day(self.at)
        last = monthly.due_on(self.month, today)
        by_tab = {name: units.filter(**terms) for name, _, terms in TABS}
        page = Paginator(by_tab[self.tab], PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(
            month=self.month,
            months=self.months,
            tab=self.tab,
            tabs=[(name, title, by_tab[name].count()) for name, title, _ in TABS],
            page=page,
            last=last,
            is_late=last < today,
            **kwargs,
        )
