"""What the fictional district says of its site: every number and link is made up and says so."""

from wagtail.models import Site

from desk.loading.offices import OFFICE
from pages.models import ColumnSettings, SiteSettings

SITE_SETTINGS = {
    "organiser": OFFICE,
    "operator": "章贡区示例信息中心（虚构）",
    "contact": "0797-8200001",
    "site_id_code": "0000000000",
    "icp_number": "赣ICP备00000000号（示例）",
    "police_number": "赣公网安备00000000000000号（示例）",
    "police_link": "https://police.example/",
    "party_link": "https://party.example/",
    "correction_link": "https://correction.example/",
}
COLUMNS = {
    "gsgg": ("公示公告", "拟认定扶贫产品的公示和公示结果", "公示、扶贫产品、异议"),
    "cpml": ("办事服务", "在有效期内的扶贫产品和证书编号", "产品目录、证书、扶贫产品"),
    "zcwj": ("政策文件", "消费扶贫和扶贫产品认定的文件、公告和通报", "消费扶贫、政策文件"),
}


def describe_site():
    """Fill in the site's settings, once; what somebody changed since stays."""
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    if settings.organiser:
        return
    for name, value in SITE_SETTINGS.items():
        setattr(settings, name, value)
    settings.save()
    for page in settings.site.root_page.get_children().filter(slug__in=COLUMNS):
        kind, description, keywords = COLUMNS[page.slug]
        ColumnSettings.objects.create(
            settings=settings,
            page=page,
            column_type=kind,
            description=description,
            keywords=keywords,
        )
