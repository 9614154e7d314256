"""Every kind of paper held against PDF/A-2a and PDF/UA-1 by veraPDF: `make papers`.

veraPDF comes with the npm package of OpenDataLoader, pinned here; what reads its rules is Debian's
(``libjaxb-java``). The papers are those that the tests drew (:mod:`pdf_particulars`).
"""

import subprocess
import sys
from pathlib import Path

sys.path.insert(0, f"{Path(__file__).parents[2]}")

from tests.support import node_packages

HERE = Path(__file__).parent / "verapdf"
JAVA = Path("/usr/share/java")
#: What Debian's package of JAXB consists of.
RULES = (
    "jaxb-api",
    "jaxb-runtime",
    "jaxb-core",
    "istack-commons-runtime",
    "txw2",
    "javax.activation",
)
FLAVOURS = ("2a", "ua1")


def main(folder):
    """Say each broken rule of each ``*.pdf`` in ``folder``; 1 when there is one, or no file."""
    files = sorted(f"{each}" for each in Path(folder).glob("*.pdf"))
    classes = _classes()
    lines = [line for flavour in FLAVOURS for line in _broken(classes, flavour, files)]
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.write(f"{len(files)} papers, {len(lines)} broken rules\n")
    return 1 if lines or not files else 0


def _classes():
    """The class path, with our own class compiled."""
    kept = node_packages.install(HERE, "verapdf")
    (jar,) = kept.glob("node_modules/@opendataloader/pdf/**/*.jar")
    path = ":".join(f"{each}" for each in (kept, jar, *(JAVA / f"{name}.jar" for name in RULES)))
    subprocess.run(["javac", "-cp", path, "-d", kept, HERE / "Check.java"], check=True)
    return path


def _broken(classes, flavour, files):
    run = subprocess.run(
        ["java", "-cp", classes, "Check", flavour, *files],
        check=True,
        capture_output=True,
        text=True,
    )
    *lines, last = run.stdout.splitlines()
    if last != "checked":
        raise RuntimeError(run.stderr)
    return lines


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
