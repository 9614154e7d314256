"""The fixed frame of the public site: home, its columns, and the site record that serves them."""

from functools import cache

from django.db import transaction
from wagtail.models import Collection, Locale, Page, Site

from records.prepared import Prepared
from registry.names import fill

from .models import (
    CatalogIndexPage,
    DocumentIndexPage,
    HomePage,
    NoticeIndexPage,
    SearchWord,
    VocabularyTerm,
)
from .models.document_words import Section
from .public_change import public_change

TITLE = "{district}{product}认定与公示"
COLUMNS = (
    (NoticeIndexPage, "公示公告", "gsgg"),
    (CatalogIndexPage, "产品目录", "cpml"),
    (DocumentIndexPage, "政策文件", "zcwj"),
)
#: The columns of documents: title, address, in the main menu, months until it is stale, what it is.
SECTIONS = {
    Section.POLICY: (
        "政策文件",
        "zcwj",
        True,
        6,
        "本机关制发和执行的政策文件，默认列出现行有效的。",
    ),
    Section.INTERPRETATION: (
        "政策解读",
        "zcjd",
        True,
        6,
        "对政策文件的文字、图解、问答和音视频解读。",
    ),
    Section.ANNOUNCEMENT: ("通知公告", "tzgg", True, 3, "公告、公示和需要公众知晓的事项。"),
    Section.BULLETIN: (
        "工作通报",
        "gztb",
        False,
        4,
        "每季度{campaign}工作进展情况通报和主要数据。",
    ),
    Section.CASE: ("典型案例", "dxal", False, 6, "{campaign}工作中的经验做法和先进典型。"),
    Section.GUIDE: ("办事指南", "bszn", True, 12, "{product}认定的条件、材料、流程和时限。"),
}


class SiteTreeMissing(LookupError):
    """A column of the public site does not exist; the operator must create the frame."""


@cache
def _first(page_type):
    return Prepared(lambda: page_type.objects.select_related("locale").order_by("path")[:1])


def column(page_type):
    """The one column of ``page_type``; raises :class:`SiteTreeMissing`."""
    page = _first(page_type).first()
    if page is None:
        name = page_type._meta.verbose_name
        raise SiteTreeMissing(f"网站栏目“{name}”尚未建立，请先初始化网站栏目")
    return page


def section_column(section):
    """The column of a section of documents; the policies' column takes what has none of its own."""
    page = DocumentIndexPage.objects.filter(section=section).order_by("path").first()
    return page or column(DocumentIndexPage)


@transaction.atomic
def ensure_site_tree(*, hostname="localhost", port=80):
    """Create what is missing of the frame; returns the home page. Changes nothing that exists.

    Works on a fresh installation, where Wagtail's welcome page still holds the place, and after a
    flush took Wagtail's own root page, collection and locale away.
    """
    Locale.objects.get_or_create(language_code="zh-hans")
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="根目录")
    with public_change():
        root = Page.get_first_root_node() or Page.add_root(title="根目录", slug="root")
        home = HomePage.objects.first() or _home(root)
        for page_type, title, slug in COLUMNS:
            if not page_type.objects.exists():
                home.add_child(instance=page_type(title=title, slug=slug, show_in_menus=True))
        for section, facts in SECTIONS.items():
            _section(home, section, *facts)
    _site(home, hostname, port)
    SearchWord.objects.begin()
    VocabularyTerm.objects.begin()
    return home


def _section(home, section, title, slug, in_menus, months, introduction):
    """A missing column of documents; the plain first one gets its words when it has none."""
    column = DocumentIndexPage.objects.filter(section=section).first()
    if column is None:
        column = DocumentIndexPage(title=title, slug=slug, section=section, show_in_menus=in_menus)
        column.introduction, column.months_until_stale = fill(introduction), months
        home.add_child(instance=column)
    elif not column.introduction:
        column.introduction = fill(introduction)
        column.save()


def _home(root):
    welcome = root.get_children().filter(slug="home").first()
    if welcome is not None and welcome.specific_class is Page:
        welcome.delete()
    root = Page.objects.get(pk=root.pk)
    return root.add_child(instance=HomePage(title=fill(TITLE), slug="home"))


def _site(home, hostname, port):
    default, name = Site.objects.filter(is_default_site=True).first(), fill(TITLE)
    if default is None:
        Site.objects.create(
            hostname=hostname,
            port=port,
            root_page=home,
            is_default_site=True,
            site_name=name,
        )
    elif default.root_page_id != home.pk:
        default.root_page, default.site_name = home, default.site_name or name
        default.save()
    Site.clear_site_root_paths_cache()
