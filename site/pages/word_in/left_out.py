"""What of a Word document could not be taken, in words for its editor."""

LEFT = {
    "comment": "批注{n}条",
    "revision": "修订痕迹{n}处（插入的文字已取，删除的没有取）",
    "hidden": "隐藏文字{n}处",
    "formula": "公式{n}个（只取了其中的文字，请核对）",
    "textbox": "文本框{n}个（其中的文字放在所在段落之后，请核对位置）",
    "symbol": "特殊字体的符号{n}个，请补上",
    "drawing": "自选图形、图表{n}个（不是图片，请截图后作为图片上传）",
    "picture": "图片{n}张（EMF、WMF 等格式或者已损坏，请另存为 JPG、PNG 后上传）",
    "picture_in_table": "表格里的图片{n}张放在了表格下面，请核对位置",
    "picture_refused": "图片{n}张没有放进图片库",
    "table_in_table": "表格里套的表格{n}个（文字已并入所在的格）",
    "table_refused": "表格{n}个（超过1000行或者40列，请作为 XLSX 附件公开）",
    "chunk": "嵌入的其他文档{n}个",
    "furniture": "页眉、页脚中的文字{n}处",
}


def sentences(*counts):
    """A sentence for each kind in ``counts`` (mappings of kind and number), in a steady order."""
    whole = {}
    for each in counts:
        for kind, number in each.items():
            whole[kind] = whole.get(kind, 0) + number
    return [text.format(n=whole[kind]) for kind, text in LEFT.items() if whole.get(kind)]
