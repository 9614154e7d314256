"""The second front end of ``examples/front``, compiled in ``var/front``; needs node and npm."""

import json
import shutil
import subprocess
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

ROOT = Path(__file__).resolve().parents[2]
SOURCE, PLACE = ROOT / "examples" / "front", ROOT / "var" / "front"
OWN = shutil.ignore_patterns("node_modules", "dist", "out", "state.json")


def compiled():
    """The folder of the compiled site builder; its types are checked on the way."""
    shutil.copytree(SOURCE, PLACE, ignore=OWN, dirs_exist_ok=True)
    if not (PLACE / "node_modules" / ".package-lock.json").exists():
        quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(["npm", "ci", *quiet], cwd=PLACE, check=True)
    shutil.rmtree(PLACE / "dist", ignore_errors=True)
    subprocess.run(["node", "node_modules/typescript/bin/tsc"], cwd=PLACE, check=True)
    return PLACE


def build(folder, api, *, full=False):
    """Build into ``folder``, from what it holds or anew; what the builder says of its work."""
    places = ["--out", folder / "out", "--state", folder / "state.json"]
    command = ["node", PLACE / "dist" / "build.js", "--api", api, *places]
    run = subprocess.run(
        [*command, *(["--full"] if full else [])],
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def files(folder):
    """``{path: bytes}`` of everything that was built."""
    out = folder / "out"
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


class Served:
    """``with Served(folder) as url``: what was built, on the loopback."""

    def __init__(self, folder):
        handler = partial(Quiet, directory=folder / "out")
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)

    def __enter__(self):
        Thread(target=self.server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_port}"

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
