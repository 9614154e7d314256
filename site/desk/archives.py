"""案卷: the whole of a closed paper to take out of the house; that it left is on record."""

from django.shortcuts import redirect
from wagtail.admin import messages

from files.delivery import deliver
from registry.roles import Permission
from rules.refusal import Refused
from workflow.services.archives import archive

from .access import may
from .applications import ApplicationView

#: Whoever keeps the files, answers for them or audits them.
ARCHIVISTS = (Permission.PROCESS_PAPERS, Permission.SEE_ACCESSES)


class Archive(ApplicationView):
    """The package; what it cannot have yet is told on the paper's page."""

    def is_allowed(self):
        return may(self.request.user, *ARCHIVISTS)

    def get(self, request, pk):
        try:
            data = archive(self.application, **self.who)
        except Refused as refused:
            for reason in refused.reasons:
                messages.error(request, reason)
            return redirect("desk:application", pk=pk)
        name = f"{self.application.number}.zip"
        return deliver(data, "application/zip", name, is_shown=False)
