"""导出文件: the tables that one asked for, how far they are, and taking them away."""

from cryptography.fernet import InvalidToken
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from doors import table_exports
from files.delivery import deliver

from .access import DeskButton, DeskView, is_officer
from .giving_tables import may_still


class OfTableExports(DeskView):
    """For officers, and for administrators, who read the registers without a duty."""

    def is_allowed(self):
        return is_officer(self.request.user) or self.request.user.is_superuser


@method_decorator(never_cache, name="dispatch")
class TableExports(OfTableExports):
    """One's own, the newest first; nobody else's are there."""

    template_name = "desk/table_exports.html"
    page_title = "导出文件"
    header_icon = "download"

    def get_context_data(self, **kwargs):
        rows = list(table_exports.own(self.request.user))
        takeable = table_exports.takeable(rows, self.request.user)
        for row in rows:
            row.is_takeable = row.pk in takeable
            row.over_at = row.finished_at and row.finished_at + table_exports.KEPT_FOR
        return super().get_context_data(
            rows=rows,
            is_waiting=any(row.finished_at is None for row in rows),
            most=table_exports.WHILE_WAITING,
            days=table_exports.KEPT_FOR.days,
            no_longer=table_exports.NO_LONGER,
            **kwargs,
        )


class TakeTableExport(OfTableExports):
    """The file, for who asked for it and may still read what is in it."""

    page_title = "下载导出文件"

    def get(self, request, pk):
        export = get_object_or_404(table_exports.own(request.user), pk=pk, file__isnull=False)
        if not may_still(export):
            self.note_refused([table_exports.NO_LONGER], export)
            messages.error(request, table_exports.NO_LONGER)
            return redirect("desk:exports")
        try:
            data = table_exports.taken(export, **self.who)
        except (InvalidToken, FileNotFoundError) as missing:
            raise Http404 from missing
        return deliver(data, export.file.mime, export.file.name, is_shown=False)


class DropTableExport(OfTableExports, DeskButton):
    """The file is destroyed; what is being made is not kept."""

    success_message = "已删除"

    def page_of_act(self):
        return reverse("desk:exports")

    def act(self):
        export = get_object_or_404(table_exports.own(self.request.user), pk=self.kwargs["pk"])
        return table_exports.drop(export, because="本人删除", **self.who)
