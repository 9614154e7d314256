"""Who went on a visit: names written in one line, told apart (D002 第二条: by two persons)."""

import re

_BETWEEN = re.compile(r"[、，,；;/\s]+")


def names_in(text: str) -> list[str]:
    """The different names in ``text``, in their order; 和 or 与 may be part of a name."""
    return list(dict.fromkeys(name for name in _BETWEEN.split(text.strip()) if name))
