"""Masks are those of official lists, and hide what the gate finds, no more and no less."""

import json

import pytest
from tests.support import gate_corners

from files.words import words_of
from rules.households import find_named_household
from rules.masking import Masked, mask_rows, mask_text
from rules.masks import star_name
from rules.privacy import scan
from rules.private_tables import scan_rows
from rules.rosters import find_roster

ID = "360702194910010015"


@pytest.mark.parametrize(
    ("name", "mask"),
    [("张三", "张*"), ("张示例", "张**"), ("欧阳示例", "欧阳**"), ("李", "李*"), ("", "")],
)
def test_a_name_keeps_its_surname(name, mask):
    assert star_name(name) == mask


TEXTS = {
    f"身份证{ID}": "身份证3****************5",
    "电话154 0000 0001，谢谢": "电话154****0001，谢谢",
    "电话（154）0000-0001": "电话（154****0001",
    "电话：一五四零〇零零零零〇一": "电话：154****0001",
    "走访贫困户张示例家": "走访贫困户张**家",
    "脱贫户张示例、李示例、王示例等5户": "脱贫户张**、李**、王**等5户",
    "脱贫户名单如下：\n张示例、李示例": "脱贫户名单如下：\n张**、李**",
    "低保对象欧阳建国，男": "低保对象欧阳**，男",
    "帮扶贫困户发展生产，监督电话12317": "帮扶贫困户发展生产，监督电话12317",
}


@pytest.mark.parametrize("text", TEXTS)
def test_running_text(text):
    masked = mask_text(text, Masked())
    assert masked == TEXTS[text]
    assert not scan(masked)
    assert find_named_household(masked) is None


def test_a_table_and_a_number_in_boxes():
    done = Masked()
    masked = mask_rows([["户主", "住址"], ["张示例", "沙河镇1号"]], done)
    assert masked[1] == ["张**", "沙河镇1号"]
    assert find_roster(masked) is None
    assert mask_rows([["证号", *ID]], done) == [["证号", *["*"] * 18]]
    assert done.headings == ["住址"]
    assert done.counts == {"roster": 1, "resident_id": 1}


def test_headings_set_with_blanks_are_read_as_any_other():
    done = Masked()
    rows = [["姓 名", "身 份 证 号", "住　址"], ["张示例", ID[:-1] + "0", "某村"]]
    assert mask_rows(rows, done)[1] == ["张**", "3****************0", "某村"]
    assert done.headings == ["住址"]


@pytest.mark.parametrize("pieces", [["154", "0000", "0001"], ["154", "00000001"]])
def test_a_telephone_over_several_cells_behind_its_label_is_hidden(pieces):
    rows = [["联系电话", *pieces]]
    assert [each.finding.kind for each in scan_rows(rows)] == ["mobile"]
    masked = mask_rows(rows, Masked())
    assert masked == [["联系电话", *("*" * len(each) for each in pieces)]]
    assert scan_rows(masked) == []


@pytest.mark.parametrize(
    "row", [["箱数", "154", "0000", "0001"], ["办公电话", "0797", "8200001"], ["电话", "154", "x"]]
)
def test_figures_in_neighbouring_cells_are_no_telephone(row):
    assert scan_rows([row]) == []


STANDING = [
    ["户主姓名", "张示例", "佘示例"],
    ["住址", "某村", "某村"],
    ["致贫原因", "病", "学"],
]


def test_a_list_whose_headings_stand_keeps_them_and_loses_its_names():
    done = Masked()
    assert mask_rows(STANDING, done) == [["户主姓名", "张**", "佘**"], *STANDING[1:]]
    assert done.headings == ["住址", "致贫原因"]
    assert done.counts == {"roster": 2}


def test_the_standing_list_that_the_gate_refuses_passes_when_masked():
    data = gate_corners.harmful()["standing.xlsx"]
    [(_, rows)] = json.loads(words_of(data))["tables"]
    assert find_roster(rows) is not None
    masked = mask_rows(rows, Masked())
    assert [row[0] for row in masked] == [row[0] for row in rows]
    assert masked[0][1] == "阿**"
    assert find_roster(masked) is None


def test_officials_and_products_stay_as_they_are():
    rows = [["姓名", "单位", "职务"], ["张示例", "区政府", "组长"], ["产品", "黄桃", "5斤"]]
    assert mask_rows(rows, Masked()) == rows


def test_the_closing_words_below_a_list_are_nobodys_name():
    text = "姓名 电话\n张建国 13812345678\n李建国 13912345678\n特此公示"
    assert mask_text(text, Masked()) == "姓名 电话\n张** 138****5678\n李** 139****5678\n特此公示"
