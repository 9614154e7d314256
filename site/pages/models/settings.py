"""What the office says about its site once: names, numbers, links, the portal's frame, columns."""

from urllib.parse import urlparse

import nh3
from django.core.validators import RegexValidator
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from records.beside import read_beside
from rules import open_licences

from ..of_generation import remembered
from .gated import GatedRow

#: Without them the site fails inspection (requirements §5.6): ``manage.py check_site``.
REQUIRED = (
    "organiser",
    "operator",
    "site_id_code",
    "icp_number",
    "police_number",
    "police_link",
    "party_link",
    "contact",
    "correction_link",
)
FRAME_TAGS = {
    *("a", "b", "br", "div", "h2", "h3", "hr", "img", "li", "nav", "ol", "p", "span", "strong"),
    "ul",
}
FRAME_ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "width", "height"}}


def clean_frame(html):
    """The portal's header or footer with everything taken out that could run or restyle."""
    return nh3.clean(
        html,
        tags=FRAME_TAGS,
        attributes=FRAME_ATTRIBUTES,
        url_schemes={"http", "https"},
        attribute_filter=_own_pictures,
    )


def _own_pictures(tag, attribute, value):
    """A picture comes from this site: no page of ours calls another server."""
    if tag == "img" and attribute == "src" and urlparse(value).netloc:
        return None
    return value


@register_setting(icon="site", order=1)
class SiteSettings(GatedRow, BaseSiteSetting, ClusterableModel):
    """网站信息: shown in the footer and in the meta tags of every page."""

    site = models.OneToOneField(
        "wagtailcore.Site", models.CASCADE, editable=False, verbose_name="站点"
    )
    organiser = models.CharField("主办单位", max_length=80, blank=True)
    operator = models.CharField("承办单位", max_length=80, blank=True)
    contact = models.CharField(
        "联系方式", max_length=120, blank=True, help_text="办公电话或信箱，不要填写个人手机号"
    )
    site_id_code = models.CharField(
        "政府网站标识码",
        max_length=10,
        blank=True,
        validators=[RegexValidator(r"^[0-9]{10}$", "网站标识码为10位数字")],
        help_text="所属门户网站的10位标识码",
    )
    icp_number = models.CharField("ICP备案号", max_length=40, blank=True)
    police_number = models.CharField("公安备案号", max_length=40, blank=True)
    police_link = models.URLField("公安备案链接", blank=True)
    party_link = models.URLField("党政机关标识链接", blank=True)
    correction_link = models.URLField("“我为政府网站找错”链接", blank=True)
    data_licence = models.CharField(
        "开放数据许可协议",
        max_length=12,
        blank=True,
        choices=open_licences.CHOICES,
        help_text="公开下载的数据按什么协议使用；空着的，页面写明尚未指定",
    )
    header_html = models.TextField(
        "门户页头", blank=True, help_text="门户网站统一页头的 HTML；脚本、样式和外站图片会被去除"
    )
    footer_html = models.TextField("门户页脚", blank=True, help_text="同上")

    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("organiser"), FieldPanel("operator")]),
                FieldPanel("contact"),
                FieldPanel("site_id_code"),
            ],
            "单位",
        ),
        MultiFieldPanel(
            [
                FieldPanel("icp_number"),
                FieldRowPanel([FieldPanel("police_number"), FieldPanel("police_link")]),
                FieldPanel("party_link"),
                FieldPanel("correction_link"),
                FieldPanel("data_licence"),
            ],
            "备案与标识",
        ),
        MultiFieldPanel([FieldPanel("header_html"), FieldPanel("footer_html")], "门户页头页脚"),
        InlinePanel("columns", heading="栏目说明", label="栏目"),
    ]

    class Meta:
        verbose_name = verbose_name_plural = "网站信息"

    def save(self, *args, **kwargs):
        self.header_html = clean_frame(self.header_html)
        self.footer_html = clean_frame(self.footer_html)
        super().save(*args, **kwargs)

    def lacking(self):
        """The names of the required fields that are empty."""
        return [
            self._meta.get_field(name).verbose_name for name in REQUIRED if not self._value(name)
        ]

    def _value(self, name):
        return str(getattr(self, name)).strip()


class ColumnType(models.TextChoices):
    """栏目类别 (国办发〔2017〕47号): the fixed list of the meta tag ``ColumnType``."""

    OVERVIEW = "概况信息", "概况信息"
    FUNCTIONS = "机构职能", "机构职能"
    POLICY = "政策文件", "政策文件"
    INTERPRETATION = "政策解读", "政策解读"
    ANNOUNCEMENT = "通知公告", "通知公告"
    PUBLICITY = "公示公告", "公示公告"
    FIGURES = "统计数据", "统计数据"
    SERVICE = "办事服务", "办事服务"
    INTERACTION = "互动交流", "互动交流"
    TOPIC = "专题专栏", "专题专栏"


class ColumnSettings(GatedRow, models.Model):
    """栏目说明: the type, description and keywords of one column, for its meta tags."""

    settings = ParentalKey(
        SiteSettings,
        on_delete=models.CASCADE,
        related_name="columns",
        verbose_name="网站信息",
    )
    page = models.ForeignKey(
        "wagtailcore.Page", models.CASCADE, related_name="+", verbose_name="栏目"
    )
    column_type = models.CharField("栏目类别", max_length=8, choices=ColumnType)
    description = models.CharField("栏目简介", max_length=200, blank=True)
    keywords = models.CharField("栏目关键词", max_length=120, blank=True, help_text="用顿号分隔")

    panels = [
        FieldPanel("page"),
        FieldPanel("column_type"),
        FieldPanel("description"),
        FieldPanel("keywords"),
    ]

    class Meta:
        verbose_name = verbose_name_plural = "栏目说明"
        constraints = [
            models.UniqueConstraint(fields=["settings", "page"], name="columnsettings_once")
        ]

    def __str__(self):
        return f"{self.page} {self.column_type}"


def settings_of(request):
    """The settings of the site that was asked, read once with what they say of its columns."""
    key = ("settings", request.get_host())
    return remembered(request, key, lambda: _read(request))


def _read(request):
    settings = SiteSettings.for_request(request)
    read_beside([settings], "columns")
    return settings
