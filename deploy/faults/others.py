"""Faults that tests try: each row is a run of them, counted as pytest counts."""

import re
import subprocess
import sys

from . import databases
from .report import Row


def poisoned(size):
    """每一项定时作业、每一批对象里有一个坏的"""
    return _tests(poisoned, POISONED, 20, MENDED)


def upgraded(size):
    """升级时流程正在半途；旧版冻结的数据库逐一升级、走完；改了环节的拒绝升级"""
    return _tests(upgraded, UPGRADED, 2, WALKED)


#: What other runs of ours try: the fault, what must hold, and where.
ELSEWHERE = (
    ("慢客户端占住连接", "其他人照常访问，慢的按时断开", "deploy/try"),
    ("恶意请求：走私、穿越、超长、空字符、伪造主机名", "一律拒绝，不出错，不泄露", "deploy/try"),
    ("十倍访问", "多的答复 503 并写明何时再来，办公和登录照常", "deploy/try"),
    ("网站、时钟、worker 随机被杀，公众照样投诉", "答复过的一件不丢，一件不重", "deploy/try"),
    ("Redis 停，两个网站进程停，数据库重开", "网站照常，或者中文说明和重试时间", "deploy/try"),
)
POISONED = ("tests/workflow/test_sweeps.py", "tests/workflow/test_clock.py")
UPGRADED = ("tests/upgrades/test_upgrades.py", "tests/workflow/test_flow_nodes.py")
MENDED = "同类的其他对象照办，坏的记在运行监控，修好后自动消失"
WALKED = "每件业务办结，核对无误；会停住的业务在迁移以前报出"


def elsewhere(size):
    """其他试验的故障"""
    return [Row(fault, "全套服务", 0, 0, condition, proof=proof)
            for fault, condition, proof in ELSEWHERE]  # fmt: skip


def named(size):
    """由测试试的故障"""
    rows = ((poisoned, MENDED, POISONED), (upgraded, WALKED, UPGRADED))
    return [Row(act.__doc__, "两种", 0, 0, condition, proof="、".join(files))
            for act, condition, files in rows]  # fmt: skip


def _tests(act, files, least, condition):
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *files]
    done = subprocess.run(words, cwd=databases.ROOT, capture_output=True, text=True)
    counts = re.findall(r"(\d+) (passed|failed|error)", done.stdout)
    numbers = {word: int(number) for number, word in counts}
    lost = numbers.get("failed", 0) + numbers.get("error", 0)
    return Row(act.__doc__, "SQLite", numbers.get("passed", 0), least, condition, lost)
