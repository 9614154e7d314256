"""What a holder handed in with its change report, as officers read it."""

from cryptography.fernet import InvalidToken
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect

from doors import evidence
from files.delivery import deliver
from rules.refusal import Refused
from workflow.models import ChangeFile, ChangeReport

from .changes import ChangeView


class File(ChangeView):
    """One file; every look is kept."""

    def get(self, request, uid):
        reports = ChangeReport.objects.scope(request.user)
        file = get_object_or_404(ChangeFile.objects.filter(change__in=reports), uid=uid)
        try:
            data = evidence.read_evidence(file, by=request.user, at=self.at)
        except Refused as refused:
            messages.error(request, f"{file.name}：{'；'.join(refused.reasons)}")
            return redirect("desk:change", pk=file.change_id)
        except (InvalidToken, FileNotFoundError) as missing:
            raise Http404 from missing
        return deliver(data, file.mime, file.name)
