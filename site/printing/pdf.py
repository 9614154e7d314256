"""HTML to PDF with WeasyPrint, in a child process with limits and an allow-listed fetcher.

WeasyPrint's own fetcher reads any file and any address that the HTML names, and it does not give
memory back; so it runs in a process of its own that may read fonts and ``data:`` and nothing else.
"""

import json
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from .press import MISSING

SECONDS = 60


class PrinterMissing(LookupError):
    """The libraries that draw PDF (Debian's pango) are not installed: the operator must mend it."""


def pdf(html: str, *, archival: bool = True) -> bytes:
    """The PDF of a whole HTML page with its styles inside.

    ``@font-face`` may name files of the folder ``settings.PRINT_FONTS`` as ``file://`` addresses,
    pictures are ``data:`` addresses; everything else that the page names is left out.
    ``archival`` writes PDF/A-2a. Either is tagged, so that a screen reader knows headings, tables
    and the language (``lang`` of the page). The same page gives the same bytes.
    Raises :class:`PrinterMissing`, and ``subprocess.SubprocessError`` when drawing failed or took
    too long.
    """
    page = {"html": html, "fonts": f"{settings.PRINT_FONTS or ''}", "archival": archival}
    done = subprocess.run(
        [sys.executable, "-m", "printing.press"],
        input=json.dumps(page).encode(),
        cwd=Path(__file__).resolve().parents[1],
        capture_output=True,
        timeout=SECONDS,
        check=False,
        env={"PATH": "/usr/bin:/bin", "SOURCE_DATE_EPOCH": "0", "LANG": "C.UTF-8"},
    )
    if done.returncode == MISSING:
        raise PrinterMissing("系统未安装 PDF 排印组件（libpango），请联系运维人员。")
    done.check_returncode()
    return done.stdout
