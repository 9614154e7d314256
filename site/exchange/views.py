"""The address at which a receiver may tell its receipt by itself, signed."""

import json

from django.http import HttpResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from rules.refusal import Refused

from .models import ExportBatch
from .receivers import receiver
from .services.receipts import take_receipt
from .signing import is_signed

#: Bytes of a receipt, at most.
MOST = 5 << 20


@method_decorator(csrf_exempt, name="dispatch")
class ReceiptCallBack(View):
    """POST a receipt; ``X-Signature: key id;Base64`` over the body by a key that we trust.

    204 taken (again: no effect), 403 for whoever we do not know, 409 not believed. A stranger
    learns nothing of which batches there are.
    """

    http_method_names = ["post"]

    def post(self, request):
        body = request.read(MOST + 1)  # request.body stops at the limit for forms
        if len(body) > MOST:
            return HttpResponse(status=413)
        try:
            values = json.loads(body)
            batch = ExportBatch.objects.get(batch_id=str(values["batch_id"])[:30])
        except (ValueError, KeyError, TypeError, RecursionError, ExportBatch.DoesNotExist):
            return HttpResponse(status=403)
        if not _is_trusted(request, batch, body):
            return HttpResponse(status=403)
        receipt = take_receipt(batch, values, at=timezone.now())
        return HttpResponse(receipt.distrust, status=409 if receipt.distrust else 204)


def _is_trusted(request, batch, body):
    key_id, _, value = request.headers.get("X-Signature", "").partition(";")
    try:
        keys = receiver(batch.stream.receiver).trusted
    except Refused:
        return False
    return any(is_signed(body, value, key) for key in keys if key.key_id == key_id)
