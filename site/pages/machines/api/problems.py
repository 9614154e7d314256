"""Refusals as problem details (RFC 9457), in Chinese, every reason named."""

from http import HTTPStatus
from typing import Literal

from ninja import Field, Schema
from pydantic import create_model

from ...search.asking import Match
from .listing import json
from .references import api_path


class Unreadable(Exception):
    """422: values that say nothing; ``reasons`` are ``(field, reason)`` pairs, all of them."""

    def __init__(self, reasons):
        self.reasons = list(reasons)
        super().__init__("；".join(reason for _, reason in self.reasons))


MIME = "application/problem+json"
TITLES = {
    400: "请求无法读取",
    401: "须出示有效的令牌",
    403: "无权办理",
    404: "没有此内容",
    405: "该地址不支持这种请求方法",
    409: "不能办理",
    410: "内容已不在公开期内",
    413: "文件过大",
    422: "请求不符合要求",
    429: "请求过于频繁",
    500: "系统出错",
    503: "暂时无法提供服务",
    507: "存储空间不足",
}


class ReasonOut(Schema):
    """One reason, and the field or parameter that it is about; empty for the whole."""

    field: str
    reason: str


class ProblemOut(Schema):
    """问题说明 (RFC 9457): ``title`` 是哪一类，``detail`` 是这一次，``errors`` 逐条列出理由。"""

    type: str
    title: str
    status: int
    detail: str
    errors: list[ReasonOut] = []


def problem(request, status, detail="", errors=(), **more):
    """The answer that refuses with ``status``; ``errors`` are ``(field, reason)`` pairs."""
    title = TITLES.get(status) or HTTPStatus(status).phrase
    pairs = [{"field": field, "reason": reason} for field, reason in errors]
    body = {
        "type": api_path(f"problems/{status}", request),
        "title": title,
        "status": status,
        "detail": detail or "；".join(each["reason"] for each in pairs) or title,
        "errors": pairs,
        **more,
    }
    return json(body, status=status, content_type=MIME)


class _Rows(Schema):
    """Rows of a list; with ``fields`` or ``include`` each has fewer or more of its fields."""

    count: int
    next_cursor: int | None = Field(None, description="只在按 cursor 读取时有；读完为空")


class _MatchingRows(_Rows):
    __doc__ = _Rows.__doc__

    match: Literal[tuple(Match)] | None = Field(
        None, description="只在带 q 时有：含有全部词语，读音相同，或者只含有部分词语"
    )


def list_answers(schema, has_words=False):
    """``response=`` of a list in pages (``listing.listed``): its rows and how many there are.

    ``has_words``: it can be asked for words, and says how its rows hold them.
    """
    base = _MatchingRows if has_words else _Rows
    rows = {"items": (list[schema], ...)}
    return answers(
        create_model(f"Page{schema.__name__}", __base__=base, __doc__=base.__doc__, **rows)
    )


def answers(schema, **more):
    """``response=`` of an endpoint that reads: what it gives, and how it refuses."""
    return {200: schema, 404: ProblemOut, 422: ProblemOut, 429: ProblemOut, **more}
