"""The disk is full: while files are handed in, and while a backup is made.

A small disk of its own (tmpfs) is filled up, first by us and then by files, until nothing fits.
"""

import json
import os
import shutil
import subprocess
import tempfile
import threading
from contextlib import contextmanager, suppress
from pathlib import Path

from . import databases
from .report import Row

CONDITION = "已收下的文件都打得开，写不下的拒收并说明，不留半个文件，腾出空间后不重启即恢复"
#: The server of the database may fall with its disk: a file whose row it lost stays for a while.
ON_POSTGRES = (
    "已收下的文件都打得开，写不下的拒收并说明，不留半个文件，腾出空间后恢复"
    "（停下的数据库由守护程序重新启动），没有记录的加密文件由作业 orphans 一周后销毁"
)
#: Of a small disk's megabytes, so many are left when the files begin to come.
LEFT = 3


def on_sqlite(size):
    """磁盘写满：上传、数据库、备份在同一块盘上"""
    with small_disk(64) as folder:
        url = databases.sqlite(folder)
        answer = _fill(folder, databases.environment(folder, url))
    return _row(on_sqlite, "SQLite", CONDITION, answer)


def on_postgres(size, cluster):
    """磁盘写满：数据库（含 WAL）所在的盘"""
    source, password = cluster.home, cluster.password
    cluster.ctl("stop", "-m", "fast")
    try:
        with small_disk(512) as folder, tempfile.TemporaryDirectory() as elsewhere:
            home = folder / "postgres"
            shutil.copytree(source, home)
            _give(home)
            small = databases.Cluster(home, password)
            small.ctl("start")
            try:
                environment = databases.environment(Path(elsewhere), small.make("on_a_full_disk"))
                answer = _fill(folder, environment, server=small)
            finally:
                small.ctl("stop", "-m", "immediate")
    finally:
        cluster.ctl("start")
    return _row(on_postgres, "PostgreSQL", ON_POSTGRES, answer)


def _give(home):
    if not os.geteuid():
        subprocess.run(["chown", "-R", "postgres:postgres", home], check=True)
    (home / "data").chmod(0o700)


@contextmanager
def small_disk(megabytes):
    """A folder of so many megabytes. Mounting needs root."""
    with tempfile.TemporaryDirectory() as folder:
        words = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", folder]
        subprocess.run(words, check=True)
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)


def _fill(folder, environment, server=None):
    """What ``filling`` says of a disk that fills up and is made free again.

    ``server`` is started again where it falls, as systemd does.
    """
    more = {"BACKUP_REPOSITORY": f"{folder}/backup", "BACKUP_PASSWORD": "for-a-trial"}
    process = databases.start("deploy.faults.filling", folder, LEFT, env={**environment, **more})
    over = threading.Event()
    keeper = threading.Thread(target=_keep, args=(server, over))
    keeper.start()
    out, errors = process.communicate()
    over.set()
    keeper.join()
    if not out.strip():
        nothing = {"taken": 0, "refused": 0, "lost": 0, "loose": 0}
        return {**nothing, "faults": [errors.strip()[-300:]]}
    return json.loads(out.splitlines()[-1])


def _keep(server, over):
    while server is not None and not over.wait(2):
        if server.is_down():
            with suppress(subprocess.CalledProcessError):
                server.ctl("start")


def _row(act, database, condition, answer):
    numbers = (answer["taken"], answer["refused"], answer["loose"])
    counts = "收下 {} 个、拒收 {} 个、没有记录的文件 {} 个".format(*numbers)
    condition = f"{counts}：{condition}"
    why = "；".join(answer["faults"][:3])
    return Row(act.__doc__, database, answer["refused"], 5, condition, answer["lost"], why)
