"""The published keys and the signed list of certificates, for whoever checks by themselves."""

import json
from functools import wraps
from pathlib import Path

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from rules import sm2

from ..catalogue.signed import canonical, encoded, status_list
from ..catalogue.signing_keys import KeyUnusable, public_keys
from .unchanged import answer_once

JSON = "application/json; charset=utf-8"
UNUSABLE = "签名密钥暂时不能使用，请稍后再试。\n"


def with_keys(view):
    """503 where the key fails: what is published is whole, or is not there for a while."""

    @wraps(view)
    def answer(request):
        try:
            return view(request)
        except KeyUnusable:
            return HttpResponse(UNUSABLE, status=503, content_type="text/plain; charset=utf-8")

    return answer


@require_safe
@with_keys
def keys(request):
    """``/verify/keys.json``: the keys that sign, and have signed, certificates."""
    rows = [
        {
            "id": key_id,
            "algorithm": key.algorithm,
            "public_key": encoded(key.raw),
            "pem": key.pem,
        }
        for key_id, key in public_keys().items()
    ]
    text = json.dumps({"keys": rows}, indent=1)
    return answer_once(request, HttpResponse(text, content_type=JSON), at=timezone.now())


@require_safe
@with_keys
def status(request):
    """``/verify/status.json``: what every certificate is worth today, in one signed file."""
    at = timezone.now()
    words = status_list(at)
    if words is None:
        raise Http404
    response = HttpResponse(canonical(words), content_type=JSON)
    return answer_once(request, response, at=at)


@require_safe
def sm2_program(request):
    """``/verify/sm2.py``: what the checking program needs for keys of SM2, as it runs here, too."""
    content = Path(sm2.__file__).read_bytes()
    response = HttpResponse(content, content_type="text/x-python; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="sm2.py"'
    return response
