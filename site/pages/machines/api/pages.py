"""Any public page by its path or its id, whatever its kind, and where old addresses lead."""

from typing import Annotated

from django.urls import get_script_prefix
from ninja import Query, Router, Schema
from ninja.errors import HttpError
from pydantic import Discriminator
from wagtail.models import Page

from ...models import HomePage, ProductPage
from ...moved import moved_to, old_addresses
from . import bulletins, columns, documents, features, notices, products, results
from .bulletins import QuarterlyDetail
from .columns import ColumnDetail
from .documents import DocumentDetail
from .features import FeatureDetail
from .listing import asked_at, json, whole
from .notices import NoticeDetail
from .problems import answers
from .product_schemas import ProductDetail
from .products import GoneOut, gone
from .results import RemovalDetail, ResultDetail
from .site import HomeOut, home_data, site_of

router = Router(tags=["网站"])
KINDS = (
    documents.KIND,
    features.KIND,
    notices.KIND,
    results.RESULT,
    results.REMOVAL,
    products.KIND,
    bulletins.KIND,
)
ByType = Annotated[
    HomeOut
    | ColumnDetail
    | DocumentDetail
    | FeatureDetail
    | NoticeDetail
    | ResultDetail
    | RemovalDetail
    | ProductDetail
    | QuarterlyDetail,
    Discriminator("type"),
]


class MovedOut(Schema):
    """An old address of a page that is public now, and where it leads."""

    path: str
    url: str
    is_permanent: bool


def page_answer(request, page):
    """The whole JSON of ``page`` (of its own type) as the public may read it now; None if not."""
    if isinstance(page, HomePage):
        return json(home_data(request))
    if isinstance(page, columns.COLUMN_TYPES):
        kind, rows = columns.KIND, columns.columns_of(asked_at(request))
        rows = [each for each in rows if each.pk == page.pk]
    else:
        kind = next((each for each in KINDS if isinstance(page, each.model)), None)
        rows = kind.rows(asked_at(request)).filter(pk=page.pk) if kind else []
    return next((whole(request, kind, each) for each in rows), None)


def _answer(request, page):
    answer = page_answer(request, page)
    if answer is not None:
        return answer
    if isinstance(page, ProductPage):
        for left in ProductPage.objects.left(asked_at(request)).filter(pk=page.pk):
            return gone(request, left)
    raise HttpError(404, "没有此页面，或者不在公开期内")


@router.get(
    "/pages",
    response=answers(ByType) | {301: MovedOut, 410: GoneOut},
    summary="按网址取一个页面；已迁移的，答复301和新网址",
)
def by_path(request, path: Annotated[str, Query(max_length=500, examples=["/zcwj/"])]):
    below = _below(path)
    page = Page.objects.filter(url_path=f"{site_of(request).root_page.url_path}{below}").first()
    page = page and page.specific
    if page is None and (moved := _moved(request, f"{get_script_prefix()}{below}")):
        return moved
    return _answer(request, page)


@router.get(
    "/pages/{int:key}", response=answers(ByType) | {410: GoneOut}, summary="按编号取一个页面"
)
def by_id(request, key: int):
    page = Page.objects.filter(pk=key).first() if key < 2**31 else None
    return _answer(request, page and page.specific)


@router.get("/redirects", response=answers(list[MovedOut]), summary="旧网址各自通向哪里")
def redirects(request):
    return json(redirects_data(request))


def redirects_data(request):
    at = asked_at(request)
    rows = ((path, *moved_to(path, at=at, request=request)) for path in old_addresses(at))
    return [
        {"path": path, "url": request.build_absolute_uri(url), "is_permanent": is_permanent}
        for path, url, is_permanent in rows
        if url
    ]


def _below(path):
    """``path`` below the site's own prefix, with its last slash."""
    if "\x00" in path:
        raise HttpError(422, "查询条件含有不能使用的字符")
    prefix = get_script_prefix()
    below = (path[len(prefix) :] if path.startswith(prefix) else path).strip("/")
    return f"{below}/" if below else ""


def _moved(request, path):
    url, is_permanent = moved_to(path, at=asked_at(request), request=request)
    if url is None:
        return None
    answer = json(
        {"path": path, "url": request.build_absolute_uri(url), "is_permanent": is_permanent},
        status=301,
    )
    answer["Location"] = f"{request.path}?path={url}"
    return answer
