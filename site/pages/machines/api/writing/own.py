"""What a token tells of itself: whose it is, what for, until when."""

from typing import Literal

from ninja import Router, Schema

from registry.models import ApiToken

from ..listing import LocalTime, json, represent
from .authority import Bearer, own_answers, private

router = Router(tags=["写入"])


class TokenOut(Schema):
    """接口令牌: the secret itself is never told again."""

    name: str
    start: str
    scopes: list[Literal[tuple(ApiToken.Scope.values)]]
    made_at: LocalTime
    expires_at: LocalTime
    last_used_at: LocalTime | None


@router.get("/token", auth=Bearer(), response=own_answers(TokenOut), summary="所用令牌的情况")
def token(request):
    return private(json(represent(TokenOut, request.auth, request)))
