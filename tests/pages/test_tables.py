"""A table with merged cells is one table: in the editor, on page and paper, for programs."""

import json

import pytest

from pages.documents.stream_text import plain_text
from pages.documents.table_grid import Grid
from pages.models import DocumentPage
from pages.models.document_words import Section
from pages.models.table_block import table_value
from pages.privacy.gate import reasons_against_words

from .hands import add_url

#: Two rows of headings: 镇街 over both, 销售额 over two columns; 合计 over two cells below.
MERGED = table_value(
    [
        ["镇街", "销售额（万元）", "", "备注"],
        ["", "线上", "线下", ""],
        ["水东镇", "1,204.50", "88", "含直播"],
        ["合计", "", "1,292.50", ""],
    ],
    caption="分镇街销售情况",
    merged=[(0, 0, 2, 1), (0, 1, 1, 2), (0, 3, 2, 1), (3, 0, 1, 2)],
    head="both",
)
#: As tables were stored before cells could be merged.
EARLIER = {
    "caption": "表题",
    "cells": {
        "columns": [{"type": "text", "heading": "品种"}, {"type": "text", "heading": "产地"}],
        "rows": [{"values": ["脐橙", "水东镇"]}],
        "caption": "",
    },
}


def block(value):
    return {"type": "table", "value": value}


def said(answer, words):
    """Whether the editor's page says ``words``: of a block they stand in its script's data."""
    return json.dumps(words)[1:-1] in answer.content.decode().replace("\\\\", "\\")


def test_headings_are_as_many_rows_as_the_tallest_of_the_first():
    grid = Grid(MERGED)
    assert [[cell.text for cell in row] for row in grid.head] == [
        ["镇街", "销售额（万元）", "备注"],
        ["线上", "线下"],
    ]
    assert grid.columns == ["镇街", "销售额（万元）·线上", "销售额（万元）·线下", "备注"]
    assert [cell.scope for cell in grid.head[0]] == ["col", "colgroup", "col"]
    assert [cell.scope for cell in grid.rows[0]] == ["row", "", "", ""]
    assert not grid.is_even, "the last line is merged: no cards on a phone"


def test_figures_stand_at_the_right_unless_somebody_said_otherwise():
    sides = [cell.side for cell in Grid(MERGED).rows[0]]
    assert sides == ["left", "right", "right", "left"]
    moved = table_value([["甲"], ["12"]], sides=[(1, 0, "centre")])
    assert Grid(moved).rows[0][0].side == "centre"
    counted = table_value([["序号", "户数"], ["1", "12"]])
    assert [cell.side for cell in Grid(counted).rows[0]] == ["centre", "right"]


@pytest.mark.parametrize(
    "nonsense",
    [(0, 0, 9, 1), (-1, 0, 2, 2), (0, 0, 0, 1), ("0", 0, 1, 2), (0, None, 1, 1)],
)
def test_a_merge_outside_the_table_is_left_out(nonsense):
    grid = Grid(table_value([["甲", "乙"], ["丙", "丁"]], merged=[nonsense]))
    assert [[cell.text for cell in row] for row in [*grid.head, *grid.rows]] == [
        ["甲", "乙"],
        ["丙", "丁"],
    ]


def test_of_two_merges_over_one_cell_the_first_counts():
    grid = Grid(table_value([["甲", "乙", "丙"]], merged=[(0, 0, 1, 2), (0, 1, 1, 2)]))
    assert [cell.text for cell in grid.head[0]] == ["甲", "丙"]


def test_a_table_is_the_same_for_readers_programs_and_search(document, get_page):
    page = document(blocks=[block(MERGED)])
    html = get_page(page.url).content.decode()
    assert 'colspan="2"' in html
    assert 'scope="colgroup"' in html
    assert "<caption>分镇街销售情况</caption>" in html
    told = get_page(f"/api/v1/documents/{page.slug}").json()["blocks"][0]
    assert told["columns"][1] == "销售额（万元）·线上"
    assert told["rows"][1] == ["合计", "合计", "1,292.50", ""]
    assert told["head"][0][1] == {
        "text": "销售额（万元）",
        "rowspan": 1,
        "colspan": 2,
        "scope": "colgroup",
        "align": "center",
    }
    assert "水东镇 1,204.50 88 含直播" in plain_text(page.body)


def test_tables_of_the_earlier_kind_read_on_and_are_no_correction(document, get_page):
    page = document(blocks=[block(EARLIER)])
    assert "<caption>表题</caption>" in get_page(page.url).content.decode()
    before = page.text_digest()
    page.body = json.dumps(
        [block(table_value([["品种", "产地"], ["脐橙", "水东镇"]], caption="表题"))]
    )
    assert page.text_digest() == before
    assert not page.reasons_against_correcting()


def test_the_gate_reads_cells_captions_and_merged_columns(db):
    def reasons(value):
        page = DocumentPage(body=json.dumps([block(value)]))
        return "".join(reasons_against_words(page))

    assert "第2行第1列" in reasons(table_value([["电话"], ["15400000001"]]))
    assert "标题" in reasons(table_value([["甲"]], caption="联系15400000001"))
    people = [["户主姓名", "村组", "人数"], ["王小明", "水东村", "3"], ["李大力", "水东村", "4"]]
    assert "个人名册" in reasons(
        table_value([["脱贫户名单", "", ""], *people], merged=[(0, 0, 1, 3)])
    )
    assert not reasons(MERGED)


@pytest.fixture
def send(office, client, django_user_model, blank_forms):
    """``send(value, action)``: a new guide with one table, as the editor's script sends it."""
    root, _ = django_user_model.objects.get_or_create(username="root", is_superuser=True)
    client.force_login(root)

    def go(value, action="save"):
        given = {
            "title": "有表格的指南",
            "slug": "with-a-table",
            "kind": "guide",
            "issuer": "章贡区扶贫办",
            "written_on": "2020-04-30",
            "topic": "扶贫",
            "body-count": "1",
            "body-0-deleted": "",
            "body-0-order": "0",
            "body-0-type": "table",
            "body-0-id": "",
            "body-0-value": value if isinstance(value, str) else json.dumps(value),
            f"action-{action}": "1",
        }
        answer = client.post(add_url(), {**blank_forms[Section.GUIDE], **given}, follow=True)
        return answer, DocumentPage.objects.last()

    return go


def test_an_editor_keeps_a_table_with_merged_cells(send):
    with_gaps = {**MERGED, "data": [[text or None for text in row] for row in MERGED["data"]]}
    _, page = send(with_gaps)
    (kept,) = page.get_latest_revision_as_object().body
    assert kept.value.grid.columns[1] == "销售额（万元）·线上"
    assert kept.value["first_row_is_table_header"]


def test_an_empty_table_may_wait_in_a_draft_but_is_not_handed_in(send):
    empty = {**table_value([["", ""]]), "table_header_choice": ""}
    assert send(empty)[1] is not None
    DocumentPage.objects.all().delete()
    answer, page = send(empty, action="submit")
    assert page is None
    assert said(answer, "表格是空的")


@pytest.mark.parametrize("broken", ["", "[", "[]", '"x"', '{"data": 3}', '{"data": [1, [null]]}'])
def test_what_is_no_table_breaks_nothing(send, broken):
    answer, _ = send(broken)
    assert answer.status_code == 200


def test_a_table_has_a_size_that_paper_can_bear(send):
    answer, page = send(table_value([["甲"] * 41]))
    assert page is None
    assert said(answer, "最多1000行、40列")
