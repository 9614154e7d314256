"""The supply chain: ``supply.py check`` writes the parts list and asks for known holes, ``lock``
writes ``requirements.lock`` anew.

The parts list is CycloneDX, ``var/sbom.cdx.json``. The holes are asked of osv.dev; where it cannot
be reached that is said, and is no failure: a network is not a fault of the code.
"""

import fcntl
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLACE, LIST = ROOT / "var" / "supply", Path(__file__).with_name("supply.txt")
PINS, LOCK = ROOT / "requirements.txt", ROOT / "requirements.lock"
SBOM = ROOT / "var" / "sbom.cdx.json"
HEAD = (
    "# requirements.txt with the digest of every file that may be installed; made by `make lock`,"
    " installed with\n# pip install --require-hashes -r requirements.lock\n"
)
#: What pip-audit says when nobody answered; anything else is an answer.
AWAY = (
    "ConnectionError",
    "Could not connect",
    "NameResolution",
    "ConnectTimeout",
    "timed out",
)


def program(name):
    """A program of the tools, fetched once for each state of their list."""
    PLACE.mkdir(parents=True, exist_ok=True)
    stamp = PLACE / "installed.txt"
    with (PLACE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not stamp.exists() or stamp.read_text() != LIST.read_text():
            subprocess.run([sys.executable, "-m", "venv", PLACE], check=True)
            pip = [PLACE / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check"]
            subprocess.run([*pip, "-r", LIST], check=True)
            stamp.write_text(LIST.read_text())
    return PLACE / "bin" / name


def lock():
    """``requirements.lock``: the very pins, each with its digests."""
    words = ["pip", "compile", "--python-version", "3.11", "--generate-hashes", "--quiet"]
    words += ["--no-header", "--no-annotate", PINS]
    done = subprocess.run([program("uv"), *words], capture_output=True, text=True, check=True)
    LOCK.write_text(HEAD + done.stdout)
    return 0


def check():
    """Exit status 1 when a part has a known hole."""
    words = ["requirements", "--output-reproducible", "-o", SBOM, LOCK]
    subprocess.run([program("cyclonedx-py"), *words], check=True)
    words = ["--require-hashes", "--disable-pip", "-r", LOCK]
    words += ["--vulnerability-service", "osv", "--progress-spinner", "off"]
    done = subprocess.run([program("pip-audit"), *words], capture_output=True, text=True)
    status, words = judged(done.returncode, done.stdout + done.stderr)
    sys.stdout.write(f"{words}\n")
    return status


def judged(status, words):
    """``(exit status, what to say)`` of what pip-audit answered."""
    if status and any(word in words for word in AWAY):
        return 0, "没有核对已知漏洞：连不上 osv.dev / known holes were not asked for: no network"
    return status, words.strip()


if __name__ == "__main__":
    sys.exit({"check": check, "lock": lock}[sys.argv[1]]())
