#!/usr/bin/env python
"""Django's command-line utility. ``site/`` is a source root, never a package."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "site"))

#: Options of Django's that name other settings: it reads them before it sets itself up.
ELSEWHERE = ("--settings", "--pythonpath")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    from config.starting import nothing_collected

    with nothing_collected():
        import django
        from django.core.management import execute_from_command_line

        if not any(word.startswith(ELSEWHERE) for word in sys.argv):
            django.setup()  # the command finds it done

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
