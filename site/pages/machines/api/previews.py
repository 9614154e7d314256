"""A page that is not public yet, as JSON: for front ends of others, under a secret address."""

from dataclasses import replace

from django.utils import timezone
from ninja import Router
from ninja.errors import HttpError

from ...models import DocumentPage
from ...previewing.addresses import count_use, find_address
from ...previewing.content import content_of, reasons_against_showing, with_own_files
from ...previewing.views.public_doors import secret
from . import columns, documents
from .listing import whole
from .pages import ByType, page_answer
from .problems import ProblemOut, answers
from .references import page_ref
from .relations import TO_MANY

router = Router(tags=["预览"])
ENDED = "预览地址已经失效或者撤销"
NOT_NOW = "页面此刻没有可以预览的内容，或者有不能公开的内容；请联系给您地址的编辑人员"


@router.get(
    "/preview/{token}",
    response=answers(ByType) | {409: ProblemOut, 410: ProblemOut},
    summary="尚未公开的页面：草稿，或者某一时点的页面；地址由编辑人员生成，到期失效",
)
def preview(request, token: str):
    address, at = find_address(token), timezone.now()
    if address is None:
        raise HttpError(404, "没有此预览地址")
    if not address.is_open(at):
        raise HttpError(410, ENDED)
    what = content_of(address, at)
    if reasons_against_showing(what):
        raise HttpError(409, NOT_NOW)
    count_use(address, at)
    request.asked_at = what.at
    answer = _own_words(request, what.page) if what.has_own_words else None
    answer = answer or page_answer(request, what.page)
    answer.content = with_own_files(answer.content.decode(), what.page, token)
    return secret(answer)


def _own_words(request, page):
    """The JSON of a page in memory, whose row has other words."""
    if isinstance(page, columns.COLUMN_TYPES):
        return whole(request, columns.KIND, page)
    return whole(request, DRAFT, page)


def _prepare(pages, request, *, is_whole):
    """As of a document that is public, with the parts, files and relations of the draft."""
    documents.prepare(pages, request, is_whole=is_whole)
    visible = DocumentPage.objects.visible(request.asked_at)
    for page in pages:
        page.part_rows, page.attachment_rows = page.parts.all(), page.attachments.all()
        page.figure_rows = page.figures.all()
        for name in TO_MANY:
            keys = [each.pk for each in getattr(page, name).all()]
            rows = visible.filter(pk__in=keys).order_by("slug")
            page.related[name] = [page_ref(each, request) for each in rows]


DRAFT = replace(documents.KIND, prepare=_prepare)
