"""A run of all benches: one that fails or hangs loses nobody's figures."""

import json
import sys

import pytest
from tests.bench import table, whole

NOTES = """
import sys
sys.path.insert(0, ".")
from tests.bench.figures import note
note("示例", "{name}", {value}, "毫秒", goal=10, scale=1)
note("示例", "{name}", {value}, "毫秒", goal=10, scale=10)
{then}
"""
BENCHES = {
    "good": NOTES.format(name="好的", value=5, then=""),
    "failing": NOTES.format(name="失败的", value=25, then="sys.exit(3)"),
    "rash": """
import os, sys
sys.exit(4 if {"DATABASE_URL", "DATA_ROOT"} & set(os.environ) else 0)
""",
    "hanging": NOTES.format(name="停住的", value=7, then="import time; time.sleep(60)"),
}


@pytest.fixture
def benches(monkeypatch, tmp_path):
    """``benches(*names)``: run them; what did not end well and the folder of what was measured."""
    monkeypatch.setattr(whole, "FOLDER", tmp_path)
    monkeypatch.setattr(whole, "command", lambda name, _: [sys.executable, "-c", BENCHES[name]])

    def run(*names):
        (tmp_path / "figures.jsonl").touch()
        minutes = {"hanging": 0.04}
        return whole.whole([(name, False, minutes.get(name, 1)) for name in names]), tmp_path

    return run


def test_what_a_bench_had_noted_stays_though_it_or_another_fails(benches):
    failures, folder = benches("failing", "hanging", "good")
    assert failures == {
        "failing（SQLite）": "以3结束",
        "hanging（SQLite）": "超过0分钟，已停止",
    }
    figures = json.loads((folder / "figures.json").read_text())
    assert {each["name"]: each["value"] for each in figures} == {
        "好的": 5,
        "失败的": 25,
        "停住的": 7,
    }
    assert "否，为目标的2.5倍" in (folder / "table.md").read_text()
    assert len(list(folder.glob("growth-*.svg"))) == 3


def test_a_bench_is_not_told_which_database_the_shell_names(benches, monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/district.sqlite3")
    monkeypatch.setenv("DATA_ROOT", f"{tmp_path}/district")
    failures, _folder = benches("rash")
    assert failures == {}


def test_what_has_no_time_left_is_told_as_not_measured(benches, monkeypatch):
    monkeypatch.setattr(whole, "WHOLE", 0)
    failures, folder = benches("good")
    assert failures == {"good（SQLite）": "时间已用完，没有量"}
    assert json.loads((folder / "figures.json").read_text()) == []


def test_what_should_never_happen_and_did_is_told(tmp_path):
    figure = {"subject": "保存的页面", "name": "不一致的答复", "unit": "次", "goal": 0}
    more = {"database": "sqlite", "scale": None, "reference": 1}
    lines = [json.dumps({**figure, **more, "value": value}) for value in (0, 1)]
    (tmp_path / "figures.jsonl").write_text("\n".join(lines))
    table.main(tmp_path / "figures.jsonl", tmp_path, out=lambda text: None)
    right, wrong = (tmp_path / "table.md").read_text().splitlines()[-2:]
    assert "| ≤ 0 | 是 |" in right
    assert "| ≤ 0 | 否，测得1 |" in wrong


def test_curves_of_two_databases_are_two_curves():
    figure = {"subject": "示例", "name": "甲", "unit": "毫秒"}
    figures = [
        figure | {"scale": scale, "value": scale, "database": database}
        for database in ("sqlite", "postgresql")
        for scale in (1, 10, 100)
    ]
    assert list(table.curves(figures).values()) == [[(1, 1), (10, 10), (100, 100)]] * 2
    assert "×100" in table.drawn(*next(iter(table.curves(figures).items())))


def test_every_bench_of_the_list_is_there():
    for bench, on_postgres, _ in whole.PARTS:
        assert (whole.ROOT / whole.command(bench, on_postgres)[-1]).exists()
