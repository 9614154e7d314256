"""The Nu HTML checker (npm ``vnu-jar``, pinned here), kept in ``var/nu``; needs Java."""

import json
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
CACHE = HERE.parents[1] / "var" / "nu"
JAR = CACHE / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
LISTS = ("package.json", "package-lock.json")


def install():
    """The checker's jar, as the lock file says; fetched once for each state of that file."""
    stale = any(_text(CACHE / name) != _text(HERE / name) for name in LISTS)
    if stale or not JAR.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        for name in LISTS:
            shutil.copyfile(HERE / name, CACHE / name)
        subprocess.run(
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"],
            cwd=CACHE,
            check=True,
        )
    return JAR


def problems(folder):
    """Every error and warning in the ``*.html`` of ``folder``: ``[(file, line, message)]``."""
    run = subprocess.run(
        ["java", "-jar", install(), "--format", "json", "--stdout", "--exit-zero-always", folder],
        check=True,
        capture_output=True,
        text=True,
    )
    return [
        (Path(each["url"]).name, each.get("lastLine"), each["message"])
        for each in json.loads(run.stdout)["messages"]
    ]


def _text(path):
    return path.read_text() if path.exists() else ""
