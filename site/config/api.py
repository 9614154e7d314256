"""The wiring of ``/api/v1/``: JSON as exact as the pages, and writing with tokens."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.docs import DocsBase

from doors.filter_days import OF_OUR_TIME
from pages.machines.api import ROUTERS
from pages.machines.api.problems import MIME, Unreadable, problem
from rules.refusal import Refused

DESCRIPTION = """公开网站上的全部内容，与网页同一时刻、同一内容。读取不需要登录，写入须出示令牌。

* 同一版本（v1）内只增加字段和地址，不删除、不改名、不改变含义。
* 废止一项之前，至少提前12个月在答复中用 Deprecation 和 Sunset 标出。
* 枚举可能增加新的取值：遇到不认识的取值，按 `_label` 显示。
* 出错的答复是问题说明（RFC 9457，`application/problem+json`），`errors` 逐条列出理由。
* 使用说明见 docs/api.md（中文）、docs/api.en.md（英文）。"""


class Docs(DocsBase):
    """The description of the interface in the site's own frame; nothing comes from elsewhere."""

    def render_page(self, request, api, **path):
        """Swagger UI as ninja ships it reads ``settings`` from the page: no inline script."""
        address = self.get_openapi_url(api, path)
        settings = {"url": address, "layout": "BaseLayout", "deepLinking": True}
        context = {"title": api.title, "address": address, "docs": settings}
        return render(request, "pages/api_docs.html", context)


class Interface(NinjaAPI):
    """Operations are called by their bare names, so that generated clients read well."""

    def get_openapi_operation_id(self, operation):
        return operation.view_func.__name__

    def get_openapi_schema(self, *args, **kwargs):
        """Ninja describes every answer as plain JSON; refusals are problems (RFC 9457)."""
        description = super().get_openapi_schema(*args, **kwargs)
        for operations in description["paths"].values():
            for operation in operations.values():
                _name_problems(operation["responses"])
        return description


api = Interface(
    title=f"{settings.PROGRAMME_NAME}公开数据接口",
    version="1.1",
    description=DESCRIPTION,
    urls_namespace="public_api",
    docs=Docs(),
)
for prefix, routers in ROUTERS.items():
    for router in routers:
        api.add_router(prefix, router)


@api.exception_handler(HttpError)
def refuse(request, error):
    return problem(request, error.status_code, error.message)


@api.exception_handler(Http404)
def find_nothing(request, error):
    return problem(request, 404)


@api.exception_handler(AuthenticationError)
def refuse_stranger(request, error):
    """401: no token, or one that is unknown, revoked or expired; which of them is not told."""
    answer = problem(request, 401)
    answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(PermissionDenied)
def refuse_unauthorised(request, error):
    return problem(request, 403, str(error))


@api.exception_handler(Unreadable)
def refuse_unreadable(request, error):
    return problem(request, 422, errors=error.reasons)


@api.exception_handler(ValidationError)
def refuse_values(request, error):
    """422: each value that does not fit, by its name, in Chinese."""
    pairs = [(str(each["loc"][-1]), _words(each)) for each in error.errors]
    return problem(request, 422, "；".join(f"{name}：{why}" for name, why in pairs), pairs)


@api.exception_handler(Refused)
def refuse_act(request, refused):
    """409: every reason against the act, each at its field where it has one."""
    request.refusal_reasons = refused.reasons
    at_fields = [(name, why) for name, reasons in refused.fields.items() for why in reasons]
    placed = {why for _, why in at_fields}
    rest = [("", why) for why in refused.reasons if why not in placed]
    return problem(request, 409, errors=[*at_fields, *rest])


def _name_problems(responses):
    for answer in responses.values():
        content = answer.get("content", {})
        reference = content.get("application/json", {}).get("schema", {}).get("$ref", "")
        if reference.rpartition("/")[2] in PROBLEMS:
            content[MIME] = content.pop("application/json")


#: Schemas of answers that refuse.
PROBLEMS = {"ProblemOut", "GoneOut"}
WORDS = {
    "missing": "必须填写",
    "literal_error": "不在可用的取值之内",
    "int_parsing": "应为整数",
    "date_from_datetime_parsing": "应为日期，例如2026-11-28",
    "date_parsing": "应为日期，例如2026-11-28",
    "string_too_short": "不能为空",
    "string_too_long": "过长",
    "string_pattern_mismatch": "含有不能使用的字符",
    "json_invalid": "不是JSON",
    "greater_than_equal": "过小",
    "less_than_equal": "过大",
}


def _words(error):
    if OF_OUR_TIME in error["msg"]:
        return OF_OUR_TIME
    return WORDS.get(error["type"], "格式不正确")
