"""What the body of a document is made of: few blocks, each with a name an editor knows."""

from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock

from .table_block import EMPTY, Table

#: Where a line stands that is not set like the text; the name is its class on the page, too.
CENTRE, AT_RIGHT = "line--centre", "line--right"
LINE_PLACES = (CENTRE, AT_RIGHT)
INLINE = ["bold", "ol", "ul", "link", "document-link"]


class TemplateByName:
    """A block is shown by the template of its own name, ``pages/blocks/<name>.html``."""

    def get_template(self, value=None, context=None):
        return f"pages/blocks/{self.name}.html"


class Heading(TemplateByName, blocks.StructBlock):
    level = blocks.ChoiceBlock(
        label="层级",
        choices=[
            ("2", "一级（一、）"),
            ("3", "二级（（一））"),
            ("4", "三级（1.）"),
            ("5", "四级（（1））"),
        ],
        default="2",
    )
    text = blocks.CharBlock(label="文字", max_length=120)


class Paragraph(TemplateByName, blocks.RichTextBlock):
    """A text whose lines may also stand in the middle or at the right."""

    def __init__(self, *args, features=(), **kwargs):
        super().__init__(*args, features=[*features, *LINE_PLACES], **kwargs)


class Figure(TemplateByName, blocks.StructBlock):
    image = ImageChooserBlock(label="图片")
    alt = blocks.CharBlock(
        label="替代文字",
        max_length=250,
        help_text="说明图片内容，供看不到图片的人了解；图解应写出全部要点",
    )
    caption = blocks.CharBlock(label="图题", required=False, max_length=120)


class Attachment(TemplateByName, blocks.StructBlock):
    document = DocumentChooserBlock(label="文件")
    text = blocks.CharBlock(
        label="名称", required=False, max_length=120, help_text="空着用文件标题"
    )


class Quote(TemplateByName, blocks.StructBlock):
    text = blocks.TextBlock(label="引文")
    source = blocks.CharBlock(label="出处", required=False, max_length=120)


class Question(TemplateByName, blocks.StructBlock):
    question = blocks.CharBlock(label="问", max_length=300)
    answer = blocks.RichTextBlock(label="答", features=INLINE)


class Video(TemplateByName, blocks.StructBlock):
    title = blocks.CharBlock(label="标题", max_length=120)
    url = blocks.URLBlock(
        label="网址", help_text="政务视频平台的播放页；本站只给链接，不嵌入播放器"
    )
    transcript = blocks.TextBlock(label="文字稿", help_text="供听不到声音的人阅读")


class Body(blocks.StreamBlock):
    """正文的各种内容块。"""

    paragraph = Paragraph(label="段落", icon="pilcrow", features=INLINE)
    heading = Heading(label="小标题", icon="title")
    table = Table(
        label="表格",
        icon="table",
        default=EMPTY,
        help_text="可以粘贴 Excel、Word 里的一块区域；右键可以增删行列、合并单元格、对齐。"
        "首行为表头的，首行合并了几行，表头就是几行",
    )
    figure = Figure(label="图片", icon="image")
    attachment = Attachment(label="附件链接", icon="doc-full")
    quote = Quote(label="引文", icon="openquote")
    question = Question(label="问答", icon="help")
    video = Video(label="音视频链接", icon="media")


def body_field(**options):
    """正文 as a field of a page or of a part of one."""
    return StreamField(Body(required=not options.get("blank")), verbose_name="正文", **options)
