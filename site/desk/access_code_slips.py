"""A code on paper as the desk hands it over: shown once, on a sheet to be printed."""

from dataclasses import dataclass

from django.conf import settings
from django.shortcuts import render

from registry.models import AccessCode


@dataclass(frozen=True)
class Slip:
    """A code that was made just now; nothing keeps it but this answer."""

    row: AccessCode
    code: str
    back: str

    def answer(self, request):
        context = {"slip": self, "row": self.row, "site": settings.SITE_URL}
        return render(request, "desk/access_code_slip.html", context)
