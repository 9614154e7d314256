"""``manage.py platform_sandbox [--port N]``: a platform to try the exchange on."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from exchange.sandbox.platform import Platform
from exchange.sandbox.server import FAULTS, Server, mutual_tls


class Command(BaseCommand):
    help = "启动一个试用的接收平台：核对格式、摘要、签名、次序，并按要求出错（POST /control）"

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8090)
        parser.add_argument(
            "--key",
            action="append",
            default=[],
            metavar="编号:算法:文件",
            help="报送方的密钥，如 2026-01:Ed25519:/path/key.pub.pem；可以多个，供换钥",
        )
        parser.add_argument("--keep", type=Path, help="记在此文件，下次启动接着收")
        parser.add_argument(
            "--tls",
            nargs=3,
            metavar=("证书", "私钥", "机构"),
            help="以 HTTPS 应答，并要求报送方出示该机构签发的证书（双向证书）",
        )
        parser.add_argument("--refuse-once", type=int, default=0, help="不接受最先的几条记录")
        for name in FAULTS:
            parser.add_argument(f"--{name}", type=int, default=0, help="起初出错的次数")

    def handle(self, *, port, key, tls, **options):
        platform = Platform(dict(map(_key, key)))
        if options["keep"]:
            platform.remember(options["keep"])
        if not platform.applied:
            platform.refuse_once = options["refuse_once"]
        server = Server(platform, port, tls=tls and mutual_tls(*tls), is_talkative=True)
        server.faults.tell({name: options[name] for name in FAULTS})
        self.stdout.write(f"试用平台 {'https' if tls else 'http'}://127.0.0.1:{server.server_port}")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            self.stdout.write("试用平台已停止")
        finally:
            server.server_close()


def _key(text):
    try:
        key_id, alg, file = text.split(":", 2)
        return key_id, (alg, Path(file).read_bytes())
    except (ValueError, OSError) as error:
        raise CommandError(f"密钥“{text}”无法读取：{error}") from error
