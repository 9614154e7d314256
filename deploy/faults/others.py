"""Faults that tests try: each row is a run of them, counted as pytest counts."""

import re
import subprocess
import sys

from . import databases
from .report import Row


def poisoned(size):
    """每一项定时作业、每一批对象里有一个坏的"""
    files = ("tests/workflow/test_sweeps.py", "tests/workflow/test_clock.py")
    return _tests(poisoned, files, 20, "同类的其他对象照办，坏的记在运行监控，修好后自动消失")


def upgraded(size):
    """升级时流程正在半途；旧版冻结的数据库逐一升级、走完；改了环节的拒绝升级"""
    files = ("tests/upgrades/test_upgrades.py", "tests/workflow/test_flow_nodes.py")
    return _tests(upgraded, files, 2, "每件业务办结，核对无误；会停住的业务在迁移以前报出")


def _tests(act, files, least, condition):
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *files]
    done = subprocess.run(words, cwd=databases.ROOT, capture_output=True, text=True)
    counts = re.findall(r"(\d+) (passed|failed|error)", done.stdout)
    numbers = {word: int(number) for number, word in counts}
    lost = numbers.get("failed", 0) + numbers.get("error", 0)
    return Row(act.__doc__, "SQLite", numbers.get("passed", 0), least, condition, lost)
