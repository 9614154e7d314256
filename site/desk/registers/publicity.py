"""What the public was shown and what it said, in the Wagtail admin: registers to read."""

from wagtail_modeladmin.options import modeladmin_register

from desk.registers.register import Register
from publicity.models import Objection, Publicity


class PublicityRegister(Register):
    model = Publicity
    menu_label = "公示"
    menu_icon = "date"
    menu_order = 60
    list_display = ("number", "level", "first_day", "last_day", "working_days", "ends_at")
    list_filter = ("level", "first_day")
    search_fields = ("number", "entries__product_name", "entries__applicant_name")
    inspect_view_fields = (
        "number",
        "level",
        "published_at",
        "first_day",
        "last_day",
        "working_days",
        "ends_at",
        "calendar_version",
        "external_url",
        "evidence",
        "entries",
    )


class ObjectionRegister(Register):
    """Who objected is not in it: who investigates asks for it at the desk, and says why."""

    model = Objection
    menu_label = "异议"
    menu_icon = "warning"
    menu_order = 70
    list_display = ("number", "received_at", "entry", "channel", "finding", "answered_at")
    list_filter = ("channel", "finding", "received_at")
    list_select_related = ("entry",)
    search_fields = ("number", "entry__product_name", "entry__applicant_name", "content")
    inspect_view_fields = (
        "number",
        "entry",
        "channel",
        "received_at",
        "content",
        "finding",
        "answer",
        "answered_at",
        "answered_by",
    )


modeladmin_register(PublicityRegister)
modeladmin_register(ObjectionRegister)
