"""``manage.py rotate_keys``: seal every stored file under the current MATERIAL_KEY."""

from cryptography.fernet import InvalidToken
from django.core.management.base import BaseCommand, CommandError

from files.rotation import left_over, rotate


class Command(BaseCommand):
    help = "把加密保存的文件和内容全部改用当前密钥；旧密钥放在 MATERIAL_KEYS_RETIRED；可中断重来"

    def handle(self, **options):
        try:
            rotated, current = rotate()
        except InvalidToken as error:
            raise CommandError("有文件没有可用的密钥，请检查 MATERIAL_KEYS_RETIRED") from error
        if rest := left_over():
            raise CommandError("仍有内容未改用当前密钥，旧密钥不可删除：" + "；".join(rest[:20]))
        self.stdout.write(f"已改用当前密钥 {rotated} 个，原已是当前密钥 {current} 个")
