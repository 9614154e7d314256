"""Two machines with a clock each: namespaces of the kernel with a network, a name and a boot of
their own, and the database server behind a bridge between them.
"""

import json
import os
import subprocess
import sys
import tempfile
import uuid
from contextlib import contextmanager
from pathlib import Path

from . import databases
from .report import Row

BRIDGE, NET, SERVER = "gongshi0", "10.203.17.0/24", "10.203.17.1"
MACHINES = {"gongshi-a": "10.203.17.2", "gongshi-b": "10.203.17.3"}
#: In the namespace: the machine's own name and boot, then the words that follow.
INSIDE = 'hostname "$0" && mount --bind "$1" /proc/sys/kernel/random/boot_id && shift && exec "$@"'
CONDITION = "到期的公示各办结一次、结果各公告一次；断网的、时间超前的那台不办理，另一台照办"
AHEAD = ("faketime", "-f", "+12d")


def two_clocks(size, cluster):
    """两台主机（网络命名空间）各一个时钟：同时办理，一台断网，一台时间超前"""
    try:
        with machines(cluster) as run, tempfile.TemporaryDirectory() as folder:
            return _row(_try(run, cluster, Path(folder)))
    except (subprocess.CalledProcessError, FileNotFoundError) as error:
        why = f"本机不允许网络命名空间：{error}"[:200]
        return Row(two_clocks.__doc__, "PostgreSQL", 0, 4, CONDITION, 0, why)


def _row(answer):
    tried, look, notices, entries = answer
    wrong = {
        "未办结的公示": look["running"],
        "结果公告与公示不等": abs(look["results"] - notices),
        "办结次数与产品不等": abs(look["closings"] - entries),
    }
    if not (notices and entries):
        wrong["没有到期的公示可办"] = 1
    why = "；".join([*(f"{words} {number}" for words, number in wrong.items() if number),
                    *look["faults"][:3]])  # fmt: skip
    condition = f"{notices} 份公示 {entries} 个产品：{CONDITION}"
    return Row(two_clocks.__doc__, "PostgreSQL", tried, 4, condition, sum(wrong.values()), why)


def _try(run, cluster, folder):
    """Each thing that must happen counts one: cut off, ahead, both at once, and once more."""
    env = databases.environment(folder, cluster.make("two_machines"))
    before = _ask(env, "passed")
    env["DATABASE_URL"] = cluster.url_of("two_machines", f"{SERVER}:{cluster.port}")
    cut, ahead = MACHINES
    _ip("-n", cut, "link", "set", "eth0", "down")
    tried = run({cut: ()}, env) == [False]
    _ip("-n", cut, "link", "set", "eth0", "up")
    tried += run({ahead: AHEAD}, env) == [False]
    for _ in range(2):
        tried += run({cut: (), ahead: ()}, env) == [True, True]
    env["DATABASE_URL"] = cluster.url_of("two_machines")
    return tried, _ask(env, "look"), before["notices"], before["running"]


def _ask(env, word):
    process = databases.start("deploy.faults.standing", word, env=env)
    out, errors = process.communicate()
    if not out.strip():
        raise RuntimeError(errors.strip()[-300:])
    return json.loads(out.splitlines()[-1])


@contextmanager
def machines(cluster):
    """``run({machine: words before the command}, env)``: a pass of each clock at the same time;
    whether each ended well. Needs root.
    """
    hba = cluster.home / "data" / "pg_hba.conf"
    known = hba.read_text()
    with tempfile.TemporaryDirectory() as folder:
        try:
            _lay(folder)
            hba.write_text(f"{known}host all all {NET} scram-sha-256\n")
            cluster.addresses = f"127.0.0.1,{SERVER}"
            cluster.ctl("restart", "-m", "fast")
            yield lambda before, env: _passes(before, env, Path(folder))
        finally:
            hba.write_text(known)
            del cluster.addresses
            _clear()
            cluster.ctl("restart", "-m", "fast")


def _lay(folder):
    _clear()
    _ip("link", "add", BRIDGE, "type", "bridge")
    _ip("addr", "add", f"{SERVER}/24", "dev", BRIDGE)
    _ip("link", "set", BRIDGE, "up")
    for name, address in MACHINES.items():
        (Path(folder) / name).write_text(f"{uuid.uuid4()}\n")
        _ip("netns", "add", name)
        _ip("link", "add", f"{name}-out", "type", "veth", "peer", "name", "eth0", "netns", name)
        _ip("link", "set", f"{name}-out", "master", BRIDGE, "up")
        _ip("-n", name, "addr", "add", f"{address}/24", "dev", "eth0")
        _ip("-n", name, "link", "set", "eth0", "up")


def _clear():
    """Also what an earlier run that was killed left behind."""
    for words in (*(("netns", "del", name) for name in MACHINES), ("link", "del", BRIDGE)):
        subprocess.run(["ip", *words], stderr=subprocess.DEVNULL)


def _ip(*words):
    subprocess.run(["ip", *words], check=True)


def _passes(before, env, folder):
    running = [
        subprocess.Popen(
            [
                *("ip", "netns", "exec", name, "unshare", "--uts", "--mount"),
                *("sh", "-c", INSIDE, name, folder / name),
                *(*words, sys.executable, "manage.py", "clock", "--once"),
            ],
            cwd=databases.ROOT,
            env={**os.environ, **env},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for name, words in before.items()
    ]
    return [process.wait() == 0 for process in running]
