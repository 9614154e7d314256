"""``gongshi.env``, filled in for the trial as an operator fills it in."""

import base64
import os
import secrets
from pathlib import Path

EXAMPLE = Path(__file__).resolve().parents[1] / "gongshi.env"


def filled_in(root, home, *, database, redis, site):
    """Every line of the example with values that hold on this machine, beside the PATH."""
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    pairs = (line.split("=", 1) for line in lines if line and not line.startswith("#"))
    example = dict(pairs)
    answers = {
        "PYTHONPATH": str(root / "site"),
        "DATA_ROOT": str(home / "data"),
        "SECRET_KEY": secrets.token_hex(32),
        "MATERIAL_KEY": base64.urlsafe_b64encode(os.urandom(32)).decode(),
        "AUDIT_KEY": secrets.token_hex(32),
        "METRICS_TOKEN": secrets.token_hex(32),
        "DATABASE_URL": database,
        "REDIS_URL": redis,
        "SITE_URL": site,
        "MAIL_HOST": "127.0.0.1",
        "BACKUP_REPOSITORY": str(home / "backup"),
        "BACKUP_PASSWORD": secrets.token_hex(32),
    }
    empty = {name for name, value in example.items() if not value} - answers.keys()
    assert not empty, f"没有填写：{empty}"
    return {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **example, **answers}
