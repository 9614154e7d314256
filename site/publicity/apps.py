"""Publicity as a Django application; its acts in the words of the audit trail."""

from django.apps import AppConfig

WORDS = {
    "publicity.answer": "答复异议",
    "publicity.close": "公示结束",
    "publicity.extend": "延长公示期",
    "publicity.hold": "因异议中止公示",
    "publicity.object": "提出异议",
    "publicity.open": "开始公示",
    "publicity.export_evidence": "导出公示凭证包",
    "publicity.post": "登记村公示栏张贴",
    "publicity.resume": "恢复公示",
    "publicity.reveal": "查看异议人信息",
}


class PublicityConfig(AppConfig):
    name = "publicity"
    verbose_name = "公示与异议"

    def ready(self):
        from doors.admissions import NEVER_REFUSED
        from records.audit_words import ACTIONS
        from records.prepared_writes import prepare_writes

        from .forms import ObjectionForm
        from .models import Publicity, PublicityEntry

        NEVER_REFUSED.add(ObjectionForm.scope)
        ACTIONS.update(WORDS)
        prepare_writes(Publicity, PublicityEntry)
