"""The fixed frame of the public site: home, its columns, and the site record that serves them."""

from django.db import transaction
from wagtail.models import Collection, Locale, Page, Site

from .models import CatalogIndexPage, DocumentIndexPage, HomePage, NoticeIndexPage

TITLE = "章贡区扶贫产品认定与公示"
COLUMNS = (
    (NoticeIndexPage, "公示公告", "gsgg"),
    (CatalogIndexPage, "产品目录", "cpml"),
    (DocumentIndexPage, "政策文件", "zcwj"),
)


class SiteTreeMissing(LookupError):
    """A column of the public site does not exist; the operator must create the frame."""


def column(page_type):
    """The one column of ``page_type``; raises :class:`SiteTreeMissing`."""
    found = page_type.objects.order_by("path").first()
    if found is None:
        name = page_type._meta.verbose_name
        raise SiteTreeMissing(f"网站栏目“{name}”尚未建立，请先初始化网站栏目")
    return found


@transaction.atomic
def ensure_site_tree(*, hostname="localhost", port=80):
    """Create what is missing of the frame; returns the home page. Changes nothing that exists.

    Works on a fresh installation, where Wagtail's welcome page still holds the place, and after a
    flush took Wagtail's own root page, collection and locale away.
    """
    Locale.objects.get_or_create(language_code="zh-hans")
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
    home = HomePage.objects.first() or _home(root)
    for page_type, title, slug in COLUMNS:
        if not page_type.objects.exists():
            home.add_child(instance=page_type(title=title, slug=slug, show_in_menus=True))
    _site(home, hostname, port)
    return home


def _home(root):
    welcome = root.get_children().filter(slug="home").first()
    if welcome is not None and welcome.specific_class is Page:
        welcome.delete()
    root = Page.objects.get(pk=root.pk)
    return root.add_child(instance=HomePage(title=TITLE, slug="home"))


def _site(home, hostname, port):
    default = Site.objects.filter(is_default_site=True).first()
    if default is None:
        Site.objects.create(
            hostname=hostname, port=port, root_page=home, is_default_site=True, site_name=TITLE
        )
    elif default.root_page_id != home.pk:
        default.root_page, default.site_name = home, default.site_name or TITLE
        default.save()
    Site.clear_site_root_paths_cache()
