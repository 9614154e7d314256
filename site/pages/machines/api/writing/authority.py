"""Who asks: the person of a token, for what the token was made, and with what right today."""

from ninja.errors import HttpError
from ninja.security import HttpBearer

from registry.tokens import find_token

from ..listing import asked_at
from ..problems import ProblemOut


class Bearer(HttpBearer):
    """``Authorization: Bearer gs_…`` of an open token that was made for ``scope``."""

    openapi_description = "接口令牌，工作人员登录后在“接口令牌”中生成"

    def __init__(self, scope=None):
        super().__init__()
        self.scope = scope

    def authenticate(self, request, secret):
        """The :class:`registry.models.ApiToken`; None, which is 401, where it is not open."""
        token = find_token(secret, at=asked_at(request))
        request.token_at_hand = token
        if token is not None and self.scope not in (None, *token.scopes):
            raise HttpError(403, f"该令牌不能用于：{self.scope.label}")
        return token


def own_answers(schema, **more):
    """``response=`` of an endpoint that reads with a token."""
    refused = dict.fromkeys((401, 403, 404, 422, 429), ProblemOut)
    return {200: schema, **refused, **more}


def act_answers(schema):
    """``response=`` of an endpoint that acts: 201, or every reason against it."""
    refused = dict.fromkeys((400, 401, 403, 404, 409, 413, 422, 429), ProblemOut)
    return {201: schema, **refused}


def private(response):
    """What belongs to one person alone is kept by nobody on the way."""
    response["Cache-Control"] = "private, no-store"
    return response
