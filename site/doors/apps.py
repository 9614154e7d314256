"""The doors room as a Django application; its act in the words of the audit trail."""

from django.apps import AppConfig


class DoorsConfig(AppConfig):
    name = "doors"
    verbose_name = "办事入口"

    def ready(self):
        from records.audit_words import ACTIONS

        from . import admissions  # noqa: F401, registers its job

        ACTIONS |= {
            "doors.read_evidence": "查阅证据文件",
            "doors.ask_export": "要求导出文件",
            "doors.drop_export": "删除导出文件",
        }
