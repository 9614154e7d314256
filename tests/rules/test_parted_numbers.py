"""Numbers that wrap, are parted by marks or stand in several cells are found; figures pass."""

from itertools import pairwise

import pytest

from rules.privacy import scan
from rules.private_tables import scan_rows

RESIDENT = "360702190001010001"
ROUNDED = "360702190001010048"
GAPS = ["\n", "\r\n", " \n ", "·", "•", ".", "/", "、", "，", "|", "\t", "    ", "_", " - "]


def kinds(text):
    return [finding.kind for finding in scan(text)]


@pytest.mark.parametrize("gap", GAPS)
def test_a_resident_number_is_found_over_any_gap(gap):
    for places in ((6,), (10,), (6, 14), (17,), tuple(range(1, 18))):
        cuts = [0, *places, 18]
        pieces = [RESIDENT[start:end] for start, end in pairwise(cuts)]
        text = f"姓名某某，{gap.join(pieces)}，住某村"
        (finding,) = scan(text)
        assert finding.kind == "resident_id"
        assert finding.masked == "3****************1"
        assert text[finding.start : finding.end].startswith("3")


@pytest.mark.parametrize(
    "written",
    [
        "138·0000·0001",
        "138.0000.0001",
        "138/0000/0001",
        "138、0000、0001",
        "13 870 712345",
        "联系电话：1387071\n2345",
        "手机 138\r\n00000001",
        "张某\n1387071\n2345\n李某",
    ],
)
def test_a_mobile_is_found_over_marks_and_line_ends(written):
    assert kinds(written) == ["mobile"]


@pytest.mark.parametrize("label", ["身份证号：", "身份证号码为", "证件号码\n"])
def test_a_number_of_fifteen_digits_is_found_behind_its_name(label):
    assert kinds(f"{label}360702650307231") == ["resident_id"]
    assert kinds(f"{label}360702 650307 231") == ["resident_id"]
    assert kinds(f"{label}360702659907231") == []


HARMLESS = [
    "360702650307231",
    "销售额13870712345元",
    "采购金额 15200012345 元，其中15300012345元为预算",
    "1523\n2345\n678",
    "2019\n2020\n2021\n1380\n0380\n038",
    "一月\t1\t3\t5\t0\t2\t4\t6\t7\t8\t9\t1\t2",
    "36070\n2190001\n010101",
    "咨询电话：0797-8200001\n12317、12345",
    "区划代码360702/2020.03.26/第0012号",
    "邮编341000\n2020年3月26日",
    "GB/T 9704-2012\nGB 32100-2015\nGB 11643-1999",
    "批次：360702-CAT-20210331-0001\n360702-CAT-20210331-0002",
    "ZG-360702-2020-0001-E\nZG-360702-2020-0002-M",
    "1.5、2.3、3.7、4.2、5.9、6.1",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_figures_codes_and_office_lines_pass(text):
    assert kinds(text) == []


PARTED = [
    [[*RESIDENT]],
    [["张某", RESIDENT[:6], RESIDENT[6:14], RESIDENT[14:]]],
    [["序号", "证件号码"], ["1", ROUNDED]],
    [["公民身份号码（必填）", "金额"], ["", ""], [ROUNDED, "3"]],
    [["身份证号", ROUNDED]],
    [["身份证", "360702650307231"]],
    [["银行卡号"], ["6200000000000000001"]],
]


@pytest.mark.parametrize("rows", PARTED)
def test_a_table_tells_what_no_cell_tells_by_itself(rows):
    assert all(not kinds(cell) for row in rows for cell in row)
    (found, *_) = scan_rows(rows)
    row, column = found.row, found.column
    assert rows[row - 1][column - 1]
    assert RESIDENT[6:14] not in found.finding.masked


@pytest.mark.parametrize(
    "rows",
    [
        [["月份", *map(str, range(1, 13))], ["销量", *"130246789125"]],
        [["区划代码", "日期", "序号"], ["360702", "20200326", "0012"]],
        [["产品", "数量"], ["脐橙", "1387071"], ["板鸭", "2345"]],
        [["许可证号"], ["SC13036070212345"]],
        [["信用代码"], ["91360702YYTE00015R"]],
        [["证件种类", "金额"], ["营业执照", "1380"]],
        [],
        [[]],
    ],
)
def test_tables_of_figures_pass(rows):
    assert scan_rows(rows) == []


def test_what_a_cell_shows_by_itself_is_not_told_twice():
    assert scan_rows([["身份证号"], [RESIDENT]]) == []
