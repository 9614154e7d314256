"""The receivers of the exchange, read from a TOML file (docs/exchange.md)."""

import tomllib
from pathlib import Path

from rules.vocabulary import PRODUCT

#: Without a file: the upper platform and the two national sites, all by files for hand upload.
RECEIVERS: list[dict] = [
    {"title": f"全国{PRODUCT}目录平台", "datasets": ["catalog", "sales"]},
    {
        "title": "中国社会帮扶网",
        "datasets": ["catalog"],
        "options": {"mapping": "zgshfp"},
    },
    {
        "title": "832平台",
        "datasets": ["catalog"],
        "eligible": "832",
        "options": {"mapping": "fupin832"},
    },
]


def exchange_settings(path: str) -> tuple[list[dict], list[str], dict]:
    """``(receivers, codes of the 832 counties, public pages)`` of the file at ``path``."""
    if not path:
        return RECEIVERS, [], {}
    values = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    return (
        values.get("receivers", RECEIVERS),
        values.get("counties_832", []),
        values.get("public_pages", {}),
    )
