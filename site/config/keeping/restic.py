"""restic, which encrypts, keeps each byte once, checks what it wrote and knows S3: a repository."""

import json
import os
import subprocess

from django.conf import settings

HOURS = 6
#: How long what is kept: as 等保 and the archive's rules ask, and no longer than rosters may be.
KEEP = ("--keep-daily", "14", "--keep-weekly", "8", "--keep-monthly", "12")


class RepositoryFailed(Exception):
    """restic's own words; never the password, which it is told in its environment."""


def is_set_up():
    return bool(settings.BACKUP_REPOSITORY and settings.BACKUP_PASSWORD)


def run(*words, cwd=None):
    """What restic printed; :class:`RepositoryFailed` where it is missing or ends badly."""
    environment = {
        **os.environ,
        "RESTIC_REPOSITORY": settings.BACKUP_REPOSITORY,
        "RESTIC_PASSWORD": settings.BACKUP_PASSWORD,
    }
    try:
        done = subprocess.run(
            ["restic", "--json", *words],
            cwd=cwd,
            env=environment,
            capture_output=True,
            text=True,
            timeout=HOURS * 3600,
        )
    except FileNotFoundError as error:
        raise RepositoryFailed("没有安装 restic（apt-get install restic）") from error
    except subprocess.TimeoutExpired as error:
        raise RepositoryFailed(f"restic {words[0]} 超过 {HOURS} 小时没有结束") from error
    if done.returncode:
        raise RepositoryFailed(f"restic {words[0]}：{(done.stderr or done.stdout).strip()[-500:]}")
    return done.stdout


def open_repository():
    """Make the repository where there is none yet."""
    try:
        run("cat", "config")
    except RepositoryFailed:
        run("init")


def save(*folders, cwd):
    """Keep ``folders`` of ``cwd`` as one snapshot; its id."""
    lines = run("backup", "--host", "gongshi", "--tag", "gongshi", *folders, cwd=cwd).splitlines()
    return json.loads(lines[-1])["snapshot_id"]


def forget_old():
    run("forget", "--host", "gongshi", "--group-by", "host", *KEEP, "--prune")


def check(share):
    """Read back so much of what is kept: ``5%``, or all of it for ``100%``."""
    run("check", f"--read-data-subset={share}")


def fetch(snapshot, folder):
    """Put ``snapshot`` ("latest", or an id) into the empty ``folder``."""
    run("restore", snapshot, "--host", "gongshi", "--target", str(folder))


def snapshots():
    """``[{"id", "time"}]``, oldest first."""
    return [{"id": row["short_id"], "time": row["time"]} for row in json.loads(run("snapshots"))]
