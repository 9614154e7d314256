"""Rosters of people are found in tables and in text; tables of products and figures are not."""

import pytest

from rules.rosters import Roster, find_roster, find_roster_in_text, is_whole_name

ROSTERS = [
    [["序号", "姓名", "性别", "年龄"], ["1", "测试甲", "男", "45"]],
    [["姓名", "联系电话"], ["欧阳测", "0797"]],
    [["户主姓名", "家庭住址", "致贫原因"], ["李示例", "某村", "缺技术"]],
    [["一、务工人员名册"], ["序号", "劳动力姓名", "工资"], ["1", "张示例", "2000"]],
    [["姓名"], ["张甲"], ["李乙"], ["王丙"]],
    [["张甲", "男", "45"], ["李乙", "女", "39"], ["王丙", "男", "51"]],
]
OTHERS = [
    [["产品名称", "申请单位", "带动户数"], ["赣南脐橙", "示例合作社", "16"]],
    [["姓名", "性别"], ["王某某", "男"], ["李*", "女"]],
    [["产品名称", "产地", "产品类别"], ["", "", ""]],
    [["联系人", "电话"], ["区扶贫办", "0797-8200001"]],
    [["姓名"], ["张甲"]],
    [["指标", "数值"], ["有效销售记录", "33"], ["销售额", "220892.50"]],
    [],
]


@pytest.mark.parametrize("rows", ROSTERS)
def test_a_table_of_people_is_a_roster(rows):
    assert find_roster(rows) is not None


@pytest.mark.parametrize("rows", OTHERS)
def test_what_lists_no_people_passes(rows):
    assert find_roster(rows) is None


def test_a_roster_says_where_it_is_and_shows_only_a_mask():
    assert find_roster(ROSTERS[0]) == Roster(2, 2, "测某某")


def test_lines_of_text_are_read_as_rows():
    lines = "张甲，男，45岁，某村\n李乙，女，39岁，某村\n王丙，男，51岁，某村"
    assert find_roster_in_text(lines) is not None
    assert find_roster_in_text("姓名　性别　年龄\n张甲　男　45") is not None
    assert find_roster_in_text("一、申请条件。\n二、认定程序。\n三、申请材料。") is None


def test_a_name_is_known_by_its_surname_and_length():
    assert is_whole_name("王示例")
    assert not is_whole_name("王某某某某")
    assert not is_whole_name("脐橙")
