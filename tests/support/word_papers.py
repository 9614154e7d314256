"""Word documents as an office writes them: numbered by Word itself, tables merged, notes, pictures.

Made with python-docx; what it cannot make (lists of four levels, notes) is put in as its XML.
"""

import io

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from PIL import Image, ImageDraw
from tests.support.photos import picture

from printing.word import template

CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
#: 一、（一）1.（1）, as a list of Word of four levels.
LEVELS = (
    ("chineseCountingThousand", "%1、"),
    ("chineseCountingThousand", "（%2）"),
    ("decimal", "%3."),
    ("decimal", "（%4）"),
    ("decimalEnclosedCircle", "%5"),
)


class Paper:
    """A document in the making; every method adds one thing at its end."""

    def __init__(self):
        self.document = Document(io.BytesIO(template()))
        self.notes, self.has_notes = [], False
        self._number_lists()

    def _number_lists(self):
        levels = "".join(
            f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{way}"/>'
            f'<w:lvlText w:val="{text}"/></w:lvl>'
            for place, (way, text) in enumerate(LEVELS)
        )
        bullet = '<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="●"/></w:lvl>'
        numbering = self.document.part.numbering_part.element
        for key, inner in (("77", levels), ("78", bullet)):
            abstract = (
                f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{key}">{inner}</w:abstractNum>'
            )
            numbering.insert(0, parse_xml(abstract))
            link = f'<w:num {nsdecls("w")} w:numId="{key}"><w:abstractNumId w:val="{key}"/></w:num>'
            numbering.append(parse_xml(link))

    def line(self, text, *, side=None, size=16, bold=False, colour=None, style=None, first=True):
        """A paragraph in 仿宋 with the first line set in, or centred, or at the right."""
        paragraph = self.document.add_paragraph(style=style)
        paragraph.alignment = side
        if first and side is None:
            paragraph.paragraph_format.first_line_indent = Pt(2 * size)
        run = paragraph.add_run(text)
        run.bold, run.font.size = bold or None, Pt(size)
        if colour:
            run.font.color.rgb = RGBColor.from_string(colour)
        return paragraph

    def title(self, *lines, size=22):
        for text in lines:
            self.line(text, side=CENTRE, size=size)

    def numbered(self, level, text, *, style=None, numbers="77"):
        """A paragraph whose number Word gives: ``level`` from 0."""
        paragraph = self.line(text, style=style)
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = level
        properties.get_or_add_numId().val = int(numbers)
        return paragraph

    def bullet(self, text):
        return self.numbered(0, text, numbers="78")

    def noted(self, paragraph, text):
        """A footnote at the end of ``paragraph``."""
        self.notes.append(text)
        run = paragraph.add_run()._r
        run.append(parse_xml(f'<w:footnoteReference {nsdecls("w")} w:id="{len(self.notes)}"/>'))

    def linked(self, paragraph, text, address):
        relation = self.document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, True)
        paragraph._p.append(
            parse_xml(
                f'<w:hyperlink {nsdecls("w", "r")} r:id="{relation}"><w:r><w:t>{text}</w:t></w:r>'
                "</w:hyperlink>"
            )
        )

    def table(self, rows, merged=(), head=1, caption="", unit=""):
        """``merged``: ranges as (row, column, rows, columns); ``head``: rows marked as headings."""
        if caption:
            self.line(caption, side=CENTRE, size=14)
        if unit:
            self.line(unit, side=RIGHT, size=12)
        table = self.document.add_table(len(rows), len(rows[0]), style="Table Grid")
        for cells, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(cells.cells, texts, strict=True):
                cell.text = text
        for row, column, down, across in merged:
            first, last = table.cell(row, column), table.cell(row + down - 1, column + across - 1)
            text = first.text
            first.merge(last).text = text
        for row in table.rows[:head]:
            row._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
        return table

    def picture(self, data=None, *, alt="", caption=""):
        self.document.add_picture(io.BytesIO(data or picture(kind="PNG")), width=Mm(60))
        if alt:
            drawing = self.document.paragraphs[-1]._p.find(f".//{qn('wp:docPr')}")
            drawing.set("descr", alt)
        if caption:
            self.line(caption, side=CENTRE, size=14)

    def picture_in(self, cell, data=None):
        """A picture inside a cell of a table."""
        run = cell.paragraphs[0].add_run()
        run.add_picture(io.BytesIO(data or picture(kind="PNG")), width=Mm(30))

    def new_page(self):
        self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def signed(self, *names, day):
        for text in (*names, day):
            self.line(text, side=RIGHT)

    def data(self):
        """The bytes of the file."""
        if self.notes and not self.has_notes:
            self._add_notes()
            self.has_notes = True
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()

    def _add_notes(self):
        inner = "".join(
            f'<w:footnote w:id="{number}"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote>'
            for number, text in enumerate(self.notes, 1)
        )
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
        words = f"<w:footnotes {nsdecls('w')}>{inner}</w:footnotes>".encode()
        part = Part(PackURI("/word/footnotes.xml"), kind, words, self.document.part.package)
        self.document.part.relate_to(part, f"{RELATIONSHIP_TYPE.FOOTNOTES}")


def measure():
    """办法 of four levels, with red head, notes, a list of annexes, an annex with a form."""
    paper = Paper()
    paper.line("特急", first=False)
    paper.line("章贡区扶贫办", side=CENTRE, size=36, colour="E60012")
    paper.line("章贡区农业农村局文件", side=CENTRE, size=36, colour="E60012")
    paper.line("章扶办字〔2020〕2号", side=CENTRE)
    paper.title("关于印发《章贡区扶贫产品", "认定管理办法》的通知")
    paper.line("各镇人民政府，各街道办事处，区直各相关单位：", first=False)
    paper.line("为规范扶贫产品认定，现将办法印发给你们，请结合实际贯彻执行。")
    paper.numbered(0, "申请条件")
    paper.numbered(1, "经营主体")
    first = paper.numbered(2, "依法登记，")
    first.add_run("守法经营").bold = True
    first.add_run("，近三年没有违法失信记录。")
    paper.numbered(2, "与脱贫户建立利益联结，包括：")
    paper.numbered(3, "订单收购、吸纳务工；")
    paper.numbered(4, "订单收购须有书面合同；")
    paper.numbered(4, "吸纳务工须按月发放工资。")
    last = paper.numbered(3, "资产入股、托管经营。")
    paper.noted(last, "资产入股指以财政衔接资金形成的资产入股。")
    paper.numbered(1, "产品要求")
    paper.numbered(2, "符合食品安全标准。")
    paper.numbered(0, "认定程序")
    linked = paper.line("申请材料格式见")
    paper.linked(linked, "办事指南", "https://www.example.org.cn/guide")
    paper.bullet("一般产品五个工作日")
    paper.bullet("生鲜产品三个工作日")
    paper.line("附件：1.扶贫产品认定申请表", first=True)
    paper.line("2.专柜产品清单")
    paper.signed("章贡区扶贫办", "章贡区农业农村局", day="2020年3月26日")
    paper.line("（此件公开发布）")
    paper.new_page()
    paper.line("附件1", first=False)
    paper.title("扶贫产品认定申请表")
    paper.line("（2020年3月20日修订）", side=CENTRE)
    paper.table([["经营主体", ""], ["产品名称", ""], ["单位意见", "（盖章）"]], head=0)
    paper.line("抄送：区委办公室，区人大常委会办公室。", first=False)
    paper.line("章贡区扶贫办　　　　　　　　2020年3月27日印发", first=False)
    return paper


def of_wps():
    """通知 as WPS writes it: styles with bare numbers for names, lists of styles, its text box."""
    paper = Paper()
    for number, name in ((2, "Heading 1"), (3, "Heading 2")):
        style = paper.document.styles[name]
        style.element.set(qn("w:styleId"), f"{number}")
        numbering = f'<w:ilvl w:val="{number - 2}"/><w:numId w:val="77"/>'
        style.element.get_or_add_pPr().append(
            parse_xml(f"<w:numPr {nsdecls('w')}>{numbering}</w:numPr>")
        )
    paper.title("关于报送材料的通知")
    paper.line("各镇、街道：", first=False)
    for style, text in (("2", "报送内容"), ("3", "文字材料"), ("3", "图片材料"), ("2", "报送时间")):
        line = paper.document.add_paragraph()
        line._p.get_or_add_pPr().append(parse_xml(f'<w:pStyle {nsdecls("w")} w:val="{style}"/>'))
        line.add_run(text)
    inner = "<w:txbxContent><w:p><w:r><w:t>逾期不再受理。</w:t></w:r></w:p></w:txbxContent>"
    names = (
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    )
    box = (
        f'<w:r {nsdecls("w")} {names}><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        f"<wps:wsp><wps:txbx>{inner}</wps:txbx></wps:wsp></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{inner}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    paper.line("请于4月10日前报送。")._p.append(parse_xml(box))
    paper.line("附件：")
    paper.line("1. 材料清单")
    paper.line("2. 报送表")
    paper.signed("章贡区扶贫办", day="2020 年 4 月 1 日")
    return paper


#: 12 columns: two rows of headings, sums merged over the first two columns.
TWELVE = [
    [
        "序号",
        "镇街",
        "产品数",
        "",
        "销售额（万元）",
        "",
        "",
        "带动脱贫户",
        "",
        "直播场次",
        "同比",
        "备注",
    ],
    ["", "", "一般", "生鲜", "线上", "线下", "合计", "户数", "人数", "", "", ""],
    [
        "1",
        "水东镇",
        "12",
        "8",
        "1,204.50",
        "88.00",
        "1,292.50",
        "35",
        "120",
        "6",
        "12.5%",
        "含直播",
    ],
    ["2", "水西镇", "5", "3", "402.10", "51.20", "453.30", "18", "61", "2", "-3.1%", ""],
    ["合计", "", "17", "11", "1,606.60", "139.20", "1,745.80", "53", "181", "8", "7.9%", ""],
]
TWELVE_MERGED = [
    *((0, 0, 2, 1), (0, 1, 2, 1), (0, 2, 1, 2), (0, 4, 1, 3), (0, 7, 1, 2)),
    *((0, 9, 2, 1), (0, 10, 2, 1), (0, 11, 2, 1), (4, 0, 1, 2)),
]


def bulletin():
    """通报 with a table of twelve columns."""
    paper = Paper()
    paper.title("关于2020年第一季度消费扶贫工作情况的通报")
    paper.line("各镇、街道：", first=False)
    paper.line("现将第一季度消费扶贫工作情况通报如下。")
    table = paper.table(
        TWELVE, TWELVE_MERGED, head=2, caption="表1 分镇街销售情况", unit="单位：万元"
    )
    paper.noted(table.cell(2, 4).paragraphs[0], "含直播带货。")
    paper.line("请各镇、街道对照差距，抓好整改。")
    paper.signed("章贡区扶贫办", day="二〇二〇年四月十日")
    return paper


def gallery(pictures=10, *, is_told=False):
    """解读 with so many pictures, each with its name below, every other (or each) with words."""
    paper = Paper()
    paper.title("《章贡区扶贫产品认定管理办法》政策解读")
    paper.line("一图读懂认定流程。")
    for number in range(1, pictures + 1):
        alt = f"第{number}步的示意图" if is_told or number % 2 else ""
        size = (640, 400) if number % 3 else (420, 560)
        paper.picture(_drawn(size, number), alt=alt, caption=f"图{number} 第{number}步")
        paper.line(f"第{number}步说明。")
    paper.signed("章贡区扶贫办", day="2020年4月1日")
    return paper


def _drawn(size, number):
    """A drawing of boxes and arrows, as many as ``number``."""
    out, image = io.BytesIO(), Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(image)
    wide, high = size[0] / (number + 1), size[1] / 3
    for place in range(number):
        left = wide * (place + 0.6)
        pen.rectangle((left, high, left + wide * 0.6, 2 * high), outline="navy", width=3)
        pen.line((left + wide * 0.6, 1.5 * high, left + wide, 1.5 * high), fill="red", width=3)
    image.save(out, "PNG")
    return out.getvalue()
