"""``manage.py rotate_keys``: seal everything that is sealed under the current MATERIAL_KEY."""

from django.core.management.base import BaseCommand, CommandError

from files.rotation import left_over, rotate

MOST_NAMED = 20


class Command(BaseCommand):
    help = "把加密保存的文件和内容全部改用当前密钥；旧密钥放在 MATERIAL_KEYS_RETIRED；可中断重来"

    def handle(self, **options):
        rotated, current = rotate()
        done = f"已改用当前密钥 {rotated} 个，原已是当前密钥 {current} 个"
        if rest := left_over():
            raise CommandError(
                f"{done}；仍有 {len(rest)} 处未改用当前密钥，旧密钥不可删除"
                "（打不开的请检查 MATERIAL_KEYS_RETIRED）：" + "；".join(rest[:MOST_NAMED])
            )
        self.stdout.write(done)
