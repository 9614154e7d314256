"""``python3 -m deploy.district NAME DOMAIN …``: one more district here, with its own of all.

A province's host serves many districts from one copy of the program. Each has its own database,
files, keys, account of the system, units, name and backups: what belongs to another is not there to
be seen. Writes the files of ``deploy/`` with the district's names into ``var/districts/NAME``, the
keys made anew; nothing else on the machine is touched. Only the standard library is needed.
"""

import argparse
import base64
import os
import re
import secrets
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
HOME = HERE.parent / "var" / "districts"
#: Whatever is called so belongs to one office, but for the program itself and the sender of mail.
OURS = re.compile(r"(?<!/opt/)(?<![\w.])gongshi(?![a-z@.])|(?<=/)gongshi(?=\.log)")
DOMAIN, PORTS = "fupin.example.gov.cn", ("8000", "8001")
NAME = re.compile(r"[a-z][a-z0-9]{1,20}")
SECRETS = ("SECRET_KEY", "AUDIT_KEY", "METRICS_TOKEN", "BACKUP_PASSWORD")


def files(name, domain, *, port, redis):
    """``{path below /: text}`` for the district ``name``; its web processes take two ports.

    Raises ``ValueError`` with the reason where a name, port or number cannot be used.
    """
    refuse(not NAME.fullmatch(name), "名称用小写字母开头，只含小写字母和数字，2至21个字符")
    refuse(not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", domain), "请填写网站域名")
    refuse(not 1024 <= port <= 65534, "端口应在1024至65534之间")
    refuse(not 0 <= redis <= 15, "Redis 库号应在0至15之间")
    ports = dict(zip(PORTS, (str(port), str(port + 1)), strict=True))

    def own(text):
        text = OURS.sub(f"gongshi-{name}", text).replace(DOMAIN, domain)
        return re.sub("|".join(PORTS), lambda found: ports[found[0]], text)

    units = sorted((HERE / "systemd").iterdir())
    return {
        own("etc/gongshi/gongshi.env"): with_keys(own(read("gongshi.env")), redis),
        own("etc/nginx/sites-available/gongshi"): own(read("nginx.conf")),
        **{
            f"etc/systemd/system/{own(unit.name)}": own(unit.read_text(encoding="utf-8"))
            for unit in units
        },
    }


def with_keys(text, redis):
    """The environment file with a key of its own wherever the example leaves one out."""
    keys = {each: secrets.token_hex(32) for each in SECRETS}
    keys["MATERIAL_KEY"] = base64.urlsafe_b64encode(os.urandom(32)).decode()
    for each, value in keys.items():
        text = re.sub(rf"^{each}=$", f"{each}={value}", text, flags=re.MULTILINE)
    return text.replace("127.0.0.1:6379/0", f"127.0.0.1:6379/{redis}")


def read(name):
    return (HERE / name).read_text(encoding="utf-8")


def refuse(is_wrong, why):
    if is_wrong:
        raise ValueError(why)


def main(words=None):
    asked = argparse.ArgumentParser(description="为本机再增加一个区的整套设置")
    asked.add_argument("name", help="拼音简称，如 nankang")
    asked.add_argument("domain", help="网站域名")
    asked.add_argument("--port", type=int, required=True, help="两个网站进程的第一个端口")
    asked.add_argument("--redis", type=int, required=True, help="Redis 库号，各区不同")
    asked.add_argument("--out", type=Path, help="写到哪里，默认 var/districts/名称")
    chosen = asked.parse_args(words)
    out = chosen.out or HOME / chosen.name
    try:
        written = files(chosen.name, chosen.domain, port=chosen.port, redis=chosen.redis)
        refuse(out.exists(), f"{out} 已有设置，密钥不能重写")
    except ValueError as wrong:
        asked.error(str(wrong))
    for path, text in written.items():
        target = out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch(mode=0o640)
        target.write_text(text, encoding="utf-8")
    sys.stdout.write(
        f"已写入 {out}，共{len(written)}个文件；以后的步骤见运维手册“一台机器上的几个区”\n"
    )


if __name__ == "__main__":
    main()
