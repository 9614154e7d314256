"""``manage.py rotate_keys``: seal every stored file under the current MATERIAL_KEY."""

from cryptography.fernet import InvalidToken
from django.core.management.base import BaseCommand, CommandError

from files.rotation import rotate


class Command(BaseCommand):
    help = "把库存文件全部改用当前密钥加密；旧密钥放在 MATERIAL_KEYS_RETIRED；可中断重来"

    def handle(self, **options):
        try:
            rotated, current = rotate()
        except InvalidToken as error:
            raise CommandError("有文件没有可用的密钥，请检查 MATERIAL_KEYS_RETIRED") from error
        self.stdout.write(f"已改用当前密钥 {rotated} 个，原已是当前密钥 {current} 个")
