"""查阅记录 for the auditor: every look at every file that officers open, in one list."""

from django.core.paginator import Paginator
from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast
from django.utils.timezone import localtime

from applications.models import AuthorisationAccess, MaterialAccess
from doors.models import EvidenceLook
from records import trail
from registry.models import User
from registry.roles import Permission
from rules.official_dates import iso_moment
from rules.periods import day_ends, day_starts
from rules.vocabulary import MATERIAL_KINDS

from .access import DeskView
from .giving_tables import STRETCH
from .registers.audit_filters import TrailForm

PER_PAGE = 50
COLUMNS = {
    "at": "时间",
    "who": "查阅人",
    "kind": "类别",
    "name": "文件",
    "application": "申请编号",
    "purpose": "目的",
}
NOTHING = Value("", output_field=CharField())


class AccessForm(TrailForm):
    """The trail's questions of days and person; ``act`` looks for a file, a number, a purpose."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["act"].label = "文件、编号或目的"
        self.fields["act"].widget.attrs["placeholder"] = "如：名册"


def looks():
    """One queryset for each kind of file, all with the same columns."""
    yield _columns(
        MaterialAccess.objects,
        moment=F("at"),
        name=F("material__file__name"),
        about=F("material__kind"),
        application=F("material__application__number"),
        reason=F("purpose"),
    )
    yield _columns(
        AuthorisationAccess.objects,
        moment=F("at"),
        name=F("authorisation__file__name"),
        about=NOTHING,
        application=NOTHING,
        reason=NOTHING,
    )
    for model in EvidenceLook.__subclasses__():
        yield _columns(
            model.objects,
            moment=F("viewed_at"),
            name=F("evidence__file__name"),
            about=NOTHING,
            application=NOTHING,
            reason=NOTHING,
        )


def _columns(rows, **columns):
    title = Value(str(rows.model._meta.verbose_name), output_field=CharField())
    texts = {name: Cast(value, CharField()) for name, value in columns.items() if name != "moment"}
    rows = rows.order_by().annotate(kind=title, moment=columns["moment"], reader=F("user"), **texts)
    return rows


SELECTED = ("moment", "reader", "kind", "name", "about", "application", "reason")


class Accesses(DeskView):
    """Who looked at what, when and for what; narrowed by days, person and words."""

    permission = Permission.READ_TRAIL
    template_name = "desk/accesses.html"
    page_title = "查阅记录"
    tells_of_strangers = True
    header_icon = "view"

    def get(self, request, *args, **kwargs):
        file_format = request.GET.get("export")
        if file_format not in ("csv", "xlsx"):
            return super().get(request, *args, **kwargs)
        count = self.rows.count()
        return self.give(
            "accesses", self.records, COLUMNS, count=count, form=file_format, name="accesses"
        )

    def records(self):
        rows = list(self.rows)
        for start in range(0, len(rows), STRETCH):
            yield from self.in_words(rows[start : start + STRETCH])

    @property
    def form(self):
        return AccessForm({name: self.request.GET.get(name, "") for name in AccessForm.base_fields})

    @property
    def rows(self):
        """The rows asked for, the newest first; none while something typed cannot be read."""
        form = self.form
        sources = [rows.values_list(*SELECTED) for rows in map(self.narrow(form), looks())]
        return sources[0].union(*sources[1:], all=True).order_by("-moment")

    def narrow(self, form):
        if not form.is_valid():
            return lambda rows: rows.none()
        values = form.cleaned_data
        conditions = Q()
        if values["since"]:
            conditions &= Q(moment__gte=day_starts(values["since"]))
        if values["until"]:
            conditions &= Q(moment__lt=day_ends(values["until"]))
        if person := values["person"].strip():
            conditions &= Q(reader__in=trail.people_called(person))
        if word := values["act"].strip():
            conditions &= (
                Q(name__icontains=word)
                | Q(application__icontains=word)
                | Q(reason__icontains=word)
                | Q(kind__icontains=word)
                | Q(about__in=[kind for kind, title in MATERIAL_KINDS if word in title])
            )
        return lambda rows: rows.filter(conditions)

    def in_words(self, rows):
        rows = list(rows)
        people = User.objects.in_bulk({row[1] for row in rows})
        kinds = dict(MATERIAL_KINDS)
        return [
            {
                "at": iso_moment(localtime(moment)),
                "who": f"{people[reader]}（{people[reader].username}）",
                "kind": kinds.get(about, kind),
                "name": name,
                "application": application,
                "purpose": reason,
            }
            for moment, reader, kind, name, about, application, reason in rows
        ]

    def get_context_data(self, **kwargs):
        page = Paginator(self.rows, PER_PAGE).get_page(self.request.GET.get("page"))
        rows = self.in_words(page.object_list)
        return super().get_context_data(form=self.form, page=page, rows=rows, **kwargs)
