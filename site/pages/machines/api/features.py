"""单页、专题、图集 as JSON: what an editor laid out, block by block."""

from typing import Annotated, Literal

from ninja import FilterLookup, Query, Router

from ...models import FeaturePage
from .feature_blocks import FeatureBlock, as_data
from .kinds import CrumbOut, Kind, PageOut
from .listing import Choice, Filters, LocalTime, asked_at, at_path, listed, one, whole
from .problems import answers, list_answers
from .references import set_crumbs

router = Router(tags=["网站"])
FormWord = Literal[tuple(FeaturePage.Form.values)]


class FeatureOut(PageOut):
    type: Literal["feature"] = "feature"
    form: FormWord
    form_label: str = at_path("get_form_display")
    summary: str
    published_at: LocalTime
    in_menu: bool = at_path("show_in_menus")


class FeatureDetail(FeatureOut):
    blocks: list[FeatureBlock]
    breadcrumbs: list[CrumbOut] = at_path("crumbs")

    @staticmethod
    def resolve_blocks(page, context):
        return as_data(page.body, context["request"])


def prepare(pages, request, *, is_whole):
    if is_whole:
        set_crumbs(pages, request)


def rows(at):
    return FeaturePage.objects.visible(at).newest()


KIND = Kind(
    "feature",
    "单页、专题、图集",
    FeaturePage,
    FeatureOut,
    FeatureDetail,
    rows=rows,
    prepare=prepare,
)


class FeatureFilters(Filters):
    form: Annotated[FormWord | None, FilterLookup("form")] = None


@router.get("", response=list_answers(FeatureOut), summary="单页、专题、图集，新的在前")
def features(request, filters: Query[FeatureFilters], choice: Query[Choice]):
    return listed(request, KIND, filters.narrow(request, rows(asked_at(request))), choice)


@router.get("/{slug}", response=answers(FeatureDetail), summary="一个单页、专题或者图集")
def feature(request, slug: str):
    return whole(request, KIND, one(rows(asked_at(request)), slug, KIND.title))
