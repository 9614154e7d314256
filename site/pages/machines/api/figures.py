"""How the district does, as JSON: the tables of the page 工作统计, cell by cell."""

from django.urls import reverse
from ninja import Field, Router, Schema

from ...district_figures import figure_tables
from .listing import asked_at, json, represent
from .problems import answers

router = Router(tags=["监督"])


class FigureTableOut(Schema):
    """One table: each row has a cell for each heading, the first is what the row is about."""

    key: str
    title: str
    unit: str = Field(description="图中各条的单位")
    headings: list[str]
    rows: list[list[int | float | str]]
    note: str
    url: str

    @staticmethod
    def resolve_url(table, context):
        page = context["request"].build_absolute_uri(reverse("public:statistics"))
        return f"{page}#{table.key}"


@router.get("/figures", response=answers(list[FigureTableOut]), summary="工作统计的各张表")
def district_figures(request):
    tables = figure_tables(asked_at(request))
    return json([represent(FigureTableOut, table, request) for table in tables])
