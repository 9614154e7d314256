"""Schemathesis, which asks an API whatever its description allows and forbids; in ``var/``."""

import fcntl
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
PLACE, LIST = HERE.parents[1] / "var" / "schemathesis", HERE / "schemathesis.txt"
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "ignored_auth",
)


def install():
    """The command; fetched once for each state of the list, by whichever worker comes first."""
    PLACE.mkdir(parents=True, exist_ok=True)
    with (PLACE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _fetch(PLACE / "installed.txt")
    return PLACE / "bin" / "st"


def _fetch(stamp):
    if not stamp.exists() or stamp.read_text() != LIST.read_text():
        subprocess.run([sys.executable, "-m", "venv", PLACE], check=True)
        pip = [PLACE / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "-r", LIST], check=True)
        stamp.write_text(LIST.read_text())


def examine(url, *, examples, folder, headers=(), seed=1, only=""):
    """``(all is well, what it says)`` of ``examples`` questions for each operation at ``url``."""
    options = ["--phases", "examples,coverage,fuzzing", "--max-examples", str(examples)]
    options += ["--checks", ",".join(CHECKS), "--seed", str(seed), "--no-color"]
    options += ["--suppress-health-check", "all", "--no-shrink", "--warnings", "off"]
    options += ["--continue-on-failure", "--request-timeout", "30"]
    options += [word for name, value in headers for word in ("--header", f"{name}:{value}")]
    options += ["--include-path-regex", only] if only else []
    run = subprocess.run(
        [install(), "run", *options, f"{url}/api/v1/openapi.json"],
        check=False,
        capture_output=True,
        text=True,
        cwd=folder,
    )
    return run.returncode == 0, run.stdout + run.stderr
