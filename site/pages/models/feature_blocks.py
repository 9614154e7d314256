"""What a topic, a single page and the home page are laid out with, beside the blocks of a text."""

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from ..moment import asked_at
from .blocks import INLINE, Attachment, Body, Figure, Paragraph, TemplateByName
from .document_words import Section
from .documents import DocumentPage


class Link(blocks.StructBlock):
    """A link to a page of the site, or to an address elsewhere."""

    text = blocks.CharBlock(label="文字", required=False, max_length=60, help_text="空着用页面标题")
    page = blocks.PageChooserBlock(label="本站页面", required=False)
    url = blocks.URLBlock(label="其他网址", required=False)

    class Meta:
        label = "链接"
        icon = "link"

    def clean(self, value):
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["url"]):
            raise blocks.StructBlockValidationError(
                {"page": ValidationError("本站页面和其他网址选填一项")}
            )
        if cleaned["url"] and not cleaned["text"]:
            raise blocks.StructBlockValidationError({"text": ValidationError("其他网址须写明文字")})
        return cleaned


class Links(TemplateByName, blocks.StructBlock):
    """Buttons in a row, or a list of further reading."""

    title = blocks.CharBlock(label="标题", required=False, max_length=60)
    links = blocks.ListBlock(Link(), label="链接", min_num=1, max_num=20)


class DocumentList(TemplateByName, blocks.StructBlock):
    """The newest documents of a column, by themselves."""

    title = blocks.CharBlock(label="标题", max_length=60)
    section = blocks.ChoiceBlock(label="栏目", choices=Section.choices)
    keyword = blocks.CharBlock(
        label="主题词", required=False, max_length=40, help_text="只列有这个主题词的；空着列全部"
    )
    count = blocks.IntegerBlock(label="件数", default=6, min_value=1, max_value=20)

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        return {**context, "documents": listed_documents(value, context.get("request"))}


def listed_documents(value, request):
    """The public documents that a :class:`DocumentList` shows, the newest first."""
    rows = DocumentPage.objects.visible(asked_at(request)).in_section(value["section"])
    if value["keyword"]:
        rows = rows.filter(keywords__contains=value["keyword"])
    return rows.newest()[: value["count"]]


class Gallery(TemplateByName, blocks.StructBlock):
    """Pictures in a grid."""

    title = blocks.CharBlock(label="标题", required=False, max_length=60)
    pictures = blocks.ListBlock(Figure(label="图片"), label="图片", min_num=1, max_num=60)


class Half(blocks.StreamBlock):
    """One half of two columns."""

    paragraph = Paragraph(label="段落", icon="pilcrow", features=INLINE)
    figure = Figure(label="图片", icon="image")
    attachment = Attachment(label="附件链接", icon="doc-full")
    links = Links(label="链接组", icon="link")


class TwoColumns(TemplateByName, blocks.StructBlock):
    left = Half(label="左栏")
    right = Half(label="右栏")


class FeatureBody(Body):
    """单页、专题的各种内容块。"""

    links = Links(label="链接组", icon="link")
    documents = DocumentList(label="文件列表", icon="list-ul")
    gallery = Gallery(label="图片组", icon="image")
    two_columns = TwoColumns(label="两栏", icon="grip")

    class Meta:
        required = False


class Banner(blocks.StructBlock):
    """A picture with a line above the home page, between two days."""

    image = ImageChooserBlock(label="图片")
    alt = blocks.CharBlock(
        label="替代文字", max_length=250, help_text="说明图片内容，供看不到图片的人了解"
    )
    title = blocks.CharBlock(label="标题", max_length=60)
    page = blocks.PageChooserBlock(label="通向的页面", required=False)
    shows_from = blocks.DateBlock(label="从哪天起显示", required=False)
    shows_until = blocks.DateBlock(label="显示到哪天（含当日）", required=False)

    class Meta:
        label = "横幅"
        icon = "image"

    def clean(self, value):
        cleaned = super().clean(value)
        first, last = cleaned["shows_from"], cleaned["shows_until"]
        if first and last and last < first:
            reason = ValidationError("不得早于开始显示的日期")
            raise blocks.StructBlockValidationError({"shows_until": reason})
        return cleaned


def _fixed(label):
    return blocks.StaticBlock(label=label, admin_text="内容由系统按日期自动列出，不用填写。")


class HomeSections(blocks.StreamBlock):
    """首页各部分，按所排的次序显示。"""

    open_notices = _fixed("正在公示")
    news = _fixed("通知公告和政策文件")
    catalogue = _fixed("产品目录")
    bulletin = _fixed("工作通报数据")
    steps = _fixed("怎样认定")
    paragraph = Paragraph(label="文字", icon="pilcrow", features=INLINE)
    links = Links(label="链接组", icon="link")
    documents = DocumentList(label="文件列表", icon="list-ul")
    gallery = Gallery(label="图片组", icon="image")

    class Meta:
        required = False
        block_counts = {
            name: {"max_num": 1}
            for name in ("open_notices", "news", "catalogue", "bulletin", "steps")
        }


#: What the home page shows, in this order, until an editor orders it otherwise.
STANDARD_SECTIONS = ("open_notices", "news", "catalogue", "bulletin", "steps")
