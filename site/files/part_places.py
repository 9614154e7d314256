"""Where the words of an Office file stand that are in no paragraph and in no cell."""

from pathlib import PurePath

from .xml_names import SHEET

#: What stands in the body of a document and in none of its paragraphs.
BODY = "图片说明、域或者下拉选项"


def sheets_of(book, relations):
    """``{part: 工作表“…”}`` of the root of a workbook and that of its relations."""
    parts = {each.get("Id"): each.get("Target", "") for each in relations}
    ids = (
        (each.get("name", ""), value)
        for each in book.iter(f"{SHEET}sheet")
        for key, value in each.items()
        if key.endswith("}id")
    )
    return {
        f"xl/{parts.get(each, '').lstrip('/').removeprefix('xl/')}": f"工作表“{name}”"
        for name, each in ids
    }


def place_of(part):
    """Where a part is found, in words for an editor."""
    for mark, words in PLACES:
        if mark in part.lower():
            return words
    return f"文件内部（{PurePath(part).name}）"


PLACES = (
    ("comment", "批注"),
    ("header", "页眉"),
    ("footer", "页脚"),
    ("footnotes", "脚注"),
    ("endnotes", "尾注"),
    ("docprops/", "文件属性"),
    ("pivotcache", "数据透视表的缓存"),
    ("pivottable", "数据透视表"),
    ("charts/", "图表"),
    ("drawings/", "文本框或者图形"),
    ("diagrams/", "图形"),
    ("media/", "图片"),
    ("worksheets/", "页眉页脚、公式或者输入提示"),
    ("workbook.xml", "工作表名或者定义的名称"),
    ("sharedstrings", "不再显示的文字"),
    ("document.xml", BODY),
)
