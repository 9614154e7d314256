"""The Nu HTML checker (npm ``vnu-jar``, pinned here), kept in ``var/nu``; needs Java."""

import json
import subprocess
from pathlib import Path

from . import node_packages

HERE = Path(__file__).parent
JAR = Path("node_modules/vnu-jar/build/dist/vnu.jar")


def install():
    """The checker's jar, as the lock file says."""
    return node_packages.install(HERE, "nu") / JAR


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
