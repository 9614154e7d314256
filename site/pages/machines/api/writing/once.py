"""An act of a program, done once: the same key with the same words is answered as before.

The act, its audit rows and its answer land together; what was refused leaves nothing, and the
same key may bring it again once it is mended (draft-ietf-httpapi-idempotency-key-header).
"""

import hashlib
import json as plain_json
from typing import Annotated

from django.db import transaction
from ninja import Header
from ninja.errors import HttpError
from wagtail.log_actions import LogContext

from records.acting import acting, acting_through
from registry.models import ApiCall

from ..listing import asked_at, json
from .authority import private

REPLAYED = "Idempotent-Replayed"
DESCRIPTION = "由贵方编的唯一编号，8至64个字符；重发同一请求时不变，不会重复办理"
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=8,
        max_length=64,
        pattern="^[!-~]+$",
        description=DESCRIPTION,
        examples=["7f0c1d0e-2020-0001"],
    ),
]


def once(request, key, words, act):
    """201 with what ``act(by=, at=)`` returns (plain data), once for this key of this token.

    ``words`` are what was sent; other words under the same key are refused with 422.
    """
    token, at = request.auth, asked_at(request)
    digest, who = _digest(request, words), {"by": token.user, "at": at}
    way = f"接口令牌“{token}”"
    with transaction.atomic(), acting(**who), acting_through(way), LogContext(user=token.user):
        call, is_new = ApiCall.objects.get_or_create(
            token=token,
            key=key,
            defaults={"act": _act(request), "digest": digest, "at": at},
        )
        if is_new:
            call.status, call.answer = 201, act(**who)
            call.save(update_fields=["status", "answer"])
    if call.digest != digest:
        raise HttpError(422, "该幂等键已用于另一请求，请换用新的编号")
    return _answered(call, is_new)


def _answered(call, is_new):
    answer = private(json(call.answer, status=call.status))
    if not is_new:
        answer[REPLAYED] = "true"
    if "api_url" in call.answer:
        answer["Location"] = call.answer["api_url"]
    return answer


def _act(request):
    return f"{request.method} {request.path}"[:120]


def _digest(request, words):
    text = plain_json.dumps([_act(request), words], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
