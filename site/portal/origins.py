"""Where somebody came from: a page that is reached from several leads back to the one.

A link says it with ``?back=``. Only the pages named here are led back to, and the address is made
anew from the page's name, so that no link can lead anywhere else.
"""

from dataclasses import dataclass
from urllib.parse import quote

from django.urls import Resolver404, get_script_prefix, resolve, reverse

#: Pages that others are opened from, and what the way back to them is called.
WORDS = {
    "portal:application": "返回申请进度",
    "portal:benefits": "返回带贫减贫机制及成效",
    "portal:check": "返回核对并提交",
    "portal:commitment": "返回承诺和签名",
    "portal:home": "返回我的申请",
    "portal:materials": "返回申报材料",
    "portal:mend": "返回补正答复",
    "portal:particulars": "返回申请单位",
    "portal:products": "返回产品清单",
    "portal:profile": "返回单位资料",
    "portal:signing": "返回申请书签字盖章",
    "portal:start": "返回新的申请",
}
DRAFT = "返回任务清单"


@dataclass(frozen=True)
class Origin:
    """The page to lead back to, and the words of the link."""

    url: str
    words: str

    @property
    def query(self):
        """What a further address carries, so that the way back stays the same."""
        return f"back={quote(self.url)}"


def page(name, *args, words=""):
    """The :class:`Origin` of the portal's page ``name``."""
    name = f"portal:{name}"
    return Origin(reverse(name, args=args), words or WORDS[name])


def came_from(request):
    """The :class:`Origin` that the address of ``request`` names, or None."""
    address = request.GET.get("back", "")
    try:
        match = resolve(address.removeprefix(get_script_prefix().rstrip("/")))
    except Resolver404:
        return None
    if match.view_name not in WORDS:
        return None
    return Origin(reverse(match.view_name, kwargs=match.kwargs), WORDS[match.view_name])


def with_way_back(url, to):
    """``url`` leading back to the address ``to``; its own query and anchor stay."""
    address, mark, anchor = url.partition("#")
    return f"{address}{'&' if '?' in address else '?'}back={quote(to)}{mark}{anchor}"
