"""Which feeds there are, and in which forms each is written."""

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed

FORMS = {
    "rss": (Rss201rev2Feed, "application/rss+xml"),
    "atom": (Atom1Feed, "application/atom+xml"),
    "json": (None, "application/feed+json"),
}
TITLES = {
    "documents": "文件与公告",
    "notices": "公示与结果",
    "catalogue": "目录变动",
    "bulletins": "季度通报",
    "evidence": "公开凭证",
}
