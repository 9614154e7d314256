"""``python -m deploy.districts NAME DOMAIN --number N [--root DIR]``: the files of one district.

Writes ``/etc/gongshi/NAME.env`` with secrets of its own and nginx's server of the domain, and
prints what is left to be done by hand. A district shares the program and nothing else: it has its
own system user, database and role, folder, keys, Redis number, port and domain. Files that are
there are never overwritten.
"""

import argparse
import base64
import re
import secrets
import sys
from pathlib import Path

DEPLOY = Path(__file__).resolve().parents[1]
NAME, DOMAIN = re.compile(r"[a-z][a-z0-9]{1,15}"), re.compile(r"[a-z0-9.-]+\.[a-z]+")
FIRST_PORT, MOST = 8100, 400
BY_HAND = """\
adduser --system --group --home /srv/gongshi/{name} gongshi-{name}
chmod 0711 /srv/gongshi/{name} && chown root:gongshi-{name} /etc/gongshi/{name}.env
sudo -u postgres psql -c "CREATE ROLE gongshi_{name} LOGIN PASSWORD '…'"   # 口令见 {name}.env
sudo -u postgres createdb --owner gongshi_{name} gongshi_{name}
sudo -u postgres psql -c "REVOKE CONNECT ON DATABASE gongshi_{name} FROM PUBLIC"
cd /opt/gongshi && set -a && . /etc/gongshi/{name}.env && set +a
.venv/bin/python manage.py migrate && .venv/bin/python manage.py collectstatic --noinput
.venv/bin/python manage.py open_office /etc/gongshi/{name}.toml
.venv/bin/python manage.py clock --once --accept-time
chown -R gongshi-{name}: /srv/gongshi/{name}
systemctl enable --now gongshi-district-web@{name} gongshi-district-clock@{name}
systemctl enable --now gongshi-district-worker@{name}
systemctl enable --now gongshi-district-daily@{name}.timer gongshi-district-backup@{name}.timer
nginx -t && systemctl reload nginx
"""


def main(words=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", help="小写字母和数字，如 zhanggong")
    parser.add_argument("domain")
    parser.add_argument(
        "--number", type=int, required=True, help="1 起，各区不同：端口和 Redis 库号"
    )
    parser.add_argument("--root", type=Path, default=Path("/"))
    given = parser.parse_args(words)
    if not NAME.fullmatch(given.name) or not DOMAIN.fullmatch(given.domain):
        parser.error("区名只能是小写字母和数字，域名须完整")
    if not 0 < given.number <= MOST:
        parser.error(f"--number 在 1 和 {MOST} 之间")
    files = {
        given.root / f"etc/gongshi/{given.name}.env": environment(given),
        given.root / f"etc/nginx/sites-available/gongshi-{given.name}": nginx(given),
    }
    if there := [f"{path}" for path in files if path.exists()]:
        parser.error(f"已经有了，没有改动：{'、'.join(there)}")
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o640)
        path.write_text(text, encoding="utf-8")
    sys.stdout.write(BY_HAND.format(name=given.name))


def environment(given):
    """``gongshi.env`` for this district: nothing in it is shared with another."""
    own = {
        "DATA_ROOT": f"/srv/gongshi/{given.name}",
        "SECRET_KEY": secrets.token_hex(32),
        "MATERIAL_KEY": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        "AUDIT_KEY": secrets.token_hex(32),
        "METRICS_TOKEN": secrets.token_hex(32),
        "DATABASE_URL": f"postgres://gongshi_{given.name}:{secrets.token_hex(16)}"
        f"@127.0.0.1:5432/gongshi_{given.name}",
        "REDIS_URL": f"redis://127.0.0.1:6379/{given.number}",
        "ALLOWED_HOSTS": given.domain,
        "SITE_URL": f"https://{given.domain}",
        "BACKUP_REPOSITORY": f"/srv/gongshi/{given.name}/backup",
        "BACKUP_PASSWORD": secrets.token_hex(32),
        "WEB_PROCESSES": "1",
        "WEB_WORKERS": "2",
        "CLOCKS": "1",
        "WATCH_MINUTES": "5",
    }
    lines = (DEPLOY / "gongshi.env").read_text(encoding="utf-8").splitlines()
    lines = [_line(line, own) for line in lines if not line.startswith("#")]
    return "\n".join([f"# {given.name}", f"WEB_PORT={FIRST_PORT + given.number}", *lines, ""])


def _line(line, own):
    name = line.partition("=")[0]
    return f"{name}={own[name]}" if name in own else line


def nginx(given):
    """``nginx.conf`` for this domain; zones and upstream bear the district's name."""
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    servers = re.compile(
        r"    server 127\.0\.0\.1:8000[^\n]*\n    server 127\.0\.0\.1:8001[^\n]*\n"
    )
    text = servers.sub(f"    server 127.0.0.1:{FIRST_PORT + given.number};\n", text)
    own = r"\bgongshi_(all|account|open|public|pages|size|encoding|zone|generation)\b"
    text = re.sub(own, rf"gongshi_{given.name}_\1", text)
    text = text.replace("/var/cache/gongshi ", f"/var/cache/gongshi-{given.name} ")
    text = re.sub(r"(upstream|http://)( ?)gongshi\b", rf"\1\2gongshi_{given.name}", text)
    text = re.sub(r"(log_format|gongshi\.log) gongshi\b", rf"\1 gongshi_{given.name}", text)
    text = text.replace("/var/log/nginx/gongshi.log", f"/var/log/nginx/gongshi-{given.name}.log")
    text = text.replace("/srv/gongshi/", f"/srv/gongshi/{given.name}/")
    for part in ("crt", "key"):
        text = text.replace(f"/etc/gongshi/site.{part}", f"/etc/gongshi/{given.name}.{part}")
    return text.replace("fupin.example.gov.cn", given.domain)


if __name__ == "__main__":
    main()
