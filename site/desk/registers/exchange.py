"""The register of batches in the back office: to look at, never to change."""

import json

from wagtail import hooks
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin, modeladmin_register
from wagtail_modeladmin.views import InspectView

from desk.registers.register import MENU_HOOK
from desk.registers.views import RegisterIndex
from exchange import schema
from exchange.contents import first_records
from exchange.models import ExportBatch
from registry.permissions import organisations
from registry.roles import Permission
from rules.lifecycle import CertificateOp

MOST_RECORDS = 500


class ReadOnly(PermissionHelper):
    """The office's head, auditors and recorders may read; nobody may add, edit or delete."""

    def user_can_list(self, user):
        reads = organisations(user, Permission.READ_BATCHES)
        return user.has_perm("exchange.view_exportbatch") or bool(reads)

    def user_can_inspect_obj(self, user, obj):
        return self.user_can_list(user)

    def user_can_create(self, user):
        return False

    def user_can_edit_obj(self, user, obj):
        return False

    def user_can_delete_obj(self, user, obj):
        return False


class BatchView(InspectView):
    """A batch as it went out: its manifest, files and the first records."""

    page_title = "报送批次"

    def get_meta_title(self):
        return f"{self.page_title} {self.instance}"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            manifest=json.loads(self.instance.manifest),
            **_table(self.instance),
            **kwargs,
        )


#: What is shown of the records of each dataset; headings are those of the format.
COLUMNS = {
    "catalog": (schema.RECORD, "certificate_no record_version op product_name holder_name"),
    "sales": (schema.SALE, "certificate_no op external_id sold_on channel amount_fen"),
    "reconciliation": (schema.RECONCILED, "dataset record_id record_version sha256"),
}
OPS = {**{op.value: op.label for op in CertificateOp}, "add": "列入", "reverse": "冲正"}


def _table(batch):
    """``headings`` and ``records``: the first records of ``batch``, operations in words."""
    name, words = COLUMNS[batch.stream.dataset]
    fields, headings = words.split(), schema.columns(name)
    ops = {**OPS, "add": "新增"} if name == schema.SALE else OPS
    rows = [
        [ops.get(each[field], each[field]) if field == "op" else each[field] for field in fields]
        for each in first_records(batch, MOST_RECORDS)
    ]
    return {"headings": [headings[field] for field in fields], "records": rows}


@modeladmin_register
class ExportBatchAdmin(ModelAdmin):
    model = ExportBatch
    index_view_extra_css = inspect_view_extra_css = ["desk/registers.css"]
    menu_label = "报送批次"
    menu_icon = "upload"
    menu_order = 80
    add_to_admin_menu = False
    permission_helper_class = ReadOnly
    history_view_enabled = False
    inspect_view_enabled = True
    index_view_class = RegisterIndex
    inspect_view_class = BatchView
    inspect_template_name = "exchange/batch.html"
    list_display = ("batch_id", "stream", "mode", "sequence", "record_count", "created_at")
    list_filter = ("mode",)
    list_select_related = ("stream",)
    list_per_page = 50
    search_fields = ("batch_id", "exported__event__certificate__number")
    inspect_view_fields = (
        "batch_id",
        "stream",
        "mode",
        "sequence",
        "previous",
        "previous_manifest_sha256",
        "created_at",
        "period_from",
        "period_until",
        "record_count",
        "manifest_sha256",
    )

    def get_queryset(self, request):
        """Without the frozen contents, which a list has no use for."""
        return super().get_queryset(request).defer("manifest").distinct()

    def register_with_wagtail(self):
        self.model.wagtail_reference_index_ignore = True
        super().register_with_wagtail()
        hooks.register(MENU_HOOK, self.get_menu_item)
