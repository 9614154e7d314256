"""Rosters of people are found in tables and in text; tables of products and figures are not."""

import pytest

from rules.households import find_named_household
from rules.person_names import is_whole_name
from rules.rosters import (
    Roster,
    find_roster,
    find_roster_in_text,
)

ROSTERS = [
    [["序号", "姓名", "性别", "年龄"], ["1", "测试甲", "男", "45"]],
    [["姓名", "联系电话"], ["欧阳测", "0797"]],
    [["户主姓名", "家庭住址", "致贫原因"], ["李示例", "某村", "缺技术"]],
    [["一、务工人员名册"], ["序号", "劳动力姓名", "工资"], ["1", "张示例", "2000"]],
    [["姓名"], ["张甲"], ["李乙"], ["王丙"]],
    [["张甲", "男", "45"], ["李乙", "女", "39"], ["王丙", "男", "51"]],
    [["姓名", "年龄"], ["阿依古丽•买买提", "45"]],
    [["姓名", "致贫原因"], ["古丽娜尔‧艾山", "缺技术"]],
    [["姓名", "年龄"], ["张\U00020bb7", "45"], ["李㛃", "39"]],
    [["姓名", "年龄"], ["欧阳示例甲乙", "45"]],
    [["户", "岁", "因"], *([f"{name}示例", "45.0", "缺技术"] for name in "蓝覃阮骆")],
    [["户主姓名", "帮扶单位"], ["张示例", "区农业农村局"]],
    [["姓名", "单位", "银行卡号"], ["张示例", "区政府", "x"]],
    [["贫困户姓名", "职务"], ["张示例", "护林员"]],
    [["户主姓名", "张示例", "李示例"], ["住址", "某村", "某村"]],
    [["姓名", "张健康", "性别", "男"], ["联系电话", "", "民族", "汉"]],
    [["姓名", "请填写", "姓名", "张示例"], ["住址", "", "住址", "某村"]],
    *(
        [[f"姓{gap}名", f"年{gap}龄"], ["张示例", "45"]]
        for gap in (" ", "\u3000", "\n", "  ", "\u200b")
    ),
    [["户 主", "性 别"], ["张 甲", "男"]],
    *(
        [[heading, "分红（元）"], ["张建国", "500"], ["李建国", "600"], ["合计", "1100"]]
        for heading in ("贫困户", "脱贫户", "农 户", "社员", "帮扶对象", "受助人", "申领人")
    ),
    *([[heading, "金额"], ["张建国", "500"]] for heading in ("名字", "Name")),
    [["Name", "Age"], ["张建国", "45"]],
    [["序号", "农户", "住址"], ["1", "张桃花", "某村"], ["2", "李建国", "某村"], ["3", "王甲", ""]],
    [["姓 名", "身 份 证 号", "联 系 电 话"], ["张示例", "", ""]],
    [["姓 名", "张示例", "李示例"], ["住 址", "某村", "某村"]],
    [["户主姓名", ""], ["住址", ""], ["家庭成员", ""], ["姓名", "年龄"], ["阿依古丽", "45"]],
]
OTHERS = [
    [["产品名称", "申请单位", "带动户数"], ["赣南脐橙", "示例合作社", "16"]],
    [["姓名", "性别"], ["王某某", "男"], ["李*", "女"]],
    [["产品名称", "产地", "产品类别"], ["", "", ""]],
    [["联系人", "电话"], ["区扶贫办", "0797-8200001"]],
    [["姓名"], ["张甲"]],
    [
        ["序号", "姓名", "单位", "职务"],
        ["1", "张示例", "区政府", "组长"],
        ["2", "李示例", "区办", "成员"],
    ],
    [["序 号", "姓 名", "单 位", "职 务"], ["1", "张示例", "区政府", "组长"]],
    [["姓 名", "电 话", "职　务"], ["张示例", "0797-8200001", "组长"]],
    [["产 品 名 称", "单 位", "年 限"], ["赣南脐橙", "示例合作社", "3"]],
    [["农户", "金额"], ["42户", "1500"], ["合计", "1500"]],
    [["农户", "金额"], ["示例合作社", "1500"], ["沙河镇", "300"]],
    [["农户", "产量"], ["黄桃", "12"], ["白茶", "45"]],
    [["Name", "Amount"], ["黄桃", "12"], ["金橘", "30"]],
    [["名字", "单位"], ["张建国", "区政府"]],
    [["企业", "法定代表人", "金额"], ["示例公司", "张建国", "500"]],
    [["表彰", "单位"], ["先进", "区扶贫办"]],
    [["帮扶责任人", "帮扶单位"], ["张建国", "区政府"]],
    [["镇街", "负责人姓名", "办公电话"], ["水东镇", "张示例", "0797-8200001"]],
    [[str(row), name, "成员", "区政府"] for row, name in enumerate(("张甲", "李乙", "王丙"), 1)],
    [["产品", "户数", "单位"], ["黄桃", "12", "斤"], ["金橘", "30", "斤"], ["白茶", "45", "斤"]],
    [["农户姓名", "户数"], ["某某公司", "45"]],
    [["法定代表人姓名", "张示例", "职务", "经理"], ["联系电话", "0797-8200001", "", ""]],
    [["姓名", "", "原单位", "", "现职务", ""], ["性别", "", "联系方式", "", "", ""]],
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
    assert find_roster_in_text("姓 名 | 年龄\n张甲 | 45\n李乙 | 39") is not None
    assert find_roster_in_text("序 号 姓　名 年 龄\n1 张甲 45") is not None
    assert find_roster_in_text("姓 名 | 年 龄\n张 甲 | 45") is not None
    assert find_roster_in_text("姓 名 | 单 位 | 职 务\n张甲 | 区政府 | 组长") is None
    assert find_roster_in_text("一、申请条件。\n二、认定程序。\n三、申请材料。") is None


def test_names_under_what_the_helped_are_called_are_a_list_in_running_text_too():
    assert find_roster_in_text("贫困户 分红\n张建国 500\n李建国 600") is not None
    assert find_roster_in_text("企业、农户、合作社\n其中，安全生产，有效") is None
    assert find_roster_in_text("企业、农户、合作社\n增收、节支、致富") is None


def test_a_name_with_a_compound_surname_is_hidden_whole():
    assert find_named_household("低保对象欧阳建国，") == (4, "欧阳某某")


def test_a_name_is_known_by_its_surname_and_length():
    assert is_whole_name("王示例")
    assert not is_whole_name("王某某某某")
    assert not is_whole_name("脐橙")


@pytest.mark.parametrize(
    "text",
    [
        "走访贫困户张示例家的果园",
        "帮助建档立卡贫困户李示例、王示例等5户增收",
        "慰问低保户：赵示例，男，56岁",
        "受益脱贫户名单：张示例、李示例、王示例、赵示例。",
        "脱贫户名单如下：\n张示例、李示例",
        "受益农户有张建国、李建国、王建国",
        "务工人员：张建国、李建国",
        "贫困户张示例家3口人",
        "建档立卡户 张建国",
        "五保老人王建国",
        "走访残疾人员李建国家中",
        "低保对象李建国，家住某村",
        "困难学生李小明，今年",
        "帮扶对象：张建国、李建国",
        "贫困群众张建国说",
    ],
)
def test_a_helped_household_is_not_named_in_running_text(text):
    place, masked = find_named_household(text)
    assert text[place] == masked[0]
    assert masked.endswith("某某")


@pytest.mark.parametrize(
    "text",
    [
        "带动贫困户16户、脱贫户30户，户均增收1500元",
        "优先吸纳贫困户就业，脱贫户全部分红",
        "贫困户应享尽享，脱贫人口不落一人",
        "帮助贫困户销售脐橙、黄桃等农产品",
        "贫困户张某某、李*等",
        "建档立卡贫困户任务、监测户和低保户",
        "贫困户名单公示的通知",
        "关于脱贫户名单的公告",
        "贫困户42户，名单：附后。",
        "为贫困户安排就业，困难群众安全、温暖过冬",
        "贫困群众高兴地说，贫困户有安全住房。",
        "受益农户农产品销售额，受益人员包括全部农户、社员",
        "帮扶对象：贫困户、脱贫户",
        "帮扶人员：张建国、李建国",
        "务工人员 申请、管理",
    ],
)
def test_running_text_that_names_nobody_passes(text):
    assert find_named_household(text) is None
