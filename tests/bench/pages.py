"""What a public page costs, in the processor's time: made anew, and kept (``pages.page_cache``).

The district of ``tests/bench/api.py``; the same addresses are asked in turn of a process that keeps
nothing and of one that keeps what it made, through every middleware, in one run. Prints a Markdown
table; the last column is how many times more a page costs that is made anew.
"""

import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
TIMES, ROUNDS = 40, 3


def spent(act, times):
    """Milliseconds of this process for one ``act``."""
    began = time.process_time()
    for _ in range(times):
        act()
    return (time.process_time() - began) / times * 1000


def browsers(settings):
    """``(makes anew, keeps)``: two processes of the server, each with its own middleware.

    The first keeps no answer, as if every page were asked for the first time in its generation.
    """
    from django.test import Client

    found = []
    for megabytes in (2**-20, 32):  # a single byte: whatever is kept goes at once
        settings.PAGE_CACHE_MEGABYTES = megabytes
        client = Client()
        client.handler.load_middleware()
        found.append(client)
    return found


def addresses():
    """``(title, address, the most processor milliseconds that making it should take)``."""
    from pages.models import DocumentPage, NoticePage, ProductPage

    yield "首页", "/", 12
    yield "文件列表", "/zcwj/", 20
    yield "产品目录", "/cpml/", 20
    for title, model in (("文件", DocumentPage), ("公示", NoticePage), ("产品", ProductPage)):
        yield title, model.objects.first().get_url(), 12
    yield "接口：文件列表", "/api/v1/documents", 12
    yield "接口：一项产品", f"/api/v1/products/{ProductPage.objects.first().slug}", 6


def main():
    from tests.bench.database import empty_database

    with empty_database():
        import time_machine
        from django.conf import settings
        from django.test.utils import setup_test_environment
        from tests.bench.api import found
        from tests.bench.figures import note

        setup_test_environment()
        settings.API_RATE_PER_MINUTE = 10**9
        settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = False
        _, at = found()
        anew, kept = browsers(settings)
        sys.stdout.write(
            "| 页面 | 重新生成（处理器毫秒） | 已保存（毫秒） | 倍数 |\n|---|---|---|---|\n"
        )
        with time_machine.travel(at, tick=False):
            for title, address, goal in addresses():
                assert anew.get(address).content == kept.get(address).content, address
                rounds = [
                    [spent(lambda: each.get(address), TIMES) for each in (anew, kept)]  # noqa: B023
                    for _ in range(ROUNDS)
                ]
                made, had = (min(each) for each in zip(*rounds, strict=True))
                sys.stdout.write(f"| {title} | {made:.1f} | {had:.2f} | {made / had:.0f} |\n")
                note("公开页面（重新生成）", title, made, "处理器毫秒", goal=goal)
                note("公开页面（已保存）", title, had, "处理器毫秒", goal=made / 10)


if __name__ == "__main__":
    main()
