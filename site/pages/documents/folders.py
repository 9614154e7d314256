"""Folders of the library keep things in order, and keep nobody out.

What a signed page names is public, whatever folder it lies in; what none names is the staff's.
"""

from django.core.exceptions import PermissionDenied

CLOSED = "文件夹不另设查看限制：文件是否公开，由签发的页面决定"


def guard_restriction(sender, raw=False, **_):
    """Refuse a limit that would hide a signed annex by one hand."""
    if not raw:
        raise PermissionDenied(CLOSED)
