"""How a document is edited: six tabs, in the order in which it is written."""

from django.forms import CheckboxSelectMultiple
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PageChooserPanel,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)

from .document_words import TARGETS

WORDS = [
    TitleFieldPanel(
        "title",
        heading="标题",
        help_text="公文全称，例如“关于……的通知”",
        placeholder=False,
        classname="",  # Wagtail's own style hides the label and the box
    ),
    FieldPanel("kind"),
    FieldPanel("recipients"),
    FieldPanel("body"),
    FieldPanel("summary"),
    MultiFieldPanel(
        [
            FieldPanel("issuer"),
            FieldPanel("joint_issuers"),
            FieldPanel("written_on"),
            FieldPanel("public_note"),
        ],
        "落款",
    ),
    FieldPanel("correction_note"),
]
PARTS = [
    InlinePanel(
        "parts", heading="组成部分", label="组成部分", help_text="印发的方案、附件、样表等"
    ),
    InlinePanel(
        "attachments", heading="附件", label="附件", help_text="供下载的文件，先过个人信息检查"
    ),
]
PARTS += [
    MultiFieldPanel(
        [FieldPanel("applies_in_portal"), FieldPanel("apply_url")], "在线申请（办事指南填写）"
    ),
    InlinePanel(
        "materials",
        heading="申报材料（办事指南填写）",
        label="材料",
        help_text="按办理时提交的次序",
    ),
]
LAYOUT = [
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("doc_series"), FieldPanel("doc_no")]),
            FieldRowPanel([FieldPanel("secrecy"), FieldPanel("urgency")]),
        ],
        "版头",
    ),
    MultiFieldPanel(
        [
            FieldPanel("copies_to"),
            FieldRowPanel([FieldPanel("printing_office"), FieldPanel("printed_on")]),
        ],
        "版记",
    ),
]
LAYOUT += [
    MultiFieldPanel(
        [FieldPanel("delivered_groups", widget=CheckboxSelectMultiple), FieldPanel("delivered_to")],
        "分送",
        help_text="写明的，文件公开后自动送达，对方打开即为签收",
    ),
]
FORCE = [
    MultiFieldPanel(
        [FieldRowPanel([FieldPanel("effective_from"), FieldPanel("expires_on")])],
        "施行日期与有效期",
        help_text="“有效、部分失效、失效、废止、尚未施行”由日期和下面的关系自动得出",
    ),
    MultiFieldPanel(
        [
            FieldPanel("repeals"),
            FieldPanel("partly_repeals"),
            FieldPanel("amends"),
        ],
        "对其他文件的影响",
    ),
    FieldPanel("see_also"),
    MultiFieldPanel(
        [
            PageChooserPanel("interprets", "pages.DocumentPage"),
            FieldPanel("interpretation_form"),
            FieldPanel("is_normative"),
            FieldPanel("no_interpretation_because"),
        ],
        "政策解读",
    ),
]
REGISTER = [
    FieldRowPanel([FieldPanel("index_no"), FieldPanel("category")]),
    FieldPanel("topic"),
    FieldPanel("keywords"),
    FieldPanel("office"),
    FieldRowPanel([FieldPanel("drafting_unit"), FieldPanel("source")]),
    FieldRowPanel([FieldPanel("disclosure"), FieldPanel("public_review_ref")]),
    MultiFieldPanel([FieldPanel(name) for name in TARGETS], "支持对象（支持政策填写）"),
    MultiFieldPanel(
        [FieldPanel("names_persons"), FieldPanel("consent_record")], "典型案例中的个人（案例必填）"
    ),
    InlinePanel("figures", heading="通报数据", label="数据", help_text="通报填写，用于首页图表"),
]
PUBLISHING = [
    FieldPanel("slug", heading="网址", help_text="由标题自动生成，可以改短；公开以后不要再改"),
    PublishingPanel(),
    CommentPanel(),
]

HANDLER = TabbedInterface(
    [
        ObjectList(WORDS, heading="内容"),
        ObjectList(PARTS, heading="组成部分与附件"),
        ObjectList(LAYOUT, heading="公文格式"),
        ObjectList(FORCE, heading="效力与解读"),
        ObjectList(REGISTER, heading="公开目录"),
        ObjectList(PUBLISHING, heading="发布"),
    ]
)
