"""What the search boxes of a document's form find: documents, organisations; for editors alone."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from registry.models import Organisation
from rules.periods import local_day

from .documents.drafting import may_draft
from .models import DocumentPage
from .models.document_queries import document_key

MOST = 12


def _of_editors(find):
    @never_cache
    def view(request):
        if not may_draft(request.user):
            raise PermissionDenied
        on = local_day(timezone.now())
        words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
        return JsonResponse({"items": find(words, on) if words else []})

    return view


@_of_editors
def find_documents(words, on):
    """Signed documents by any part of their title or number, the newest first; of any day."""
    key = document_key(words)
    rows = DocumentPage.objects.filter(first_published_at__isnull=False).filter(
        Q(title__icontains=words) | Q(doc_no_key__icontains=key) | Q(index_no__icontains=words)
    )
    return [
        {
            "name": row.index_no or row.title,
            "label": f"{row.title}　{row.doc_no or row.index_no or ''}",
        }
        for row in rows.order_by("-first_published_at", "-pk")[:MOST]
    ]


@_of_editors
def find_organisations(words, on):
    """Organisations and groups in being on day ``on``, by any part of their name."""
    rows = Organisation.objects.in_force(on).filter(
        Q(name__icontains=words) | Q(full_name__icontains=words) | Q(code=words)
    )
    return [
        {"name": row.name, "label": f"{row.name}（{row.get_kind_display()}）"}
        for row in rows.order_by("level", "code")[:MOST]
    ]
