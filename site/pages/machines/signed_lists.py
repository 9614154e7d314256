"""The published keys and the signed list of certificates, for whoever checks by themselves."""

import json

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ..catalogue.signed import canonical, encoded, public_keys, status_list
from .unchanged import answer_once

JSON = "application/json; charset=utf-8"


@require_safe
def keys(request):
    """``/verify/keys.json``: the keys that sign, and have signed, certificates."""
    rows = [
        {"id": key_id, "algorithm": "Ed25519", "public_key": encoded(key.public_bytes_raw())}
        for key_id, key in public_keys().items()
    ]
    text = json.dumps({"keys": rows}, indent=1)
    return answer_once(request, HttpResponse(text, content_type=JSON), at=timezone.now())


@require_safe
def status(request):
    """``/verify/status.json``: what every certificate is worth today, in one signed file."""
    at = timezone.now()
    words = status_list(at)
    if words is None:
        raise Http404
    response = HttpResponse(canonical(words), content_type=JSON)
    return answer_once(request, response, at=at)
