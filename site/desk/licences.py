"""资格证书: which licences of the units have run out, and which soon will (R63)."""

from django.core.paginator import Paginator
from django.utils.functional import cached_property

from applications.models import Application
from registry.models import Licence
from registry.roles import Permission
from registry.rulesets import in_force
from rules.periods import local_day

from .access import DeskView, may, typed

PER_PAGE = 50
TABS = (("soon", "即将到期"), ("expired", "已到期"), ("all", "全部"))


class Licences(DeskView):
    """Those of the units whose papers the officer may see, the nearest end first."""

    template_name = "desk/licences.html"
    page_title = "资格证书"
    header_icon = "doc-full"

    def is_allowed(self):
        return may(self.request.user, Permission.READ_REGISTERS, Permission.SEE_STATION_PAPERS)

    @cached_property
    def today(self):
        return local_day(self.at)

    @cached_property
    def days(self):
        return in_force(self.today).licence_reminder_days[-1]

    @cached_property
    def tab(self):
        tab = typed(self.request.GET, "tab", 8)
        return tab if tab in dict(TABS) else TABS[0][0]

    def licences(self, tab):
        units = Application.objects.scope(self.request.user).values("applicant")
        rows = Licence.objects.filter(applicant__in=units).select_related("applicant")
        if tab == "soon":
            return rows.ending_within(self.today, days=self.days)
        return rows.expired(self.today) if tab == "expired" else rows

    def get_context_data(self, **kwargs):
        rows = self.licences(self.tab).order_by("valid_until", "applicant__name", "pk")
        return super().get_context_data(
            tab=self.tab,
            tabs=[(name, title, self.licences(name).count()) for name, title in TABS],
            page=Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p")),
            days=self.days,
            today=self.today,
            **kwargs,
        )
