"""The auditor's register of the trail: in words, found by person, act, day and paper."""

from django.apps import apps
from django.contrib.admin import display
from django.core.exceptions import FieldDoesNotExist
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Concat
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from wagtail.admin.paginator import WagtailPaginator

from records import audit_words, trail
from records.models import AuditEvent
from registry.models import User

from .audit_filters import KindFilter, TrailFilter, TrailSearch
from .register import AuditorsRead, Register
from .views import RegisterIndex, RegisterInspect

#: What the entries of ``data`` are called; others stand under their code.
DATA_WORDS = {
    "address": "来源地址",
    "applicant": "申请单位",
    "application": "申请编号",
    "changed": "改动的栏目",
    "door": "想办理的事项",
    "duties": "当时的职责",
    "method": "请求方式",
    "more": "说明",
    "page": "页面代号",
    "reasons": "拒绝的理由",
    "fields": "改动内容",
    "register": "台账",
    "rows": "行数",
    "through": "途径",
}
NOTHING = "（空）"
#: Keys for the links only.
HIDDEN = frozenset({"application_id"})


class EventInspect(RegisterInspect):
    """One event whole, in words."""

    def get_page_subtitle(self):
        return f"{self.instance}：{audit_words.action(self.instance.action)}"


class KeysFirst(WagtailPaginator):
    """Sorts keys and reads the rows of the page then: not each of 50 000 with its actor's name."""

    def page(self, number):
        page = super().page(number)
        keys = list(page.object_list.values_list("pk", flat=True))
        rows = self.object_list.in_bulk(keys)
        page.object_list = [rows[key] for key in keys if key in rows]
        return page


class EventIndex(RegisterIndex):
    """The trail, of which neither all rows are counted nor a question asked twice."""

    paginator_class = KeysFirst

    def get_base_queryset(self, request=None):
        if "all" not in self.counted:
            self.counted["all"] = trail.total()
        return super().get_base_queryset(request)

    def get_queryset(self, request=None):
        return self.narrowed

    @cached_property
    def narrowed(self):
        rows = super().get_queryset(self.request).all()  # a copy is not counted as the whole
        return self._counted_once(rows, "reached")


class AuditRegister(Register):
    """Acts and kinds of things are told in words; the chain is over their codes."""

    model = AuditEvent
    permission_helper_class = AuditorsRead
    index_view_class = EventIndex
    inspect_view_class = EventInspect
    ordering = ("-at", "-pk")
    search_handler_class = TrailSearch
    menu_label = "审计记录"
    menu_icon = "history"
    menu_order = 90
    list_display = ("at", "who", "act", "thing", "paper", "because")
    list_filter = (TrailFilter, KindFilter)
    search_fields = ("subject", "because")
    inspect_view_fields = (
        "at",
        "recorded_at",
        "who",
        "act",
        "kind",
        "subject_id",
        "thing",
        "paper",
        "because",
        "details",
        "mac",
        "seal",
    )

    def get_queryset(self, request):
        """With each actor's name as it is now; of one who is not there any more, none."""
        person = User.objects.filter(pk=OuterRef("actor_id"))
        name = Subquery(person.values_list(Concat("last_name", "first_name")))
        return super().get_queryset(request).annotate(name=name)

    @display(description="人员", ordering="actor")
    def who(self, event):
        is_told = event.name and event.name != event.actor
        return f"{event.name}（{event.actor}）" if is_told else event.actor

    @display(description="动作", ordering="action")
    def act(self, event):
        return audit_words.action(event.action)

    @display(description="对象类型", ordering="subject_type")
    def kind(self, event):
        return audit_words.kind(event.subject_type)

    @display(description="对象", ordering="subject")
    def thing(self, event):
        address = trail.page_of(event)
        return (
            format_html('<a href="{}">{}</a>', address, event.subject) if address else event.subject
        )

    @display(description="申请")
    def paper(self, event):
        words = (event.data.get("application", ""), event.data.get("applicant", ""))
        return " ".join(str(word) for word in words if word)

    @display(description="摘要")
    def details(self, event):
        """The act's data, and of a changed row each field before and after."""
        rows = []
        for name, value in event.data.items():
            if name == "fields" and isinstance(value, dict):
                rows += _fields(event, value)
            elif name not in HIDDEN:
                rows.append((DATA_WORDS.get(name, name), _words(value)))
        return format_html_join("", "<div>{}：{}</div>", rows)


def _fields(event, fields):
    return [
        (_title(event, name), f"{_words(before)} → {_words(after)}")
        for name, (before, after) in fields.items()
    ]


def _title(event, name):
    """What a field is called on the form; its code where the row belongs to something else."""
    try:
        return apps.get_model(event.subject_type)._meta.get_field(name).verbose_name
    except (LookupError, FieldDoesNotExist, AttributeError):
        return name


def _words(value):
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(map(_words, value)) or NOTHING
    return NOTHING if value in (None, "") else str(value)
