"""The wall clock jumps, and two machines have two: nothing ends early, nothing is done twice.

``faketime`` moves the wall clock of a process and leaves its running time alone. A machine of its
own is a process with a network, a host name and a boot number of its own; it reaches PostgreSQL
by its socket.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from . import databases
from .report import Row

JUMPS = ("+8d", "+12d", "-2d", "+1h", "-1h", "+26y")
AHEAD = "+12d"
REAL = {"FAKETIME_DONT_FAKE_MONOTONIC": "1"}
MACHINE = (
    *("unshare", "--net", "--uts", "--mount", "sh", "-c"),
    'hostname "$1"; mount --bind "$2" /proc/sys/kernel/random/boot_id; shift 2; exec "$@"',
    "machine",
)


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


def two_machines(size, cluster):
    """两台主机两个时钟（各自的网络、主机名、启动编号），其中一台后来快了 12 天"""
    cluster.make("machines")
    with tempfile.TemporaryDirectory() as folder:
        url = f"postgres://{databases.USER}@//{cluster.home}/machines".replace("///", "//")
        env = databases.environment(Path(folder), url)
        env |= {"PGPORT": f"{cluster.port}", "PGPASSWORD": cluster.password, **REAL}
        before = _prepared(env)
        databases.manage(env, "clock", "--once", "--accept-time")
        machines = [_machine(Path(folder), name) for name in ("first", "second")]
        passes = _run_both(env, machines, size.passes)
        refused = _refuses(env, AHEAD, before=machines[1])
        after = _look(env)
    condition = "同时运行，一项作业也不失败，审计完整；快了的那台拒绝运行，公示不提前结束"
    why = "；".join([*after["faults"], *([] if refused else ["快了的那台照样运行"])])
    lost = before["running"] - after["running"]
    return Row(two_machines.__doc__, "PostgreSQL", passes, size.passes, condition, lost, why)


def _machine(folder, name):
    boot = folder / name
    boot.write_text(f"00000000-0000-0000-0000-{name:0>12}\n")
    return (*MACHINE, name, f"{boot}")


def _run_both(env, machines, passes):
    """How often both ran at the same time; each pass also seals what the other is told."""
    done = 0
    for _ in range(passes):
        pair = [_start(env, before) for before in machines]
        done += all(process.wait() == 0 for process in pair)
    return done


def _start(env, before):
    return subprocess.Popen(
        [*before, sys.executable, "manage.py", "clock", "--once"],
        cwd=databases.ROOT,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


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
