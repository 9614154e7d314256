"""The wall clock jumps: nothing ends early.

``faketime`` moves the wall clock of a process and leaves its running time alone.
"""

import json
import tempfile
from pathlib import Path

from . import databases
from .report import Row

JUMPS = ("+8d", "+12d", "-2d", "+1h", "-1h", "+26y")
REAL = {"FAKETIME_DONT_FAKE_MONOTONIC": "1"}


def jumping(size):
    """系统时间跳变：超前 1 小时、8 天、12 天、26 年，倒退 1 小时、2 天"""
    with tempfile.TemporaryDirectory() as folder:
        env = databases.environment(Path(folder), databases.sqlite(Path(folder)), **REAL)
        before = _prepared(env)
        databases.manage(env, "clock", "--once", "--accept-time")
        refusals = [_refuses(env, jump) for jump in JUMPS]
        after = _look(env)
        said, words = databases.manage(env, "clock", "--once")
    why = f"回到正确时间仍不运行：{words[-200:]}" if said else ""
    condition = "时钟每次拒绝运行，公示期一个不提前结束；回到正确时间即恢复"
    lost = before["running"] - after["running"]
    return Row(jumping.__doc__, "SQLite", sum(refusals), len(JUMPS), condition, lost, why)


def _refuses(env, jump, before=()):
    status, words = databases.manage(
        env, "clock", "--once", before=(*before, "faketime", "-f", jump)
    )
    return status != 0 and "时钟没有运行" in words


def _prepared(env):
    """A product whose notice stands today; what stands."""
    return _ask(env, "prepare")


def _look(env):
    return _ask(env, "look")


def _ask(env, word):
    process = databases.start("deploy.faults.standing", word, env=env)
    out, errors = process.communicate()
    if not out.strip():
        raise RuntimeError(errors.strip()[-300:])
    return json.loads(out.splitlines()[-1])
