"""The fictional district's own files, and loading and walking them once."""

import sys
from pathlib import Path

from tqdm import tqdm

from desk.loading.district import load_district

from ..accounts import appoint_heads, furnish
from ..exchange_work import publish_first, report_first
from ..history import History
from ..imprint import describe_site

DIRECTORY = Path(__file__).parent


def prepare(password, *, at):
    """Load the district and walk it up to ``at``; harmless when it was done before.

    Raises ``ValueError`` when its own files have bad records: they ship with the product.
    """
    report = load_district(DIRECTORY, password=password)
    if not report.ok:
        raise ValueError(f"演示数据有误：{report.bad}")
    describe_site()
    with tqdm(file=sys.stderr, unit="步", desc="办理", mininterval=1) as bar:
        History(DIRECTORY, at=at, progress=bar.update).walk()
    appoint_heads(password)
    furnish(password, at=at)
    publish_first(at=at)
    report_first(at=at)
